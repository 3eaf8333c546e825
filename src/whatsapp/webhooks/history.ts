import { refusalFrom } from '../errors/graph-error.js';
import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../json.js';
import { echoedMessage, inboundMessage } from './message-parts.js';
import { PAST_STATUSES, type HistoryProgress, type PastStatus } from './phone-app-parts.js';
import { channelOf } from './webhook-channel.js';
import type { PastMessage, UnreadablePart } from './webhook-parts.js';

/** Groups have such ids where the phone's app names a chat by one. */
const GROUP_CHAT = /@g\.us$/;

type HistoryPart = PastMessage | HistoryProgress | UnreadablePart;

/**
 * Parts of a `history` webhook: messages of chats, oldest first; files that follow their placeholders; and, after them,
 * how far the history is read. Never throws; what cannot be read becomes an unreadable part.
 */
export function partsOfHistory(value: JsonRecord): HistoryPart[] {
  const chunks = listOf(value, 'history').filter(isRecord);
  return [
    ...listOf(value, 'messages').map((message) => orUnreadable(() => pastMessage(message, value, null))),
    ...chunks.flatMap((chunk) => [...messagesOf(chunk, value), ...progressOf(chunk, value)]),
  ];
}

function messagesOf(chunk: JsonRecord, value: JsonRecord): HistoryPart[] {
  return listOf(chunk, 'threads').flatMap((thread) => {
    const messages = listOf(thread, 'messages');
    return oldestFirst(messages).map((message) =>
      orUnreadable(() => pastMessage(message, value, isRecord(thread) ? thread : null)),
    );
  });
}

/** The phone's app tells some chats from their end. Within a second their order is all that is known. */
function oldestFirst(messages: unknown[]): unknown[] {
  const [first, last] = [messages[0], messages.at(-1)].map((message) =>
    isRecord(message) ? (timeOf(message.timestamp)?.getTime() ?? 0) : 0,
  );
  return (first ?? 0) > (last ?? 0) ? messages.toReversed() : messages;
}

function pastMessage(message: unknown, value: JsonRecord, thread: JsonRecord | null): PastMessage {
  if (!isRecord(message)) throw new Error('a message is not an object');
  const context = isRecord(thread?.context) ? thread.context : {};
  const chat = textOf(thread, 'id');
  const groupId =
    textOf(message, 'group_id') ??
    textOf(context, 'group_id') ??
    (chat !== null && GROUP_CHAT.test(chat) ? chat : null);
  const isOurs = isWrittenByBusiness(message, value);
  const known = isRecord(thread?.context) ? { ...value, contacts: [context] } : value;
  const part = isOurs
    ? echoedMessage({ ...message, ...addressee(message, context, chat), ...inGroup(groupId) }, known)
    : inboundMessage({ ...message, ...author(message, context, chat, groupId), ...inGroup(groupId) }, known);
  return {
    kind: 'past-message',
    message: { ...part, raw: message, isWrittenByCustomer: false },
    status: isOurs ? statusOf(message) : null,
  };
}

function inGroup(groupId: string | null): JsonRecord {
  return groupId === null ? {} : { group_id: groupId };
}

/** Meta names the company's own number; some who pass its webhooks on say `from_me` beside it. */
function isWrittenByBusiness(message: JsonRecord, value: JsonRecord): boolean {
  const context = isRecord(message.history_context) ? message.history_context : {};
  if (typeof context.from_me === 'boolean') return context.from_me;
  const own = digitsOf(textOf(value.metadata, 'display_phone_number'));
  return own !== null && digitsOf(textOf(message, 'from')) === own;
}

function digitsOf(number: string | null): string | null {
  return number === null ? null : number.replaceAll(/\D/g, '');
}

function addressee(message: JsonRecord, context: JsonRecord, chat: string | null): JsonRecord {
  return {
    to: textOf(message, 'to') ?? textOf(context, 'wa_id') ?? chat,
    to_user_id: textOf(message, 'to_user_id') ?? textOf(context, 'user_id'),
  };
}

/** A chat between two has one customer; in a group the message itself says who wrote it. */
function author(message: JsonRecord, context: JsonRecord, chat: string | null, groupId: string | null): JsonRecord {
  if (groupId !== null) return {};
  return {
    from: textOf(message, 'from') ?? textOf(context, 'wa_id') ?? chat,
    from_user_id: textOf(message, 'from_user_id') ?? textOf(context, 'user_id'),
  };
}

/** Of what the company wrote. What was still on its way then has at least been written. */
function statusOf(message: JsonRecord): PastStatus {
  const status = textOf(message.history_context, 'status')?.toUpperCase();
  if (status === 'ERROR') return 'FAILED';
  return PAST_STATUSES.find((known) => known === status) ?? 'SENT';
}

function progressOf(chunk: JsonRecord, value: JsonRecord): HistoryPart[] {
  const errors = listOf(chunk, 'errors');
  if (!isRecord(chunk.metadata) && errors.length === 0) return [];
  const [error] = errors;
  return [
    orUnreadable(() => ({
      kind: 'history-progress',
      ...channelOf(value),
      phase: numberOf(chunk.metadata, 'phase'),
      chunkOrder: numberOf(chunk.metadata, 'chunk_order'),
      progress: numberOf(chunk.metadata, 'progress'),
      refusal: isRecord(error) ? refusalFrom(error) : null,
    })),
  ];
}

const MAX_NUMBER = 1_000_000;

function numberOf(record: unknown, key: string): number | null {
  const number = Number(textOf(record, key) ?? Number.NaN);
  return Number.isInteger(number) && number >= 0 && number <= MAX_NUMBER ? number : null;
}

function orUnreadable<Part>(read: () => Part): Part | UnreadablePart {
  try {
    return read();
  } catch (error) {
    return { kind: 'unreadable', reason: `history: ${(error as Error).message}` };
  }
}
