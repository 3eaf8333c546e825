import { readableName } from '../../../../common/text/visible-text.js';

export interface NamedContact {
  phoneAppName?: string | null;
  profileName: string | null;
  username: string | null;
  phoneNumber: string | null;
  waId: string | null;
  whatsappUserId?: string | null;
  groupId: string | null;
}

/**
 * The best name that is known of a customer or group: the one that the company gave them on its phone, then the one that they
 * chose themselves. What nobody could see in a list is no name.
 */
export function contactName(contact: NamedContact): string {
  const { phoneAppName = null, profileName, username, phoneNumber, waId, whatsappUserId, groupId } = contact;
  const name = readableName(phoneAppName) ?? readableName(profileName) ?? readableName(username) ?? phoneNumber ?? waId;
  return name ?? (groupId === null ? (whatsappUserId ?? 'Customer without a name') : 'Group');
}
