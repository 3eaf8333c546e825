import { FIX_ACCOUNT, NUMBER_BLOCKED, numbered, type MetaError } from '../meta-error.js';
import { META_SUBCODES } from '../meta-subcodes.js';
import { MIGRATION } from './common-advice.js';

const REGISTER =
  'The phone number is not registered for the Cloud API. Register it with its PIN (registerPhoneNumber, or the page of its account), then send again.';
const SHARING = 'The history of the phone app cannot be shared any more. Connect the number again.';

/** It cannot be registered yet, so nothing can be sent from it. */
const REGISTRATION_WAITS = { handling: 'RETRY_LATER', scope: 'NUMBER', resume: { by: 'TRIAL' } } as const;

/** The business phone number: its registration, verification and move. */
export const PHONE_NUMBER_ERRORS = {
  NUMBER_DELETED: {
    code: 33,
    title: 'Phone number deleted',
    ...NUMBER_BLOCKED,
    advice: 'This business phone number no longer exists at Meta. Use another one.',
  },
  /** Meta's answer to a sending from a number that is gone, or that the token may not use any more. */
  NUMBER_NOT_VISIBLE: {
    code: 100,
    subcode: META_SUBCODES.OBJECT_NOT_FOUND,
    title: 'Number not found, or not for this token',
    ...NUMBER_BLOCKED,
    advice:
      'Meta does not show the number to this token. See that it still belongs to the account, and that the system user may use the account.',
  },
  DISPLAY_NAME_NOT_APPROVED: {
    code: 131037,
    title: 'Display name not approved',
    ...NUMBER_BLOCKED,
    advice: 'Ask for a display name (requestDisplayName) and wait until Meta has approved it.',
  },
  REGISTRATION_PROBLEM: { code: 131045, title: 'Registration problem', ...NUMBER_BLOCKED, advice: REGISTER },
  DEREGISTRATION_INCOMPLETE: {
    code: 133000,
    title: 'Deregistration incomplete',
    ...NUMBER_BLOCKED,
    advice: 'Deregister the number again, then register it.',
  },
  PIN_WRONG: {
    code: 133005,
    title: 'Wrong PIN',
    ...NUMBER_BLOCKED,
    advice:
      'The two-step PIN of the number is wrong. After some wrong ones Meta takes none for a while: look it up, or set another one (setTwoStepPin).',
  },
  NUMBER_NOT_VERIFIED: {
    code: 133006,
    title: 'Number not verified',
    ...NUMBER_BLOCKED,
    advice: 'Verify the phone number: ask for a code by text message or call, and enter it.',
  },
  PIN_ATTEMPTS_EXCEEDED: {
    code: 133008,
    title: 'Too many wrong PINs',
    ...NUMBER_BLOCKED,
    advice: 'The PIN was guessed too often. Wait as long as the details say.',
  },
  PIN_GUESSED_TOO_FAST: {
    code: 133009,
    title: 'PIN guessed too fast',
    ...NUMBER_BLOCKED,
    advice: 'Wait as long as the details say before the PIN is tried again.',
  },
  NUMBER_NOT_REGISTERED: { code: 133010, title: 'Number not registered', ...NUMBER_BLOCKED, advice: REGISTER },
  NUMBER_JUST_DELETED: {
    code: 133015,
    title: 'Number just deleted',
    ...REGISTRATION_WAITS,
    advice: 'Wait five minutes before the number is registered again.',
  },
  REGISTRATION_RATE_LIMIT: {
    code: 133016,
    title: 'Too many registrations',
    ...REGISTRATION_WAITS,
    advice: 'Wait 72 hours before the number is registered again.',
  },
  VERIFICATION_NOT_POSSIBLE: {
    code: 136024,
    title: 'Verification not possible',
    ...NUMBER_BLOCKED,
    advice: 'The number is verified already, or cannot be verified in this way.',
  },
  VERIFICATION_CODE_WRONG: {
    code: 136025,
    title: 'Wrong verification code',
    ...FIX_ACCOUNT,
    advice: 'The code is wrong, or another one was asked for since. Enter the latest code, or ask for a new one.',
  },
  ...numbered('NUMBER_NOT_MOVABLE', [2388001, 2388012, 2388091, 2388093, 2388103], {
    title: 'Number cannot be moved',
    ...NUMBER_BLOCKED,
    advice: MIGRATION,
  }),
  ...numbered('HISTORY_NOT_SHARED', [2593107, 2593108, 2593109], {
    title: 'History not shared',
    ...FIX_ACCOUNT,
    advice: SHARING,
  }),
} as const satisfies Record<string, MetaError>;
