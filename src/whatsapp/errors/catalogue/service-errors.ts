import { AMBIGUOUS, FIX_INPUT, RETRY_LATER, type MetaError } from '../meta-error.js';
import { FIX_REQUEST, META_TROUBLE, WAIT } from './common-advice.js';

/** Trouble of Meta's own, and requests that it does not understand. */
export const SERVICE_ERRORS = {
  /** Also: "reduce the amount of data". */
  UNKNOWN_API_ERROR: { code: 1, title: 'Unknown API error', ...AMBIGUOUS, advice: META_TROUBLE },
  SERVICE_DOWN: { code: 2, title: 'Service temporarily down', ...AMBIGUOUS, advice: META_TROUBLE },
  INVALID_PARAMETER: { code: 100, title: 'Invalid parameter', ...FIX_INPUT, advice: FIX_REQUEST },
  UNKNOWN_PATH: { code: 2500, title: 'Unknown path', ...FIX_INPUT, advice: FIX_REQUEST },
  SOMETHING_WENT_WRONG: { code: 131000, title: 'Something went wrong', ...AMBIGUOUS, advice: META_TROUBLE },
  PARAMETER_MISSING: { code: 131008, title: 'Required parameter missing', ...FIX_INPUT, advice: FIX_REQUEST },
  PARAMETER_VALUE_INVALID: { code: 131009, title: 'Parameter value invalid', ...FIX_INPUT, advice: FIX_REQUEST },
  SERVICE_UNAVAILABLE: { code: 131016, title: 'Service unavailable', ...AMBIGUOUS, advice: META_TROUBLE },
  ACCOUNT_MAINTENANCE: {
    code: 131057,
    title: 'Maintenance',
    handling: 'RETRY_LATER',
    scope: 'NUMBER',
    resume: { by: 'TIME', afterSeconds: 60 },
    advice: 'Meta is changing the account. The system tries again in some minutes.',
  },
  CURSOR_EXPIRED: { code: 131059, title: 'Page cursor expired', ...RETRY_LATER, advice: WAIT },
  SERVER_UNAVAILABLE: { code: 133004, title: 'Server unavailable', ...AMBIGUOUS, advice: META_TROUBLE },
  REFUSED_WITHOUT_REASON: { code: 135000, title: 'Refused without a reason', ...FIX_INPUT, advice: FIX_REQUEST },
  ALREADY_REQUESTED: {
    code: 1752041,
    title: 'Asked for already',
    ...FIX_INPUT,
    advice: 'The same has been asked for before. Wait until it is done.',
  },
  NUMBER_MAINTENANCE: {
    code: 2494100,
    title: 'Number in maintenance',
    handling: 'RETRY_LATER',
    scope: 'NUMBER',
    resume: { by: 'TIME', afterSeconds: 300 },
    advice: 'Meta is moving the number. The system tries again in some minutes.',
  },
} as const satisfies Record<string, MetaError>;
