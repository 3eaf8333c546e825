import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../../json.js';
import { idsInPlace } from '../../user-id.js';
import type { InboundMessagePart, ReportedIdentity, SenderIdentity } from '../webhook-parts.js';

/** Whose conversation a message belongs to, and who wrote it: one in a group belongs to the group's, whoever wrote it. */
export function endsOf(
  message: JsonRecord,
  value: JsonRecord,
): Pick<InboundMessagePart, 'sender' | 'participant' | 'identity'> {
  const groupId = textOf(message, 'group_id');
  const person = personIn(message, value);
  const identity = reportedIdentity(message, contactIn(message, value));
  if (groupId !== null) {
    const group = { waId: null, userId: null, groupId, profileName: null, username: null };
    return { sender: group, participant: person, identity };
  }
  if (person === null) throw new Error('a message does not say who it is from');
  return { sender: person, participant: null, identity };
}

function reportedIdentity(message: JsonRecord, contact: JsonRecord | undefined): ReportedIdentity {
  const { identity, system } = message;
  const changedAt = isRecord(identity) ? timeOf(identity.created_timestamp) : null;
  const isChange = textOf(system, 'type') === 'customer_identity_changed';
  return {
    parentUserId:
      textOf(system, 'parent_user_id') ?? textOf(message, 'from_parent_user_id') ?? textOf(contact, 'parent_user_id'),
    identityKeyHash: textOf(identity, 'hash') ?? textOf(contact, 'identity_key_hash'),
    identityChangedAt: changedAt ?? (isChange ? timeOf(message.timestamp) : null),
  };
}

/** The person who wrote a message; null when it does not say who. */
function personIn(message: JsonRecord, value: JsonRecord): SenderIdentity | null {
  const { waId, userId } = idsOf(message);
  const contact = contactIn(message, value);
  const ids = idsInPlace({ waId: waId ?? textOf(contact, 'wa_id'), userId: userId ?? textOf(contact, 'user_id') });
  if (ids.waId === null && ids.userId === null) return null;
  const profile = isRecord(contact?.profile) ? contact.profile : {};
  return { ...ids, groupId: null, profileName: textOf(profile, 'name'), username: textOf(profile, 'username') };
}

/** What the webhook says of whoever wrote the message. */
function contactIn(message: JsonRecord, value: JsonRecord): JsonRecord | undefined {
  const { waId, userId } = idsOf(message);
  const contacts = listOf(value, 'contacts').filter(isRecord);
  return (
    contacts.find((candidate) => waId !== null && textOf(candidate, 'wa_id') === waId) ??
    contacts.find((candidate) => userId !== null && textOf(candidate, 'user_id') === userId) ??
    (contacts.length === 1 ? contacts[0] : undefined)
  );
}

function idsOf(message: JsonRecord): { waId: string | null; userId: string | null } {
  return idsInPlace({
    waId: textOf(message, 'from') ?? textOf(message.system, 'customer'),
    // A notice of a changed user id comes from the new one, or from nobody; the customer is known under the old.
    userId: textOf(message.system, 'previous_user_id') ?? textOf(message, 'from_user_id'),
  });
}
