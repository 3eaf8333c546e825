import type { ChatMessageFragment, TimelineLineFragment } from '../../generated/graphql';
import { dayOf } from '../../language/times';

/** A line of the chat: a message, or what happened between messages. */
export type ChatLine = {
  isNewDay: boolean;
  /** Of the message: the one before it, if nothing stands between them. */
  before: ChatMessageFragment | undefined;
} & ({ message: ChatMessageFragment; index: number; entry: null } | { message: null; entry: TimelineLineFragment });

/** Messages and what happened between them, in one order. Both are in it already. */
export function chatLines(
  messages: readonly ChatMessageFragment[],
  entries: readonly TimelineLineFragment[],
): ChatLine[] {
  const lines: ChatLine[] = [];
  let day: number | null = null;
  let before: ChatMessageFragment | undefined;
  const isNewDay = (occurredAt: string): boolean => {
    const isNew = day !== dayOf(occurredAt);
    day = dayOf(occurredAt);
    return isNew;
  };
  const addEntry = (entry: TimelineLineFragment): void => {
    lines.push({ entry, message: null, before: undefined, isNewDay: isNewDay(entry.occurredAt) });
    before = undefined;
  };
  let next = 0;
  messages.forEach((message, index) => {
    for (let entry = entries[next]; entry !== undefined && entry.sortKey < message.sortKey; entry = entries[++next])
      addEntry(entry);
    lines.push({ message, index, entry: null, before, isNewDay: isNewDay(message.occurredAt) });
    before = message;
  });
  for (const entry of entries.slice(next)) addEntry(entry);
  return lines;
}
