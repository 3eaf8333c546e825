let keys = 0;

/** An idempotency key, e-mail address or name that nobody has used in this process. */
export function aKey(prefix = 'key'): string {
  keys += 1;
  return `${prefix}-${keys}`;
}

let numbers = 0;

/** Digits of a phone number that nobody has used in this process. */
export function aNumber(): string {
  numbers += 1;
  return `1650777${String(numbers).padStart(4, '0')}`;
}

/** So many recipients of a broadcast, with numbers from `+1650<first>` on. */
export function manyRecipients(count: number, first: number): { phoneNumber: string }[] {
  return Array.from({ length: count }, (_, index) => ({ phoneNumber: `+1650${String(first + index)}` }));
}
