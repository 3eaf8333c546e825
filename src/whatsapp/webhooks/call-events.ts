import { createHash } from 'node:crypto';
import { isRecord, textOf, timeOf, type JsonRecord } from '../json.js';
import { endsOf } from './inbound/message-ends.js';
import { channelOf } from './webhook-channel.js';
import type { InboundMessagePart } from './webhook-parts.js';

/**
 * A call as a notice in the customer's conversation: that it rings, and how it ended. It has no wamid.
 * @throws Error saying what is missing
 */
export function callEvent(call: unknown, value: JsonRecord): InboundMessagePart {
  if (!isRecord(call)) throw new Error('calls: a call is not an object');
  const event = textOf(call, 'event');
  if (event === null) throw new Error('calls: event is missing');
  const isOfBusiness = textOf(call, 'direction') === 'BUSINESS_INITIATED';
  const ends = isOfBusiness
    ? endsOf({ from: call.to, from_user_id: call.to_user_id }, value)
    : endsOf({ from: call.from, from_user_id: call.from_user_id }, value);
  return {
    kind: 'message',
    direction: 'INBOUND',
    ...channelOf(value),
    ...ends,
    whatsappId: null,
    eventKey: createHash('sha256').update('calls').update(JSON.stringify(call)).digest('hex'),
    occurredAt: timeOf(call.timestamp),
    content: { kind: 'SYSTEM', type: `call_${event}`, body: callText(call, event, isOfBusiness), change: null },
    isWrittenByCustomer: false,
    replyToWhatsappId: null,
    isForwarded: false,
    isFrequentlyForwarded: false,
    referral: null,
    referredProduct: null,
    raw: call,
  };
}

/** A call in words. */
function callText(call: JsonRecord, event: string, isOfBusiness: boolean): string {
  if (event === 'connect') return isOfBusiness ? 'The customer is being called.' : 'The customer is calling.';
  const what = isOfBusiness ? 'Call to the customer' : 'Call from the customer';
  if (event !== 'terminate') return `${what}: ${event}.`;
  if (textOf(call, 'status')?.toUpperCase() === 'COMPLETED') return `${what}${lengthOf(call)}.`;
  return isOfBusiness ? 'The customer did not answer the call.' : 'Missed call from the customer.';
}

function lengthOf(call: JsonRecord): string {
  const seconds = Number(textOf(call, 'duration') ?? Number.NaN);
  if (!Number.isInteger(seconds) || seconds < 0) return '';
  return seconds < 60 ? `, ${seconds} s` : `, ${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
