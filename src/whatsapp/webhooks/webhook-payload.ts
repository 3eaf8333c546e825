import { ACCOUNT_FIELDS, accountUpdate, preferenceUpdate, valueError } from './account-updates.js';
import { refusalFrom } from '../errors/graph-error.js';
import { groupEvent } from './group-events.js';
import { contentOf } from './inbound-content.js';
import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../json.js';
import { recipientOf } from './status-recipient.js';
import { TEMPLATE_FIELDS, templateUpdate } from './template-updates.js';
import { idsInPlace } from '../user-id.js';
import { userIdUpdate } from './user-id-updates.js';
import { channelOf } from './webhook-channel.js';
import {
  MESSAGE_WEBHOOK_STATUSES,
  type InboundMessagePart,
  type SenderIdentity,
  type WebhookPart,
} from './webhook-parts.js';

/** Types of `messages` that report something, rather than say something. */
const NOTICES = new Set(['system', 'edit', 'revoke', 'request_welcome']);

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
  if (field === 'messages') return partsOfMessages(value, time);
  if (field === 'smb_message_echoes')
    return listOf(value, 'message_echoes').map((echo) => orUnreadable(() => echoedMessage(echo, value)));
  if (TEMPLATE_FIELDS.includes(field)) return [orUnreadable(() => templateUpdate(field, value, time))];
  if (ACCOUNT_FIELDS.includes(field)) return [orUnreadable(() => accountUpdate(field, value, time))];
  if (field === 'user_preferences')
    return listOf(value, 'user_preferences').map((preference) => orUnreadable(() => preferenceUpdate(preference)));
  if (field === 'user_id_update')
    return listOf(value, 'user_id_update').map((update) => orUnreadable(() => userIdUpdate(update, value)));
  if (field.startsWith('group_'))
    return listOf(value, 'groups').map((group) => orUnreadable(() => groupEvent(group, value, field)));
  return [{ kind: 'ignored', field }];
}

function partsOfMessages(value: JsonRecord, time: unknown): WebhookPart[] {
  return [
    ...listOf(value, 'messages').map((message) => orUnreadable(() => inboundMessage(message, value))),
    ...listOf(value, 'statuses').map((status) => orUnreadable(() => statusUpdate(status, value))),
    ...listOf(value, 'errors').map((error) => valueError(error, textOf(value.metadata, 'phone_number_id'), time)),
  ];
}

function orUnreadable(read: () => WebhookPart): WebhookPart {
  try {
    return read();
  } catch (error) {
    return { kind: 'unreadable', reason: (error as Error).message };
  }
}

function inboundMessage(message: unknown, value: JsonRecord): InboundMessagePart {
  if (!isRecord(message)) throw new Error('a message is not an object');
  const whatsappId = textOf(message, 'id');
  if (whatsappId === null) throw new Error('a message has no id');
  return {
    kind: 'message',
    direction: 'INBOUND',
    ...channelOf(value),
    sender: senderOf(message, value),
    ...fieldsOfEvery(message, whatsappId),
    isWrittenByCustomer: !NOTICES.has(textOf(message, 'type') ?? ''),
  };
}

/** An echo: what the business wrote on its phone. The customer is whom it is `to`. */
function echoedMessage(echo: unknown, value: JsonRecord): InboundMessagePart {
  if (!isRecord(echo)) throw new Error('an echo is not an object');
  const whatsappId = textOf(echo, 'id');
  if (whatsappId === null) throw new Error('an echo has no id');
  const addressee = { ...echo, from: echo.to, from_user_id: echo.to_user_id };
  return {
    kind: 'message',
    direction: 'OUTBOUND',
    ...channelOf(value),
    sender: senderOf(addressee, value),
    ...fieldsOfEvery(echo, whatsappId),
    isWrittenByCustomer: false,
  };
}

function fieldsOfEvery(
  message: JsonRecord,
  whatsappId: string,
): Pick<
  InboundMessagePart,
  | 'whatsappId'
  | 'eventKey'
  | 'occurredAt'
  | 'content'
  | 'replyToWhatsappId'
  | 'isForwarded'
  | 'referral'
  | 'referredProduct'
> {
  const context = isRecord(message.context) ? message.context : {};
  const product = isRecord(context.referred_product) ? context.referred_product : null;
  return {
    whatsappId,
    eventKey: null,
    occurredAt: timeOf(message.timestamp),
    content: contentOf(message),
    replyToWhatsappId: textOf(context, 'id'),
    isForwarded: context.forwarded === true || context.frequently_forwarded === true,
    referral: isRecord(message.referral) ? message.referral : null,
    referredProduct:
      product === null
        ? null
        : { catalogId: textOf(product, 'catalog_id'), productId: textOf(product, 'product_retailer_id') },
  };
}

/** The sender of a message. One in a group belongs to the group's conversation, whoever wrote it. */
function senderOf(message: JsonRecord, value: JsonRecord): SenderIdentity {
  const { waId, userId } = idsInPlace({
    waId: textOf(message, 'from') ?? textOf(message.system, 'customer'),
    // A notice of a changed user id comes from the new one, or from nobody; the customer is known under the old.
    userId: textOf(message.system, 'previous_user_id') ?? textOf(message, 'from_user_id'),
  });
  const groupId = textOf(message, 'group_id');
  if (groupId !== null) return { waId: null, userId: null, groupId, profileName: null, username: null };
  const contacts = listOf(value, 'contacts').filter(isRecord);
  const contact =
    contacts.find((candidate) => waId !== null && textOf(candidate, 'wa_id') === waId) ??
    contacts.find((candidate) => userId !== null && textOf(candidate, 'user_id') === userId) ??
    (contacts.length === 1 ? contacts[0] : undefined);
  const identity = idsInPlace({
    waId: waId ?? textOf(contact, 'wa_id'),
    userId: userId ?? textOf(contact, 'user_id'),
  });
  if (identity.waId === null && identity.userId === null) throw new Error('a message does not say who it is from');
  const profile = isRecord(contact?.profile) ? contact.profile : {};
  return { ...identity, groupId: null, profileName: textOf(profile, 'name'), username: textOf(profile, 'username') };
}

function statusUpdate(status: unknown, value: JsonRecord): WebhookPart {
  const whatsappId = textOf(status, 'id');
  if (whatsappId === null || !isRecord(status)) throw new Error('a status has no message id');
  const name = MESSAGE_WEBHOOK_STATUSES.find((candidate) => candidate === textOf(status, 'status')?.toUpperCase());
  if (name === undefined) return { kind: 'ignored', field: `status ${textOf(status, 'status') ?? '?'}` };
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
  };
}
