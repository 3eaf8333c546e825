import { ACCOUNTS_REASONS } from './accounts.js';
import { BROADCASTS_REASONS } from './broadcasts.js';
import { CONNECTION_CHECKS_REASONS } from './connection-checks.js';
import { CONVERSATIONS_REASONS } from './conversations.js';
import { COSTS_REASONS } from './costs.js';
import { FAILURES_REASONS } from './failures.js';
import { GENERAL_REASONS } from './general.js';
import { MEDIA_REASONS } from './media.js';
import { MESSAGES_REASONS } from './messages.js';
import { NOTICES_REASONS } from './notices.js';
import { NUMBERS_REASONS } from './numbers.js';
import { OUTGOING_REASONS } from './outgoing.js';
import { RECORDS_REASONS } from './records.js';
import { TEMPLATE_CONTENTS_REASONS } from './template-contents.js';
import { TEMPLATES_REASONS } from './templates.js';
import { USERS_REASONS } from './users.js';

/**
 * Every refusal by its reason, which is finer than its code, and every text of the server that is stored: the English sentence,
 * with the names of its values in braces. The console has the same reasons in its other languages. A reason keeps its name and its
 * values when its sentence is bettered.
 */
export const REASONS = {
  ...GENERAL_REASONS,
  ...USERS_REASONS,
  ...ACCOUNTS_REASONS,
  ...NUMBERS_REASONS,
  ...CONVERSATIONS_REASONS,
  ...MESSAGES_REASONS,
  ...OUTGOING_REASONS,
  ...MEDIA_REASONS,
  ...TEMPLATES_REASONS,
  ...TEMPLATE_CONTENTS_REASONS,
  ...BROADCASTS_REASONS,
  ...RECORDS_REASONS,
  ...COSTS_REASONS,
  ...CONNECTION_CHECKS_REASONS,
  ...NOTICES_REASONS,
  ...FAILURES_REASONS,
} as const;
export type Reason = keyof typeof REASONS;
