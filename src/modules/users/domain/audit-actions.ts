/** Everything that the audit trail records, on one screen: what is done to whom, and by programs or people alike. */
export const AUDIT_ACTIONS = {
  SIGNED_IN: 'Person signed in; details say how, where it was not by the password alone.',
  SIGN_IN_FAILED: 'Wrong e-mail or password was given. An e-mail of nobody is kept once a minute and address.',
  SIGN_IN_REFUSED: 'Sign-in was refused because there were too many. Kept once a minute and address.',
  ISSUER_SIGN_IN_REFUSED:
    'Person or program of the issuer was not let in; details say why. Kept once a minute and address.',
  USER_LINKED_TO_ISSUER:
    'Person who had a password came from the issuer with the same verified e-mail, and signs in there from now on.',
  TWO_FACTOR_ENABLED: 'Second factor was set up by its owner.',
  TWO_FACTOR_DISABLED: 'Second factor was taken away by its owner, with password and code.',
  TWO_FACTOR_RESET: 'Second factor was taken away by an administrator, or by the command reset-two-factor.',
  TWO_FACTOR_FAILED: 'Wrong code of a second factor was given, after the right password.',
  RECOVERY_CODES_RENEWED: 'Recovery codes were made anew; the former count no more.',
  RECOVERY_CODE_USED: 'Recovery code was used in the place of a code; details say how many are left.',
  SIGNED_OUT: 'Person ended the session that they were in.',
  SESSIONS_ENDED: 'Other sessions were ended by their person; details say how many.',
  REFRESH_TOKEN_REUSED:
    'Refresh token came again after it had been replaced: it may be stolen, and its session was ended.',
  PASSWORD_CHANGED: 'Password was changed: by its owner, by an administrator, or by the command reset-password.',
  PASSWORD_CHANGE_FAILED: 'Present password was given wrongly by somebody who was signed in.',
  PASSWORD_RESET_ISSUED: 'Reset token was made by an administrator, with which a person sets a new password.',
  PASSWORD_RESET_REQUESTED:
    'New password was asked for by somebody who knows the e-mail of a person; the link went to that e-mail.',
  PASSWORD_RESET_REDEEMED: 'New password was set with such a token.',
  USER_INVITED: 'Person was invited; details say with which role and accounts.',
  INVITATION_ACCEPTED: 'Invitation was accepted: somebody with its link became a user.',
  INVITATION_WITHDRAWN: 'Invitation was withdrawn before it was accepted.',
  USER_CREATED: 'Person was added; details say with which role and accounts.',
  USER_CHANGED: "Person's name, e-mail or phone number was changed.",
  USER_ROLE_CHANGED: "Person's role was changed.",
  USER_ACCOUNTS_CHANGED: 'Person was given other accounts; details hold their ids.',
  USER_DEACTIVATED: 'Person was shut out, and all their sessions ended.',
  USER_REACTIVATED: 'Person was let in again.',
  API_KEY_CREATED: 'API key was made for a program; details say with which scopes and accounts.',
  API_KEY_REVOKED: 'API key was ended.',
  ACCOUNT_CREATED: 'Account of WhatsApp was connected.',
  ACCOUNT_CHANGED: "Account's name or how it sends marketing templates was changed.",
  ACCOUNT_CREDENTIALS_CHANGED: "Account's ids or secrets were replaced; details name which, and no value.",
  ACCOUNT_SECRET_READ: 'Secret of an account was shown; details name which.',
  ACCOUNT_ARCHIVED: 'Account was archived.',
  PHONE_APP_DATA_REQUESTED:
    'History or contacts of the phone app of a number were asked for at Meta; details say which.',
  NUMBER_CODE_REQUESTED: 'Verification code of a phone number was asked for at Meta; details say how it is told.',
  NUMBER_VERIFIED: 'Phone number was verified with its code.',
  NUMBER_REGISTERED: 'Phone number was registered at Meta.',
  NUMBER_DEREGISTERED: 'Phone number was deregistered at Meta.',
  NUMBER_PIN_SET: 'Two-step PIN of a phone number was set.',
  NUMBER_PIN_REFUSED: 'Two-step PIN of a phone number was given wrongly, or Meta takes none for a while.',
  NUMBER_NAME_REQUESTED: 'Another display name of a phone number was asked for at Meta; details say which.',
  NUMBER_PROFILE_CHANGED: 'Business profile of a phone number was changed at Meta; details say what it says now.',
  NUMBER_QR_CODE_CREATED: 'QR code of a phone number was made at Meta; details say its code and message.',
  NUMBER_QR_CODE_CHANGED: 'QR code of a phone number got another message; details say its code and message.',
  NUMBER_QR_CODE_DELETED: 'QR code of a phone number was deleted at Meta; details say its code.',
  NUMBER_COMPONENTS_CHANGED:
    'Conversational components of a phone number were changed at Meta; details say what they are now.',
  NOTIFY_USERS_CHANGED: 'Notify-users of a phone number were changed.',
  TEMPLATE_SUBMITTED: 'Template was submitted to Meta.',
  TEMPLATE_DELETED: 'Template was deleted, here and at Meta.',
  BROADCAST_STARTED: 'Broadcast was started or scheduled; details say to how many.',
  BROADCAST_CANCELLED: 'Broadcast was cancelled.',
  RECORD_RULE_CREATED: 'Rule was made that sends a template when records reach a state.',
  RECORD_RULE_CHANGED: 'Rule for records was changed.',
  RECORD_RULE_DELETED: 'Rule for records was deleted.',
  RECORD_RULE_ENABLED: 'Rule for records was enabled, or resumed: it sends by itself from then on.',
  RECORD_RULE_DISABLED: 'Rule for records was disabled.',
  RECORD_RULE_STOPPED: 'Rule for records was stopped by its limits; details say why.',
  RATE_CARD_UPLOADED: 'Rate card of Meta was uploaded; details say in which currency and from when.',
  RATE_CARD_DELETED: 'Rate card of Meta was deleted.',
  WEBHOOK_DELIVERIES_REPLAYED: 'Webhooks were processed again; details say how many.',
  WEBHOOK_ENDPOINT_CREATED: 'Webhook endpoint was added; details say which, of which accounts.',
  WEBHOOK_ENDPOINT_CHANGED: 'Webhook endpoint was changed; details say what it gets now.',
  WEBHOOK_ENDPOINT_DELETED: 'Webhook endpoint was deleted.',
  WEBHOOK_ENDPOINT_SECRET_ROTATED: 'Secret of a webhook endpoint was replaced; details say until when both count.',
  WEBHOOK_ENDPOINT_PAUSED: 'Webhook endpoint was paused, by a person or because it accepted nothing; details say why.',
  WEBHOOK_ENDPOINT_RESUMED: 'Webhook endpoint was resumed.',
  WEBHOOKS_REDELIVERED: 'Events were sent to webhook endpoints again; details say how many.',
  CONTACT_EXPORTED: 'All that is kept of a person was exported on request; the export itself is not kept here.',
  CONTACT_ERASED: 'Person was erased on request: of them only the id of the contact is kept.',
} as const;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

