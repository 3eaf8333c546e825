/** A slash with what was written after it: by this somebody looks for a canned reply. */
export interface Slash {
  /** Where the slash stands. */
  start: number;
  word: string;
}

/** The slash before the caret, where a word begins with it; null: there is none. */
export function slashBefore(text: string, caret: number): Slash | null {
  const word = /(?:^|\s)\/([\p{L}\p{N}\p{M}_-]{0,50})$/u.exec(text.slice(0, caret))?.[1];
  return word === undefined ? null : { start: caret - word.length - 1, word };
}

/** The text with a reply in place of the slash and its word; and where the caret stands then. */
export function withReply(text: string, { start, word }: Slash, reply: string): { text: string; caret: number } {
  const before = text.slice(0, start) + reply;
  return { text: before + text.slice(start + 1 + word.length), caret: before.length };
}
