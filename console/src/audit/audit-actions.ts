import type { AuditAction } from '../generated/graphql';
import type { Tone } from '../parts/Badge';

/** Every action, by how much it wants to be looked at. */
const TONES: Record<AuditAction, Tone> = {
  SIGNED_IN: 'plain',
  SIGN_IN_FAILED: 'warn',
  SIGN_IN_REFUSED: 'bad',
  SIGNED_OUT: 'plain',
  SESSIONS_ENDED: 'plain',
  REFRESH_TOKEN_REUSED: 'bad',
  PASSWORD_CHANGED: 'busy',
  PASSWORD_CHANGE_FAILED: 'warn',
  PASSWORD_RESET_ISSUED: 'busy',
  PASSWORD_RESET_REQUESTED: 'busy',
  PASSWORD_RESET_REDEEMED: 'busy',
  USER_INVITED: 'busy',
  INVITATION_ACCEPTED: 'busy',
  INVITATION_WITHDRAWN: 'plain',
  USER_CREATED: 'busy',
  USER_CHANGED: 'plain',
  USER_ROLE_CHANGED: 'busy',
  USER_ACCOUNTS_CHANGED: 'busy',
  USER_DEACTIVATED: 'busy',
  USER_REACTIVATED: 'busy',
  API_KEY_CREATED: 'busy',
  API_KEY_REVOKED: 'busy',
  ACCOUNT_CREATED: 'busy',
  ACCOUNT_CHANGED: 'plain',
  ACCOUNT_CREDENTIALS_CHANGED: 'busy',
  ACCOUNT_SECRET_READ: 'warn',
  ACCOUNT_ARCHIVED: 'busy',
  NOTIFY_USERS_CHANGED: 'plain',
  TEMPLATE_SUBMITTED: 'plain',
  TEMPLATE_DELETED: 'busy',
  BROADCAST_STARTED: 'plain',
  BROADCAST_CANCELLED: 'plain',
  RECORD_RULE_CREATED: 'busy',
  RECORD_RULE_CHANGED: 'busy',
  RECORD_RULE_DELETED: 'busy',
  RECORD_RULE_ENABLED: 'busy',
  RECORD_RULE_DISABLED: 'plain',
  RECORD_RULE_STOPPED: 'bad',
  WEBHOOK_DELIVERIES_REPLAYED: 'plain',
  WEBHOOK_ENDPOINT_CREATED: 'busy',
  WEBHOOK_ENDPOINT_CHANGED: 'busy',
  WEBHOOK_ENDPOINT_DELETED: 'busy',
  WEBHOOK_ENDPOINT_SECRET_ROTATED: 'busy',
  WEBHOOK_ENDPOINT_PAUSED: 'warn',
  WEBHOOK_ENDPOINT_RESUMED: 'plain',
  WEBHOOKS_REDELIVERED: 'plain',
  CONTACT_ERASED: 'busy',
};

export const AUDIT_ACTIONS = Object.keys(TONES) as AuditAction[];

export function toneOf(action: AuditAction): Tone {
  return TONES[action];
}
