import { ACCOUNTS_REASONS } from './accounts.js';
import { BROADCASTS_REASONS } from './broadcasts.js';
import { CONVERSATIONS_REASONS } from './conversations.js';
import { GENERAL_REASONS } from './general.js';
import { MEDIA_REASONS } from './media.js';
import { MESSAGES_REASONS } from './messages.js';
import { OUTGOING_REASONS } from './outgoing.js';
import { RECORDS_REASONS } from './records.js';
import { TEMPLATE_CONTENTS_REASONS } from './template-contents.js';
import { TEMPLATES_REASONS } from './templates.js';
import { USERS_REASONS } from './users.js';

/**
 * Every refusal by its reason, which is finer than its code: the English sentence, with the names of its values in braces. The
 * console has the same reasons in its other languages. A reason keeps its name and its values when its sentence is bettered.
 */
export const REASONS = {
  ...GENERAL_REASONS,
  ...USERS_REASONS,
  ...ACCOUNTS_REASONS,
  ...CONVERSATIONS_REASONS,
  ...MESSAGES_REASONS,
  ...OUTGOING_REASONS,
  ...MEDIA_REASONS,
  ...TEMPLATES_REASONS,
  ...TEMPLATE_CONTENTS_REASONS,
  ...BROADCASTS_REASONS,
  ...RECORDS_REASONS,
} as const;
export type Reason = keyof typeof REASONS;
