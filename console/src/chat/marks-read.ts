import { useEffect, useSyncExternalStore } from 'react';
import '../graphql/fragments';
import { useWorkspace } from '../app/workspace';
import type { InboxConversationFragment } from '../generated/graphql';
import { graphql } from '../graphql/graphql';
import { request } from '../graphql/request';

const MARK_READ = graphql(`
  mutation MarkConversationRead($input: MarkConversationReadInput!) {
    markConversationRead(input: $input) {
      conversation {
        ...InboxConversation
      }
      errors {
        code
        message
        reason
        values
      }
    }
  }
`);

/** What is open before somebody's eyes counts as read, and on a page that nobody looks at nothing does. */
export function useMarksRead(conversation: InboxConversationFragment | null): void {
  const workspace = useWorkspace();
  const isLookedAt = useSyncExternalStore(followLooks, () => !document.hidden && document.hasFocus());
  const id = conversation?.id;
  const unread = conversation?.unreadCount ?? 0;
  useEffect(() => {
    if (!isLookedAt || unread === 0 || id === undefined) return;
    request(MARK_READ, { input: { conversationId: id } }).then(
      ({ markConversationRead }) => {
        if (markConversationRead.conversation !== null) workspace.putConversation(markConversationRead.conversation);
        workspace.unreadNotifications.refresh();
      },
      () => undefined, // the count stays, and the next message or look tries again
    );
  }, [workspace, id, unread, isLookedAt]);
}

function followLooks(changed: () => void): () => void {
  const kinds = ['focus', 'blur'];
  for (const kind of kinds) addEventListener(kind, changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    for (const kind of kinds) removeEventListener(kind, changed);
    document.removeEventListener('visibilitychange', changed);
  };
}
