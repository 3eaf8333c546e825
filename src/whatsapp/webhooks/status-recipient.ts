import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';
import { idsInPlace } from '../user-id.js';
import type { SenderIdentity } from './webhook-parts.js';

/** Whom a status is about, by all that Meta writes of them; null where it names no user id, user name or profile. */
export function recipientOf(status: JsonRecord, value: JsonRecord): SenderIdentity | null {
  const isGroup = textOf(status, 'recipient_type') === 'group';
  const { waId, userId } = idsInPlace(
    isGroup
      ? {
          waId: textOf(status, 'recipient_participant_id') ?? textOf(status, 'participant_recipient_id'),
          userId: textOf(status, 'recipient_participant_user_id') ?? textOf(status, 'participant_recipient_user_id'),
        }
      : { waId: textOf(status, 'recipient_id'), userId: textOf(status, 'recipient_user_id') },
  );
  const contacts = listOf(value, 'contacts').filter(isRecord);
  const contact =
    contacts.find((candidate) => waId !== null && textOf(candidate, 'wa_id') === waId) ??
    contacts.find((candidate) => userId !== null && textOf(candidate, 'user_id') === userId) ??
    (!isGroup && contacts.length === 1 && listOf(value, 'statuses').length === 1 ? contacts[0] : undefined);
  const ids = idsInPlace({
    waId: waId ?? textOf(contact, 'wa_id'),
    userId: userId ?? textOf(contact, 'user_id'),
  });
  const profile = isRecord(contact?.profile) ? contact.profile : {};
  const [profileName, username] = [textOf(profile, 'name'), textOf(profile, 'username')];
  if (ids.userId === null && username === null && profileName === null) return null;
  return { ...ids, groupId: null, profileName, username };
}
