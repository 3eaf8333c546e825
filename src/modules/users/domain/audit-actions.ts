/** Everything that the audit trail records, on one screen: what is done to whom, and by programs or people alike. */
export const AUDIT_ACTIONS = {
  SIGNED_IN: 'A person signed in.',
  SIGN_IN_FAILED: 'Somebody gave a wrong e-mail or password. An e-mail of nobody is kept once a minute and address.',
  SIGN_IN_REFUSED: 'A sign-in was refused because there were too many. Kept once a minute and address.',
  SIGNED_OUT: 'A person ended the session that they were in.',
  SESSIONS_ENDED: 'A person ended other sessions of theirs; details say how many.',
  REFRESH_TOKEN_REUSED:
    'A refresh token came again after it had been replaced: it may be stolen, and its session was ended.',
  PASSWORD_CHANGED: 'A password was changed: by its owner, by an administrator, or by the command reset-password.',
  PASSWORD_CHANGE_FAILED: 'Somebody who was signed in gave a wrong present password.',
  PASSWORD_RESET_ISSUED: 'An administrator made a token with which a person sets a new password.',
  PASSWORD_RESET_REDEEMED: 'A person set a new password with such a token.',
  USER_INVITED: 'A person was invited; details say with which role and accounts.',
  INVITATION_ACCEPTED: 'Somebody with the link of an invitation became a user.',
  INVITATION_WITHDRAWN: 'An invitation was withdrawn before it was accepted.',
  USER_CREATED: 'A person was added; details say with which role and accounts.',
  USER_CHANGED: "A person's name, e-mail or phone number was changed.",
  USER_ROLE_CHANGED: "A person's role was changed.",
  USER_ACCOUNTS_CHANGED: 'A person was given other accounts; details hold their ids.',
  USER_DEACTIVATED: 'A person was shut out, and all their sessions ended.',
  USER_REACTIVATED: 'A person was let in again.',
  API_KEY_CREATED: 'A key was made for a program; details say with which scopes and accounts.',
  API_KEY_REVOKED: 'A key was ended.',
  ACCOUNT_CREATED: 'A WhatsApp account was connected.',
  ACCOUNT_CHANGED: "An account's name was changed.",
  ACCOUNT_CREDENTIALS_CHANGED: "An account's ids or secrets were replaced; details name which, and no value.",
  ACCOUNT_SECRET_READ: 'A secret of an account was shown; details name which.',
  ACCOUNT_ARCHIVED: 'An account was archived.',
  NOTIFY_USERS_CHANGED: 'Who is notified of a phone number was changed.',
  TEMPLATE_SUBMITTED: 'A template was submitted to Meta.',
  TEMPLATE_DELETED: 'A template was deleted, here and at Meta.',
  BROADCAST_STARTED: 'A broadcast was started or scheduled; details say to how many.',
  BROADCAST_CANCELLED: 'A broadcast was cancelled.',
  WEBHOOK_DELIVERIES_REPLAYED: 'Webhooks were processed again; details say how many.',
  CONTACT_ERASED: 'A person was erased on request: of them only the id of the contact is kept.',
} as const;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

export const AUDIT_ACTOR_KINDS = {
  USER: 'A person who was signed in, or whose sign-in it is.',
  API_KEY: 'A program with an API key.',
  NOBODY: 'Somebody who was not signed in.',
  COMMAND: 'Whoever ran `npm run parley` on the server.',
  SYSTEM: 'Parley by itself.',
} as const;
export type AuditActorKind = keyof typeof AUDIT_ACTOR_KINDS;

export const AUDIT_SUBJECT_TYPES = {
  USER: 'A person who works with Parley.',
  INVITATION: 'An invitation of a person, named by the e-mail.',
  API_KEY: 'The key of a program.',
  ACCOUNT: 'A WhatsApp Business Account.',
  PHONE_NUMBER: 'A business phone number.',
  TEMPLATE: 'A template.',
  BROADCAST: 'A broadcast.',
  CONTACT: 'A customer, of whom the id alone is kept.',
} as const;
export type AuditSubjectType = keyof typeof AUDIT_SUBJECT_TYPES;

/** One thing that is told of an action: a value that changed, or one that there was. Never a secret, nothing of a customer. */
export interface AuditDetail {
  name: string;
  from: string | null;
  to: string | null;
}
