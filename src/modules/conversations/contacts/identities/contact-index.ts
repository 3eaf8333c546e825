import { GoneMeanwhileError } from '../../../../common/database/begins-again.js';
import { numberVariants } from '../../../../common/phone-numbers/number-variants.js';
import type { SenderIdentity } from '../../../../whatsapp/webhooks/webhook-parts.js';

export interface ContactRow {
  id: string;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  group_id: string | null;
  profile_name: string | null;
  username: string | null;
  phone_app_name: string | null;
}

/** Contacts that contradict the ids that Meta reports of a sender, and what has to be done about it. */
export type IdentityContradiction =
  { type: 'NUMBER_PASSED_ON'; from: ContactRow } | { type: 'MERGE'; kept: ContactRow; gone: ContactRow };

/** The contacts of a batch, by every id that Meta knows them by. */
export class ContactIndex {
  private readonly byWaId = new Map<string, ContactRow>();
  private readonly byUserId = new Map<string, ContactRow>();
  private readonly byGroupId = new Map<string, ContactRow>();

  constructor(rows: readonly ContactRow[]) {
    for (const row of rows) this.add(row);
  }

  add(row: ContactRow): void {
    if (row.wa_id !== null) this.byWaId.set(row.wa_id, row);
    if (row.whatsapp_user_id !== null) this.byUserId.set(row.whatsapp_user_id, row);
    if (row.group_id !== null) this.byGroupId.set(row.group_id, row);
  }

  /** By the user id first: a phone number may have passed to somebody else. */
  find(sender: SenderIdentity): ContactRow | null {
    if (sender.groupId !== null) return this.byGroupId.get(sender.groupId) ?? null;
    return this.withUserId(sender) ?? this.withNumber(sender);
  }

  require(sender: SenderIdentity): ContactRow {
    const row = this.find(sender);
    if (row === null) throw new GoneMeanwhileError('A contact was inserted and cannot be found.');
    return row;
  }

  /** What contradicts the ids of this sender: two contacts that are one, or a number that is somebody else's now. Null: nothing. */
  contradiction(sender: SenderIdentity): IdentityContradiction | null {
    const [byUser, byNumber] = [this.withUserId(sender), this.withNumber(sender)];
    const inOtherSpelling = byNumber === null ? null : this.withOtherSpelling(sender, byNumber);
    if (byNumber !== null && inOtherSpelling !== null) return mergeOf(byNumber, inOtherSpelling);
    if (sender.userId === null || byNumber === null || byNumber === byUser) return null;
    if (byNumber.whatsapp_user_id !== null && byNumber.whatsapp_user_id !== sender.userId) {
      return { type: 'NUMBER_PASSED_ON', from: byNumber };
    }
    if (byUser === null) return null;
    return mergeOf(byUser, byNumber);
  }

  /** Whether the sender has a name or an id that the contact does not have yet. */
  isOutdatedBy(sender: SenderIdentity): boolean {
    const row = this.require(sender);
    const { profileName, username, waId, userId } = sender;
    return (
      (profileName !== null && profileName !== row.profile_name) ||
      (username !== null && username !== row.username) ||
      (waId !== null && sender.isTyped !== true && waId !== row.wa_id) ||
      (userId !== null && userId !== row.whatsapp_user_id)
    );
  }

  private withUserId({ userId }: SenderIdentity): ContactRow | null {
    return userId === null ? null : (this.byUserId.get(userId) ?? null);
  }

  private withNumber({ waId }: SenderIdentity): ContactRow | null {
    if (waId === null) return null;
    for (const variant of numberVariants(waId)) {
      const row = this.byWaId.get(variant);
      if (row !== undefined) return row;
    }
    return null;
  }

  /** Another contact whose number is this one, written in another way; not where Meta tells the two apart. */
  private withOtherSpelling({ waId }: SenderIdentity, { id, whatsapp_user_id: userId }: ContactRow): ContactRow | null {
    const others = numberVariants(waId ?? '').map((variant) => this.byWaId.get(variant));
    const other = others.find((row) => row !== undefined && row.id !== id);
    const otherUserId = other?.whatsapp_user_id ?? null;
    return other === undefined || (userId !== null && otherUserId !== null && userId !== otherUserId) ? null : other;
  }
}

/** The older one is kept. */
function mergeOf(one: ContactRow, other: ContactRow): IdentityContradiction {
  const [kept, gone] = one.id < other.id ? [one, other] : [other, one];
  return { type: 'MERGE', kept, gone };
}
