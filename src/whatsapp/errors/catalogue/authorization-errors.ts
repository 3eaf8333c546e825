import { ACCOUNT_BLOCKED, type MetaError } from '../meta-error.js';
import { GIVE_ACCESS } from './common-advice.js';

const RENEW_TOKEN =
  'The access token is not valid. Make a permanent one (Business Settings, System users, Generate token) and save it in the account.';
/** Nothing can be sent with this token; what waits goes out with a new one. */
const TOKEN_REFUSED = {
  handling: 'FIX_ACCOUNT',
  scope: 'TOKEN',
  resume: { by: 'NEW_TOKEN' },
  advice: RENEW_TOKEN,
} as const;

/** The token, its permissions, and the callback of the app. */
export const AUTHORIZATION_ERRORS = {
  AUTHENTICATION_FAILED: { code: 0, title: 'Authentication failed', ...TOKEN_REFUSED },
  CAPABILITY_MISSING: { code: 3, title: 'Capability missing', ...ACCOUNT_BLOCKED, advice: GIVE_ACCESS },
  PERMISSION_DENIED: { code: 10, title: 'Permission denied', ...ACCOUNT_BLOCKED, advice: GIVE_ACCESS },
  SESSION_ENDED: { code: 102, title: 'Session ended', ...TOKEN_REFUSED },
  TOKEN_INVALID: { code: 190, title: 'Access token invalid', ...TOKEN_REFUSED },
  /** Stands for all of 200 to 299. */
  PERMISSION_MISSING: { code: 200, title: 'Permission missing', ...ACCOUNT_BLOCKED, advice: GIVE_ACCESS },
  CALLBACK_NOT_VERIFIED: {
    code: 2200,
    title: 'Callback could not be verified',
    ...ACCOUNT_BLOCKED,
    advice: 'Meta could not reach the callback URL. PUBLIC_URL must be reachable by HTTPS with a valid certificate.',
  },
  ACCESS_DENIED: { code: 131005, title: 'Access denied', ...ACCOUNT_BLOCKED, advice: GIVE_ACCESS },
  DIRECT_SEND_BLOCKED: { code: 139200, title: 'Direct Send blocked', ...ACCOUNT_BLOCKED, advice: GIVE_ACCESS },
} as const satisfies Record<string, MetaError>;
