/** Advice that errors of several families share. */
export const GIVE_ACCESS =
  'The token lacks a right. Give the system user full control of the app and the WhatsApp account, with both WhatsApp permissions.';
export const FIX_REQUEST = 'Meta does not accept the content. See details, change the message and send it again.';
export const WAIT = 'Too many requests. The system waits and tries again by itself.';
export const META_TROUBLE = 'Meta has trouble. It is not known whether it was done; a status from Meta will tell.';
export const MIGRATION = 'The number cannot be moved now. See the details in WhatsApp Manager.';
