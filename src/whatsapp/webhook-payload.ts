import type { Refusal } from '../common/errors/domain-error.js';
import { createHash } from 'node:crypto';
import { refusalFrom, type MetaErrorObject } from './graph-error.js';
import { contentOf, type InboundContent } from './inbound-content.js';
import { isRecord, listOf, textOf, timeOf, type JsonRecord } from './json.js';
import { TEMPLATE_FIELDS, templateUpdate, type TemplateUpdate } from './template-updates.js';

/** Whom Meta says that a message comes from. Each id may be missing, though not all of them. */
export interface SenderIdentity {
  waId: string | null;
  userId: string | null;
  groupId: string | null;
  profileName: string | null;
  username: string | null;
}

export interface InboundMessage {
  kind: 'message';
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  sender: SenderIdentity;
  /** Meta's wamid; null for an event that has none. */
  whatsappId: string | null;
  /** What makes an event without a wamid the same when it comes again. */
  eventKey: string | null;
  /** Null when Meta's time is missing or absurd. */
  occurredAt: Date | null;
  content: InboundContent;
  /** Written by a customer just now, so that the service window opens: not a notice by Meta, not a later edit. */
  isWrittenByCustomer: boolean;
  replyToWhatsappId: string | null;
  isForwarded: boolean;
}

/** Types of `messages` that tell about something, rather than say something. */
const NOTICES = new Set(['system', 'edit', 'revoke', 'request_welcome']);

