import { ACCOUNT_FIELDS, accountUpdate, preferenceUpdate, valueError } from './account-updates.js';
import { callEvent } from './call-events.js';
import { refusalFrom } from '../errors/graph-error.js';
import { groupEvent } from './group-events.js';
import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../json.js';
import { partsOfHistory } from './history.js';
import { echoedMessage, inboundMessage } from './message-parts.js';
import { partsOfStateSync } from './phone-app-contacts.js';
import { recipientOf } from './status-recipient.js';
import { TEMPLATE_FIELDS, templateUpdate } from './template-updates.js';
import { userIdUpdate } from './user-id-updates.js';
import { channelOf } from './webhook-channel.js';
import { MESSAGE_WEBHOOK_STATUSES, type StatusUpdate, type WebhookPart } from './webhook-parts.js';

/** The webhook fields in a delivery, each once. */
export function fieldsIn(payload: unknown): string[] {
  const fields = listOf(payload, 'entry').flatMap((entry) =>
    listOf(entry, 'changes').map((change) => textOf(change, 'field') ?? '?'),
  );
  return [...new Set(fields)];
}

/**
 * The parts of a delivery (entry × change × message | status | error) that concern one WhatsApp Business Account. Never
 * throws; what cannot be read becomes an unreadable part.
 */
export function partsOf(payload: unknown, whatsappAccountId: string): WebhookPart[] {
  return listOf(payload, 'entry').flatMap((entry) =>
    listOf(entry, 'changes')
      .filter((change) => concernsAccount(change, entry, whatsappAccountId))
      .flatMap((change) => partsOfChange(change, entry)),
  );
}

/** What stands in the value of `messages`, and is read. */
const MESSAGE_KEYS: ReadonlySet<string> = new Set([
  'messaging_product',
  'metadata',
  'contacts',
  'messages',
  'statuses',
  'errors',
]);

/** What Meta passes on while its own agent, or another app, answers: the same, and what that has written. */
const STANDBY_KEYS: ReadonlySet<string> = new Set([...MESSAGE_KEYS, 'message_echoes']);

/** Whether a change concerns the account. Events about partners bear the portfolio's id, and the account's further down. */
function concernsAccount(change: unknown, entry: unknown, whatsappAccountId: string): boolean {
  if (textOf(entry, 'id') === whatsappAccountId) return true;
  const value = isRecord(change) ? change.value : null;
  return isRecord(value) && textOf(value.waba_info, 'waba_id') === whatsappAccountId;
}

function partsOfChange(change: unknown, entry: unknown): WebhookPart[] {
  const field = textOf(change, 'field') ?? '?';
  const value = isRecord(change) && isRecord(change.value) ? change.value : null;
  if (value === null) return [{ kind: 'unreadable', reason: `${field}: there is no value` }];
  const time = isRecord(entry) ? entry.time : null;
  if (field === 'messages') return orIgnored(field, partsOfMessages(value, time, MESSAGE_KEYS));
  if (field === 'standby')
    return orIgnored(field, [...partsOfMessages(value, time, STANDBY_KEYS), ...partsOfEchoes(value)]);
  if (field === 'smb_message_echoes' || field === 'message_echoes') return orIgnored(field, partsOfEchoes(value));
  if (field === 'history') return orIgnored(field, partsOfHistory(value));
  if (field === 'smb_app_state_sync') return orIgnored(field, partsOfStateSync(value));
  if (field === 'calls') return orIgnored(field, partsOfCalls(value));
  if (TEMPLATE_FIELDS.includes(field)) return [orUnreadable(() => templateUpdate(field, value, time))];
  if (ACCOUNT_FIELDS.includes(field)) return [orUnreadable(() => accountUpdate(field, value, time))];
  if (field === 'user_preferences')
    return orIgnored(
      field,
      listOf(value, 'user_preferences').map((preference) => orUnreadable(() => preferenceUpdate(preference))),
    );
  if (field === 'user_id_update')
    return orIgnored(
      field,
      listOf(value, 'user_id_update').map((update) => orUnreadable(() => userIdUpdate(update, value))),
    );
  if (field.startsWith('group_'))
    return orIgnored(
      field,
      listOf(value, 'groups').map((group) => orUnreadable(() => groupEvent(group, value, field))),
    );
  return [{ kind: 'ignored', field }];
}

