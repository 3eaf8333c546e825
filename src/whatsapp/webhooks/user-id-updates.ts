import { createHash } from 'node:crypto';
import { isRecord, textOf, timeOf, type JsonRecord } from '../json.js';
import { channelOf } from './webhook-channel.js';
import type { InboundMessagePart } from './webhook-parts.js';

/**
 * A changed user id as a notice in the customer's conversation. Meta reports it among `messages` today; the field
 * `user_id_update` is what some providers pass on. It has no wamid.
 * @throws Error saying what is missing
 */
export function userIdUpdate(update: unknown, value: JsonRecord): InboundMessagePart {
  const field = 'user_id_update';
  if (!isRecord(update)) throw new Error(`${field}: an update is not an object`);
  const ids = update.user_id;
  const previous = textOf(ids, 'previous') ?? textOf(update, 'previous_user_id');
  const current = textOf(ids, 'current') ?? textOf(update, 'user_id');
  const waId = textOf(update, 'wa_id');
  if (current === null) throw new Error(`${field}: the new user id is missing`);
  if (previous === null && waId === null) throw new Error(`${field}: it does not say whose it is`);
  return {
    kind: 'message',
    direction: 'INBOUND',
    ...channelOf(value),
    sender: { waId, userId: previous, groupId: null, profileName: null, username: null },
    participant: null,
    identity: { parentUserId: textOf(update, 'parent_user_id'), identityKeyHash: null, identityChangedAt: null },
    whatsappId: null,
    eventKey: createHash('sha256').update(field).update(JSON.stringify(update)).digest('hex'),
    occurredAt: timeOf(update.timestamp),
    content: {
      kind: 'SYSTEM',
      type: 'user_changed_user_id',
      body: textOf(update, 'detail') ?? 'The user id of the customer has changed.',
      change: { waId: null, userId: current, previousUserId: previous },
    },
    isWrittenByCustomer: false,
    replyToWhatsappId: null,
    isForwarded: false,
    isFrequentlyForwarded: false,
    referral: null,
    referredProduct: null,
    raw: update,
  };
}
