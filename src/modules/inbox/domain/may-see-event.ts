import { maySeeAccount, maySeeConversation } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';

/** Who takes part in a conversation, by its id; nobody where it is not among them. */
export type Participants = ReadonlyMap<string, readonly string[]>;

/** What of an event decides who may see it. */
interface VisibleEvent {
  kind: string;
  accountId: string;
  conversationId: string | null;
  recipientId: string | null;
}

/** Whether a viewer may be shown an event, by who takes part in its conversation now. */
export function maySeeEvent(viewer: Viewer, event: VisibleEvent, participants: Participants): boolean {
  if (event.kind === 'CONTACT') return false; // is shown with its conversations
  if (event.recipientId !== null && event.recipientId !== viewer.id) return false;
  if (event.conversationId === null) return maySeeAccount(viewer, event.accountId);
  const participantIds = participants.get(event.conversationId) ?? [];
  const maySeeIt = maySeeConversation(viewer, { accountId: event.accountId, participantIds });
  // That a conversation was withdrawn is for those who may not see it any more.
  return event.kind === 'WITHDRAWN' ? !maySeeIt && maySeeAccount(viewer, event.accountId) : maySeeIt;
}