export const AUDIT_ACTOR_KINDS = {
  USER: 'Person who was signed in, or whose sign-in it is.',
  API_KEY: 'Program with an API key.',
  NOBODY: 'Somebody who was not signed in.',
  COMMAND: 'Whoever ran `npx parley` on the server.',
  SYSTEM: 'Parley by itself.',
} as const;
export type AuditActorKind = keyof typeof AUDIT_ACTOR_KINDS;

export const AUDIT_SUBJECT_TYPES = {
  USER: 'Person who works with Parley.',
  INVITATION: 'Invitation of a person, named by the e-mail.',
  API_KEY: 'API key of a program.',
  ACCOUNT: 'WhatsApp Business Account.',
  PHONE_NUMBER: 'Business phone number.',
  TEMPLATE: 'Template of an account.',
  BROADCAST: 'Broadcast of a template.',
  RECORD_RULE: 'Rule that sends a template when records reach a state.',
  RATE_CARD: 'Rate card of Meta, by which costs are told.',
  WEBHOOK_ENDPOINT: 'Webhook endpoint: an address of another system, to which events are sent.',
  CONTACT: 'Customer, of whom the id alone is kept.',
} as const;
export type AuditSubjectType = keyof typeof AUDIT_SUBJECT_TYPES;

/** One thing that is told of an action: a value that changed, or one that there was. Never a secret, nothing of a customer. */
export interface AuditDetail {
  name: string;
  from: string | null;
  to: string | null;
}
