import { useCallback, useRef } from 'react';
import { graphql } from '../../graphql/graphql';
import { request } from '../../graphql/request';

const SHOW_TYPING = graphql(`
  mutation ShowTyping($input: ConversationIdInput!) {
    showTyping(input: $input) {
      errors {
        code
      }
    }
  }
`);
/** WhatsApp shows it for 25 s. */
const AGAIN_AFTER_MS = 20_000;

/** Tells the customer that somebody is writing; nobody is told when that fails, since nothing is lost. */
export function useShowsTyping(conversationId: string): () => void {
  const shownAt = useRef(0);
  return useCallback(() => {
    if (Date.now() - shownAt.current < AGAIN_AFTER_MS) return;
    shownAt.current = Date.now();
    request(SHOW_TYPING, { input: { conversationId } }).catch(() => undefined);
  }, [conversationId]);
}
