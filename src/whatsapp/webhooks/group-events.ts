import { createHash } from 'node:crypto';
import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../json.js';
import { channelOf } from './webhook-channel.js';
import type { InboundMessagePart } from './webhook-parts.js';

/** A group event as a message in the group's conversation. It has no wamid. */
export function groupEvent(group: unknown, value: JsonRecord, field: string): InboundMessagePart {
  if (!isRecord(group)) throw new Error(`${field}: a group is not an object`);
  const groupId = textOf(group, 'group_id');
  if (groupId === null) throw new Error(`${field}: a group has no id`);
  return {
    kind: 'message',
    direction: 'INBOUND',
    ...channelOf(value),
    sender: { waId: null, userId: null, groupId, profileName: textOf(group, 'subject'), username: null },
    whatsappId: null,
    eventKey: createHash('sha256').update(field).update(JSON.stringify(group)).digest('hex'),
    occurredAt: timeOf(group.timestamp),
    content: { kind: 'SYSTEM', type: textOf(group, 'type') ?? field, body: groupEventText(group, field), change: null },
    isWrittenByCustomer: false,
    replyToWhatsappId: null,
    isForwarded: false,
    isFrequentlyForwarded: false,
    referral: null,
    referredProduct: null,
    participant: null,
    identity: { parentUserId: null, identityKeyHash: null, identityChangedAt: null },
    raw: group,
  };
}

/** A group event in words. */
function groupEventText(group: JsonRecord, field: string): string {
  const names = (key: string): string =>
    listOf(group, key)
      .map((entry) => textOf(entry, 'wa_id') ?? textOf(entry, 'user_id') ?? textOf(entry, 'input') ?? '?')
      .join(', ');
  const [added, removed, subject] = [
    names('added_participants'),
    names('removed_participants'),
    textOf(group, 'subject'),
  ];
  const sentences = [
    ...(subject === null ? [] : [`The group is called ${subject}.`]),
    ...(added === '' ? [] : [`Added: ${added}.`]),
    ...(removed === '' ? [] : [`Removed: ${removed}.`]),
  ];
  return sentences.length > 0 ? sentences.join(' ') : `The group has changed (${field}).`;
}