/** A field in which there is nothing that is read is named, not passed over. */
function orIgnored(field: string, parts: WebhookPart[]): WebhookPart[] {
  return parts.length === 0 ? [{ kind: 'ignored', field }] : parts;
}

/** What was not written here: on the phone of the company, or by another app or an agent that answers in its name. */
function partsOfEchoes(value: JsonRecord): WebhookPart[] {
  return listOf(value, 'message_echoes').map((echo) => orUnreadable(() => echoedMessage(echo, value)));
}

function partsOfCalls(value: JsonRecord): WebhookPart[] {
  return [
    ...listOf(value, 'calls').map((call) => orUnreadable(() => callEvent(call, value))),
    ...listOf(value, 'errors').map((error) => valueError(error, textOf(value.metadata, 'phone_number_id'), null)),
    ...(listOf(value, 'statuses').length > 0 ? [{ kind: 'ignored', field: 'calls.statuses' } as const] : []),
  ];
}

function partsOfMessages(value: JsonRecord, time: unknown, keys: ReadonlySet<string>): WebhookPart[] {
  return [
    ...listOf(value, 'messages').map((message) => orUnreadable(() => inboundMessage(message, value))),
    ...listOf(value, 'statuses').map((status) => orUnreadable(() => statusUpdate(status, value))),
    ...listOf(value, 'errors').map((error) => valueError(error, textOf(value.metadata, 'phone_number_id'), time)),
    ...Object.keys(value)
      .filter((key) => !keys.has(key))
      .map((key): WebhookPart => ({ kind: 'ignored', field: `messages.${key}` })),
  ];
}

function orUnreadable(read: () => WebhookPart): WebhookPart {
  try {
    return read();
  } catch (error) {
    return { kind: 'unreadable', reason: (error as Error).message };
  }
}

function statusUpdate(status: unknown, value: JsonRecord): WebhookPart {
  const whatsappId = textOf(status, 'id');
  if (whatsappId === null || !isRecord(status)) throw new Error('a status has no message id');
  const name = MESSAGE_WEBHOOK_STATUSES.find((candidate) => candidate === textOf(status, 'status')?.toUpperCase());
  if (name === undefined) return { kind: 'ignored', field: `statuses.${textOf(status, 'status') ?? '?'}` };
  const [error] = listOf(status, 'errors');
  return {
    kind: 'status',
    phoneNumberId: channelOf(value).phoneNumberId,
    whatsappId,
    status: name,
    occurredAt: timeOf(status.timestamp),
    callbackData: textOf(status, 'biz_opaque_callback_data'),
    recipient: recipientOf(status, value),
    failure: name === 'FAILED' ? refusalFrom(isRecord(error) ? error : {}) : null,
    details: statusDetails(status),
    participant: participantIn(status),
    parentUserId: textOf(status, 'recipient_parent_user_id') ?? textOf(status, 'parent_recipient_user_id'),
  };
}

/** What a status says that is read elsewhere, or is about one member of a group. */
const STATUS_KEYS = /^(id|status|timestamp|biz_opaque_callback_data|.*participant.*)$/;

function statusDetails(status: JsonRecord): JsonRecord | null {
  const entries = Object.entries(status).filter(([key]) => !STATUS_KEYS.test(key));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Meta has written these keys in two ways. */
function participantIn(status: JsonRecord): StatusUpdate['participant'] {
  const waId = textOf(status, 'recipient_participant_id') ?? textOf(status, 'participant_recipient_id');
  const userId = textOf(status, 'recipient_participant_user_id') ?? textOf(status, 'participant_recipient_user_id');
  return waId === null && userId === null ? null : { waId, userId };
}
