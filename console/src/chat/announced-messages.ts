import { useEffect, useRef, useState } from 'react';
import type { ChatMessageFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useMessageLine } from './message/message-line';

/** What a screen reader says of the customer's latest message: once, when it arrives, and nothing of what was there before. */
export function useAnnouncedMessages(messages: readonly ChatMessageFragment[], name: string): string {
  const t = useText();
  const line = useMessageLine();
  const [text, setText] = useState('');
  const seen = useRef<string | null>(null);
  const latest = messages.findLast(({ direction }) => direction === 'INBOUND');
  useEffect(() => {
    if (latest === undefined) return;
    const isFirstLook = seen.current === null;
    const isNew = seen.current !== null && latest.sortKey > seen.current;
    if (isFirstLook || isNew) seen.current = latest.sortKey;
    if (isNew) setText(t('chat.announced', { name, text: line(latest) }));
  }, [latest, line, name, t]);
  return text;
}
