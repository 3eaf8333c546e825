import { textOf, type JsonRecord } from '../json.js';

/** The business phone number that a value is about. */
export function channelOf(value: JsonRecord): { phoneNumberId: string; displayPhoneNumber: string | null } {
  const phoneNumberId = textOf(value.metadata, 'phone_number_id');
  if (phoneNumberId === null) throw new Error('metadata.phone_number_id is missing');
  return { phoneNumberId, displayPhoneNumber: textOf(value.metadata, 'display_phone_number') };
}
