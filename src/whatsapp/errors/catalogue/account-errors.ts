import { ACCOUNT_BLOCKED, type MetaError } from '../meta-error.js';
import { MIGRATION } from './common-advice.js';

const ADD_PAYMENT = 'Meta needs a valid payment method. Add or mend it in WhatsApp Manager, Payment settings.';

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
    handling: 'FIX_ACCOUNT',
    scope: 'RECIPIENT',
    resume: { by: 'NEVER' },
    advice: 'A test number reaches only the numbers on its list. Add this one, or put the app live with a real number.',
  },
  ACCOUNT_LOCKED: {
    code: 131031,
    title: 'Account locked',
    ...ACCOUNT_BLOCKED,
    advice: 'Meta has locked the account. See its state in WhatsApp Manager.',
  },
  PAYMENT_PROBLEM: { code: 131042, title: 'Payment problem', ...ACCOUNT_BLOCKED, advice: ADD_PAYMENT },
  CALL_PAYMENT_PROBLEM: { code: 131044, title: 'Payment problem with calls', ...ACCOUNT_BLOCKED, advice: ADD_PAYMENT },
  PAYMENT_TERMS_NOT_ACCEPTED: {
    code: 134011,
    title: 'Payment terms not accepted',
    ...ACCOUNT_BLOCKED,
    advice: 'Accept the WhatsApp Payments terms in WhatsApp Manager.',
  },
  ACCOUNT_NOT_MOVABLE: { code: 2593079, title: 'Account cannot be moved', ...ACCOUNT_BLOCKED, advice: MIGRATION },
  ACCOUNT_MOVE_REFUSED: { code: 2593085, title: 'Account cannot be moved', ...ACCOUNT_BLOCKED, advice: MIGRATION },
} as const satisfies Record<string, MetaError>;
