import { FIX_ACCOUNT, type MetaError } from '../meta-error.js';
import { MIGRATION } from './common-advice.js';

const ADD_PAYMENT = 'Meta needs a valid payment method. Add or mend it in WhatsApp Manager, Payment settings.';
/** Nothing of the account goes out until somebody has put it right; a trial finds out when that is. */
const ACCOUNT_BLOCKED = { handling: 'FIX_ACCOUNT', scope: 'ACCOUNT', resume: { by: 'TRIAL' } } as const;

/** The WhatsApp Business Account: policy, locks, payment. */
export const ACCOUNT_ERRORS = {
  POLICY_VIOLATION: {
    code: 368,
    title: 'Blocked for policy violations',
    ...ACCOUNT_BLOCKED,
    advice:
      'Meta has blocked sending for a time. See Account quality in WhatsApp Manager; sending resumes when the block ends.',
  },
  RECIPIENT_NOT_IN_TEST_LIST: {
    code: 131030,
    title: 'Recipient not in the test list',
    ...FIX_ACCOUNT,
    advice: 'A test number reaches only the numbers on its list. Add this one, or put the app live with a real number.',
  },
  ACCOUNT_LOCKED: {
    code: 131031,
    title: 'Account locked',
    ...ACCOUNT_BLOCKED,
    advice: 'Meta has locked the account. See its state in WhatsApp Manager.',
  },
  PAYMENT_PROBLEM: { code: 131042, title: 'Payment problem', ...ACCOUNT_BLOCKED, advice: ADD_PAYMENT },
  CALL_PAYMENT_PROBLEM: { code: 131044, title: 'Payment problem with calls', ...FIX_ACCOUNT, advice: ADD_PAYMENT },
  PAYMENT_TERMS_NOT_ACCEPTED: {
    code: 134011,
    title: 'Payment terms not accepted',
    ...FIX_ACCOUNT,
    advice: 'Accept the WhatsApp Payments terms in WhatsApp Manager.',
  },
  ACCOUNT_NOT_MOVABLE: { code: 2593079, title: 'Account cannot be moved', ...FIX_ACCOUNT, advice: MIGRATION },
  ACCOUNT_MOVE_REFUSED: { code: 2593085, title: 'Account cannot be moved', ...FIX_ACCOUNT, advice: MIGRATION },
} as const satisfies Record<string, MetaError>;
