/** Where a message stands in its chat. */
export interface ChatPlace {
  /** Seconds since 1970: Meta's times have no more. */
  second: number;
  /** In which order messages were stored, whatever clocks say; a bigint. Negative: told by the history of the phone's app. */
  position: string;
  id: string;
}

/** Keeps seconds before 1970 sortable as text: Meta's time of a message is whatever Meta sends. */
const SECONDS_OFFSET = 100_000_000_000;
const MAX_POSITION = 9_223_372_036_854_775_807n;

/**
 * Place of a message in its chat: by the second in which it was written, and within a second as it was stored. Meta
 * gives whole seconds, which lie before everything that was written later in the same second: a customer's reply would
 * stand before what it answers.
 */
export function chatPlaceOf({ occurredAt, position, id }: ChatMessage): ChatPlace {
  return { second: Math.floor(occurredAt.getTime() / 1000), position, id };
}

interface ChatMessage {
  occurredAt: Date;
  position: string;
  id: string;
}

/** A place as a text: texts of one chat sort as its messages do. */
export function sortKeyOf({ second, position, id }: ChatPlace): string {
  return `${String(second + SECONDS_OFFSET).padStart(12, '0')}-${sortablePosition(position)}-${id}`;
}

/** A minus sorts before every digit, and what is missing to the lowest number grows with the number. */
function sortablePosition(position: string): string {
  if (!position.startsWith('-')) return position.padStart(19, '0');
  return `-${String(MAX_POSITION + BigInt(position)).padStart(19, '0')}`;
}

/** Null for values that are no place. */
export function toChatPlace(second: unknown, position: unknown, id: unknown): ChatPlace | null {
  if (typeof second !== 'number' || !Number.isSafeInteger(second)) return null;
  if (typeof position !== 'string' || !/^-?\d{1,19}$/.test(position) || isTooLarge(BigInt(position))) return null;
  return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? { second, position, id }
    : null;
}

function isTooLarge(position: bigint): boolean {
  return position > MAX_POSITION || position < -MAX_POSITION;
}
