import { typeName, type DeliveredEventType } from './event-types.js';

/** Bytes that a receiver is expected to take. What would be larger is reduced to ids. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** Ids by which a receiver finds what an event is about. */
export interface EventIds {
  accountId: string | null;
  entityId: string;
  conversationId: string | null;
}

export interface Payload {
  text: string;
  isReduced: boolean;
}

/** Payload by the Standard Webhooks specification, as text: `{ type, timestamp, data }`. Too large, it is reduced to ids. */
export function payloadOf(type: DeliveredEventType, occurredAt: Date, data: object, ids: EventIds): Payload {
  const text = textOf(type, occurredAt, data);
  if (Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) return { text, isReduced: false };
  return { text: reducedPayload(type, occurredAt, ids), isReduced: true };
}

/** The payload without its contents: ids alone, and that they are all. */
export function reducedPayload(
  type: DeliveredEventType,
  occurredAt: Date,
  { accountId, entityId, conversationId }: EventIds,
): string {
  return textOf(type, occurredAt, { isReduced: true, accountId, entityId, conversationId });
}

function textOf(type: DeliveredEventType, occurredAt: Date, data: object): string {
  return JSON.stringify({ type: typeName(type), timestamp: occurredAt.toISOString(), data });
}
