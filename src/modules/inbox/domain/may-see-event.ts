import { followsOnlyOwn, maySeeAccount, maySeeConversation } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';

/** Who takes part in a conversation, by its id; nobody where it is not among them. */
export type Participants = ReadonlyMap<string, readonly string[]>;

/** The API key that sent a message, by the id of an event's message; none where a person or a customer wrote it. */
export type Senders = ReadonlyMap<string, string | null>;

/** Kinds of events that a key which may only send follows beside those of its own messages: it may read what they are about. */
const OF_SENDERS: ReadonlySet<string> = new Set(['BROADCAST', 'TEMPLATE']);

/** What of an event decides who may see it. */
interface VisibleEvent {
  kind: string;
  accountId: string;
  conversationId: string | null;
  recipientId: string | null;
  entityId: string;
}

/** Whether a viewer may be shown an event, by who takes part in its conversation now, and who sent its message. */
export function maySeeEvent(
  viewer: Viewer,
  event: VisibleEvent,
  participants: Participants,
  senders: Senders,
): boolean {
  if (followsOnlyOwn(viewer)) {
    if (!maySeeAccount(viewer, event.accountId)) return false;
    return event.kind === 'MESSAGE' ? senders.get(event.entityId) === viewer.id : OF_SENDERS.has(event.kind);
  }
  if (event.kind === 'CONTACT') return false; // is shown with its conversations
  if (event.recipientId !== null && event.recipientId !== viewer.id) return false;
  if (event.conversationId === null) return maySeeAccount(viewer, event.accountId);
  const participantIds = participants.get(event.conversationId) ?? [];
  const maySeeIt = maySeeConversation(viewer, { accountId: event.accountId, participantIds });
  // That a conversation was withdrawn is for those who may not see it any more.
  return event.kind === 'WITHDRAWN' ? !maySeeIt && maySeeAccount(viewer, event.accountId) : maySeeIt;
}
