import { FIX_ACCOUNT, numbered, RETRY_LATER, type MetaError } from '../meta-error.js';
import { MIGRATION } from './common-advice.js';

const REGISTER =
  'The phone number is not registered for the Cloud API. Register it (WhatsApp Manager, Phone numbers), then send again.';
const SHARING = 'The history of the phone app cannot be shared any more. Connect the number again.';

/** The business phone number: its registration, verification and move. */
export const PHONE_NUMBER_ERRORS = {
  NUMBER_DELETED: {
    code: 33,
    title: 'Phone number deleted',
    ...FIX_ACCOUNT,
    advice: 'This business phone number no longer exists at Meta. Use another one.',
  },
  DISPLAY_NAME_NOT_APPROVED: {
    code: 131037,
    title: 'Display name not approved',
    ...FIX_ACCOUNT,
    advice: 'Have the display name of the number approved in WhatsApp Manager.',
  },
  REGISTRATION_PROBLEM: { code: 131045, title: 'Registration problem', ...FIX_ACCOUNT, advice: REGISTER },
  DEREGISTRATION_INCOMPLETE: {
    code: 133000,
    title: 'Deregistration incomplete',
    ...FIX_ACCOUNT,
    advice: 'Deregister the number again in WhatsApp Manager, then register it.',
  },
  PIN_WRONG: { code: 133005, title: 'Wrong PIN', ...FIX_ACCOUNT, advice: 'The two-step PIN of the number is wrong.' },
  NUMBER_NOT_VERIFIED: {
    code: 133006,
    title: 'Number not verified',
    ...FIX_ACCOUNT,
    advice: 'Verify the phone number in WhatsApp Manager.',
  },
  PIN_ATTEMPTS_EXCEEDED: {
    code: 133008,
    title: 'Too many wrong PINs',
    ...FIX_ACCOUNT,
    advice: 'The PIN was guessed too often. Wait as long as the details say.',
  },
  PIN_GUESSED_TOO_FAST: {
    code: 133009,
    title: 'PIN guessed too fast',
    ...FIX_ACCOUNT,
    advice: 'Wait as long as the details say before the PIN is tried again.',
  },
  NUMBER_NOT_REGISTERED: { code: 133010, title: 'Number not registered', ...FIX_ACCOUNT, advice: REGISTER },
  NUMBER_JUST_DELETED: {
    code: 133015,
    title: 'Number just deleted',
    ...RETRY_LATER,
    advice: 'Wait five minutes before the number is registered again.',
  },
  REGISTRATION_RATE_LIMIT: {
    code: 133016,
    title: 'Too many registrations',
    ...RETRY_LATER,
    advice: 'Wait 72 hours before the number is registered again.',
  },
  VERIFICATION_NOT_POSSIBLE: {
    code: 136024,
    title: 'Verification not possible',
    ...FIX_ACCOUNT,
    advice: 'The number is verified already, or cannot be verified in this way.',
  },
  ...numbered('NUMBER_NOT_MOVABLE', [2388001, 2388012, 2388091, 2388093, 2388103], {
    title: 'Number cannot be moved',
    ...FIX_ACCOUNT,
    advice: MIGRATION,
  }),
  ...numbered('HISTORY_NOT_SHARED', [2593107, 2593108, 2593109], {
    title: 'History not shared',
    ...FIX_ACCOUNT,
    advice: SHARING,
  }),
} as const satisfies Record<string, MetaError>;
