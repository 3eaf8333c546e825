export interface NamedContact {
  profileName: string | null;
  username: string | null;
  phoneNumber: string | null;
  waId: string | null;
  groupId: string | null;
}

/** The best name that is known of a customer or group. */
export function contactName({ profileName, username, phoneNumber, waId, groupId }: NamedContact): string {
  return profileName ?? username ?? phoneNumber ?? waId ?? (groupId === null ? 'Customer without a name' : 'Group');
}
