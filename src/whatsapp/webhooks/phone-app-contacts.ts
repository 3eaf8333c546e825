import { isRecord, listOf, textOf, timeOf, type JsonRecord } from '../json.js';
import type { PhoneAppContact } from './phone-app-parts.js';
import type { IgnoredPart, UnreadablePart } from './webhook-parts.js';

/** Contacts in a `smb_app_state_sync` webhook. Never throws; what cannot be read becomes an unreadable part. */
export function partsOfStateSync(value: JsonRecord): (PhoneAppContact | IgnoredPart | UnreadablePart)[] {
  return listOf(value, 'state_sync').map((entry) => {
    const type = textOf(entry, 'type');
    if (type !== null && type !== 'contact') return { kind: 'ignored', field: `smb_app_state_sync.${type}` };
    return contactIn(entry) ?? { kind: 'unreadable', reason: 'smb_app_state_sync: a contact has no phone number' };
  });
}

/** Whatever Meta calls an edit, it tells the whole contact; only a removal takes it away. */
function contactIn(entry: unknown): PhoneAppContact | null {
  if (!isRecord(entry)) return null;
  const waId = textOf(entry.contact, 'phone_number')?.replaceAll(/\D/g, '') ?? '';
  if (waId === '') return null;
  const isRemoved = textOf(entry, 'action') === 'remove';
  return {
    kind: 'phone-app-contact',
    waId,
    fullName: isRemoved ? null : textOf(entry.contact, 'full_name'),
    firstName: isRemoved ? null : textOf(entry.contact, 'first_name'),
    isRemoved,
    occurredAt: timeOf(isRecord(entry.metadata) ? entry.metadata.timestamp : null),
  };
}
