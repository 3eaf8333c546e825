import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { InboxConversationFragment, RepliesForQuery } from '../generated/graphql';
import { graphql } from '../graphql/graphql';
import { request } from '../graphql/request';
import { slashBefore, withReply, type Slash } from './slash';

const REPLIES_FOR = graphql(`
  query RepliesFor($accountId: ID!, $conversationId: ID!, $search: String, $first: Int) {
    cannedReplies(filter: { accountId: $accountId, search: $search }, first: $first) {
      nodes {
        id
        shortcut
        textFor(conversationId: $conversationId)
      }
    }
  }
`);
const MOST_SHOWN = 8;
const ASKS_AFTER_MS = 80;

export type ReplyToChoose = RepliesForQuery['cannedReplies']['nodes'][number];

export interface ReplyChoice {
  listId: string;
  /** Those that fit what stands after the slash; null: nobody looks for one. */
  replies: readonly ReplyToChoose[] | null;
  chosen: number;
  /** For assistive technology: focus stays in the box. */
  attributes: Record<string, string>;
  typed: (text: string) => void;
  choose: (reply: ReplyToChoose) => void;
  close: () => void;
  /** Takes the keys that go through the list; all others are the box's. */
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Canned replies for the box, which a slash opens: filled in for the conversation, and chosen by keyboard. */
export function useReplyChoice(
  { id, account }: InboxConversationFragment,
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string) => void,
): ReplyChoice {
  const listId = useId();
  const [slash, setSlash] = useState<Slash | null>(null);
  const [chosen, setChosen] = useState(0);
  const dismissedAt = useRef<number | null>(null);
  const replies = useReplies(account.id, id, slash?.word ?? null);
  const count = replies?.length ?? 0;

  const typed = (text: string): void => {
    const found = slashBefore(text, field.current?.selectionStart ?? text.length);
    if (found === null || found.start !== dismissedAt.current) dismissedAt.current = null;
    setSlash(dismissedAt.current === null ? found : null);
    setChosen(0);
  };
  const close = (): void => {
    dismissedAt.current = slash?.start ?? null;
    setSlash(null);
  };
  const choose = (reply: ReplyToChoose): void => {
    const element = field.current;
    if (slash === null || element === null) return;
    const { text, caret } = withReply(element.value, slash, reply.textFor);
    setText(text);
    setSlash(null);
    element.focus();
    requestAnimationFrame(() => element.setSelectionRange(caret, caret));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (slash === null || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
    const reply = replies?.[chosen];
    if (reply === undefined) return;
    const next = { ArrowDown: (chosen + 1) % count, ArrowUp: (chosen + count - 1) % count }[event.key];
    if (next !== undefined) setChosen(next);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) choose(reply);
    else return;
    event.preventDefault();
  };
  const attributes: Record<string, string> = {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    ...(count > 0 && { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${chosen}` }),
  };
  return { listId, replies, chosen, attributes, typed, choose, close, onKeyDown };
}

/** What was found for the latest word; what comes late, for another, is dropped. Without the server there is nothing to choose. */
function useReplies(accountId: string, conversationId: string, word: string | null): readonly ReplyToChoose[] | null {
  const [found, setFound] = useState<{ word: string; replies: readonly ReplyToChoose[] } | null>(null);
  useEffect(() => {
    if (word === null) return;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const asked = { accountId, conversationId, search: word === '' ? null : word, first: MOST_SHOWN };
      const { cannedReplies } = await request(REPLIES_FOR, asked);
      if (isWanted) setFound({ word, replies: cannedReplies.nodes });
    };
    const timer = setTimeout(() => void ask().catch(() => undefined), ASKS_AFTER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [accountId, conversationId, word]);
  return word === null || found?.word !== word ? null : found.replies;
}
