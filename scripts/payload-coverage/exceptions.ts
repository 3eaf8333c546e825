/** A part of Meta's payloads that the API does not show by itself, and why nobody misses it. */
export interface Exception {
  /** Of a path, as it is printed: Meta's field, ` › `, and the way within its value. */
  path: RegExp;
  reason: string;
  /** A time of about now, which may be found by chance: the exception is needed all the same. */
  isNow?: true;
}

const NOT_READ = 'the field is not read yet: WebhookDelivery.notRead names it, WebhookDelivery.payload keeps it whole';

export const EXCEPTIONS: readonly Exception[] = [
  { path: / › messaging_product$/, reason: 'always whatsapp' },
  {
    path: /^entry\.time$/,
    isNow: true,
    reason: 'when Meta posted it; it is the time of a change where there is one, and messages have their own',
  },
  {
    path: /^messages › messages\[(?:reaction|edit|revoke)\]\.id$/,
    reason: 'of a reaction, an edit or a deletion: it belongs to the message that it changes, and nothing refers to it',
  },
  {
    path: /^messages › messages\[(?:edit|revoke)\]\.type$/,
    reason: 'of an edit or a deletion: Message.editedAt and Message.revokedAt say so',
  },
  {
    path: /^messages › messages\[edit\]\.edit\.message\.context\.id$/,
    reason: 'of an edit: the message quotes what it quoted before',
  },
  {
    path: /^messages › messages\[edit\]\.edit\.message\.\w+\.(?:id|sha256)$/,
    reason: "of an edit's file: it is fetched, and has an id here; Media.sha256 where the checksum is one",
  },
  {
    path: /^messages › statuses\[\]\.biz_opaque_callback_data$/,
    reason: 'the id of the message here, by which it is found; of another app it means nothing',
  },
  {
    path: /^(?:messages|user_preferences) › contacts\[\]\.profile\.name$/,
    reason: 'of a status it names only who has no name, of a preference nobody: a customer is named by what they write',
  },
  {
    path: /^smb_app_state_sync › state_sync\[\]\.action$/,
    reason: 'of a contact that was removed: it has no Contact.phoneAppName, and phoneAppNameAsOf says since when',
  },
  { path: /^automatic_events › /, reason: `about advertisements, not about messages; ${NOT_READ}` },
];
