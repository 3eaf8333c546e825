import { canonicalNumber } from '../../../../common/phone-numbers/number-variants.js';
import type { SenderIdentity } from '../../../../whatsapp/webhooks/webhook-parts.js';

/**
 * Senders that nobody is known by yet, each person once: whoever shares a user id, a group or a number, in whatever spelling.
 * Of a number that comes with two user ids, the later one has it.
 */
export function onePerPerson(senders: readonly SenderIdentity[]): SenderIdentity[] {
  const people: SenderIdentity[] = [];
  const indexOf = new Map<string, number>();
  for (const sender of senders) {
    const keys = keysOf(sender);
    const index = keys.map((key) => indexOf.get(key)).find((known) => known !== undefined);
    const known = index === undefined ? undefined : people[index];
    if (index === undefined || known === undefined || isSomebodyElse(known, sender)) {
      if (index !== undefined && known !== undefined) people[index] = { ...known, waId: null };
      for (const key of keys) indexOf.set(key, people.length);
      people.push(sender);
    } else {
      for (const key of keys) indexOf.set(key, index);
      people[index] = merged(known, sender);
    }
  }
  return people;
}

/** What tells a person, the surest first. */
function keysOf({ groupId, userId, waId }: SenderIdentity): string[] {
  if (groupId !== null) return [`group ${groupId}`];
  return [
    ...(userId === null ? [] : [`user ${userId}`]),
    ...(waId === null ? [] : [`number ${canonicalNumber(waId)}`]),
  ];
}

function isSomebodyElse(known: SenderIdentity, sender: SenderIdentity): boolean {
  return known.userId !== null && sender.userId !== null && known.userId !== sender.userId;
}

/** What came later counts, and Meta's way of writing a number before a person's. */
function merged(earlier: SenderIdentity, later: SenderIdentity): SenderIdentity {
  const keepsNumber =
    later.waId === null || (later.isTyped === true && earlier.isTyped !== true && earlier.waId !== null);
  const number = keepsNumber ? earlier : later;
  return {
    ...number,
    userId: later.userId ?? earlier.userId,
    profileName: later.profileName ?? earlier.profileName,
    username: later.username ?? earlier.username,
  };
}
