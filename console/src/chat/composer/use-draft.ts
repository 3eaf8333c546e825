import { useWorkspace } from '../../app/workspace';
import { useStore } from '../../parts/state/store';
import type { DraftKind } from './drafts';

/** What is being written in a conversation, and how to change it. */
export function useDrafted(conversationId: string, kind: DraftKind): [string, (text: string) => void] {
  const { drafts } = useWorkspace();
  useStore(drafts.texts);
  return [drafts.get(conversationId, kind), (text) => drafts.set(conversationId, kind, text)];
}