export const MESSAGE_WEBHOOK_STATUSES = ['SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const;
export type WebhookStatus = (typeof MESSAGE_WEBHOOK_STATUSES)[number];

export interface StatusUpdate {
  kind: 'status';
  phoneNumberId: string;
  whatsappId: string;
  status: WebhookStatus;
  occurredAt: Date | null;
  /** Our message id, where the message was ours. */
  callbackData: string | null;
  failure: Refusal | null;
}

/** Part of a delivery that cannot be made sense of; the rest of the delivery is not held up by it. */
export interface UnreadablePart {
  kind: 'unreadable';
  reason: string;
}

/** Part of a delivery that Parley does nothing with (yet). */
export interface IgnoredPart {
  kind: 'ignored';
  field: string;
}

export type WebhookPart = InboundMessage | StatusUpdate | TemplateUpdate | UnreadablePart | IgnoredPart;

/** Fields that a delivery speaks of, each once. */
export function fieldsIn(payload: unknown): string[] {
  const fields = listOf(payload, 'entry').flatMap((entry) =>
    listOf(entry, 'changes').map((change) => textOf(change, 'field') ?? '?'),
  );
  return [...new Set(fields)];
}

/**
 * Takes a delivery apart: entry × change × message | status | error, for one WhatsApp Business Account. Never throws;
 * what cannot be read is named.
 */
export function partsOf(payload: unknown, whatsappAccountId: string): WebhookPart[] {
  return listOf(payload, 'entry')
    .filter((entry) => textOf(entry, 'id') === whatsappAccountId)
    .flatMap((entry) => listOf(entry, 'changes').flatMap((change) => partsOfChange(change, entry)));
}

function partsOfChange(change: unknown, entry: unknown): WebhookPart[] {
  const field = textOf(change, 'field') ?? '?';
  const value = isRecord(change) && isRecord(change.value) ? change.value : null;
  if (value === null) return [{ kind: 'unreadable', reason: `${field}: there is no value` }];
  if (field === 'messages') return partsOfMessages(value);
  if (TEMPLATE_FIELDS.includes(field)) {
    const time = isRecord(entry) ? entry.time : null;
    return [attempt(() => templateUpdate(field, value, time))];
  }
  if (field.startsWith('group_'))
    return listOf(value, 'groups').map((group) => attempt(() => groupEvent(group, value, field)));
  return [{ kind: 'ignored', field }];
}

function partsOfMessages(value: JsonRecord): WebhookPart[] {
  return [
    ...listOf(value, 'messages').map((message) => attempt(() => inboundMessage(message, value))),
    ...listOf(value, 'statuses').map((status) => attempt(() => statusUpdate(status, value))),
    ...listOf(value, 'errors').map((error): WebhookPart => ({
      kind: 'ignored',
      field: `error ${refusalFrom(error as MetaErrorObject).code}`,
    })),
  ];
}

function attempt(read: () => WebhookPart): WebhookPart {
  try {
    return read();
  } catch (error) {
    return { kind: 'unreadable', reason: (error as Error).message };
  }
}

function inboundMessage(message: unknown, value: JsonRecord): InboundMessage {
  if (!isRecord(message)) throw new Error('a message is not an object');
  const whatsappId = textOf(message, 'id');
  if (whatsappId === null) throw new Error('a message has no id');
  const context = isRecord(message.context) ? message.context : {};
  return {
    kind: 'message',
    ...channelOf(value),
    sender: senderOf(message, value),
    whatsappId,
    eventKey: null,
    occurredAt: timeOf(message.timestamp),
    content: contentOf(message),
    isWrittenByCustomer: !NOTICES.has(textOf(message, 'type') ?? ''),
    replyToWhatsappId: textOf(context, 'id'),
    isForwarded: context.forwarded === true || context.frequently_forwarded === true,
  };
}

/** A message in a group belongs to the group's conversation, whoever wrote it. */
function senderOf(message: JsonRecord, value: JsonRecord): SenderIdentity {
  const waId = textOf(message, 'from');
  const userId = textOf(message, 'from_user_id');
  const groupId = textOf(message, 'group_id');
  if (groupId !== null) return { waId: null, userId: null, groupId, profileName: null, username: null };
  const contacts = listOf(value, 'contacts').filter(isRecord);
  const contact =
    contacts.find((candidate) => waId !== null && textOf(candidate, 'wa_id') === waId) ??
    contacts.find((candidate) => userId !== null && textOf(candidate, 'user_id') === userId) ??
    (contacts.length === 1 ? contacts[0] : undefined);
  const identity = { waId, userId: userId ?? textOf(contact, 'user_id') };
  if (identity.waId === null) identity.waId = textOf(contact, 'wa_id');
  if (identity.waId === null && identity.userId === null) throw new Error('a message does not say who it is from');
  const profile = isRecord(contact?.profile) ? contact.profile : {};
  return { ...identity, groupId: null, profileName: textOf(profile, 'name'), username: textOf(profile, 'username') };
}

function statusUpdate(status: unknown, value: JsonRecord): WebhookPart {
  const whatsappId = textOf(status, 'id');
  if (whatsappId === null || !isRecord(status)) throw new Error('a status has no message id');
  const name = MESSAGE_WEBHOOK_STATUSES.find((known) => known === textOf(status, 'status')?.toUpperCase());
  if (name === undefined) return { kind: 'ignored', field: `status ${textOf(status, 'status') ?? '?'}` };
  const [error] = listOf(status, 'errors');
  return {
    kind: 'status',
    phoneNumberId: channelOf(value).phoneNumberId,
    whatsappId,
    status: name,
    occurredAt: timeOf(status.timestamp),
    callbackData: textOf(status, 'biz_opaque_callback_data'),
    failure: name === 'FAILED' ? refusalFrom(isRecord(error) ? error : {}) : null,
  };
}

/** Groups have no wamid for what happens to them; it is shown in the group's conversation. */
function groupEvent(group: unknown, value: JsonRecord, field: string): InboundMessage {
  if (!isRecord(group)) throw new Error(`${field}: a group is not an object`);
  const groupId = textOf(group, 'group_id');
  if (groupId === null) throw new Error(`${field}: a group has no id`);
  return {
    kind: 'message',
    ...channelOf(value),
    sender: { waId: null, userId: null, groupId, profileName: textOf(group, 'subject'), username: null },
    whatsappId: null,
    eventKey: createHash('sha256').update(field).update(JSON.stringify(group)).digest('hex'),
    occurredAt: timeOf(group.timestamp),
    content: { kind: 'UNSUPPORTED', type: textOf(group, 'type') ?? field, details: null, text: null, raw: group },
    isWrittenByCustomer: false,
    replyToWhatsappId: null,
    isForwarded: false,
  };
}

function channelOf(value: JsonRecord): { phoneNumberId: string; displayPhoneNumber: string | null } {
  const phoneNumberId = textOf(value.metadata, 'phone_number_id');
  if (phoneNumberId === null) throw new Error('metadata.phone_number_id is missing');
  return { phoneNumberId, displayPhoneNumber: textOf(value.metadata, 'display_phone_number') };
}
