import { isAllowed } from '../../../users/domain/permissions.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { serviceWindow } from './service-window.js';

export const CONVERSATION_ACTIONS = [
  'REPLY',
  'SEND_TEMPLATE',
  'REACT',
  'ADD_PARTICIPANTS',
  'ASSIGN',
  'CLOSE',
  'REOPEN',
  'NOTE',
  'LABEL',
] as const;
export type ConversationAction = (typeof CONVERSATION_ACTIONS)[number];

/** Of a conversation, what decides over what may be done in it. */
export interface ConversationState {
  lastInboundAt: Date | null;
  status: 'OPEN' | 'CLOSED';
  /** Groups get no templates. */
  isGroup: boolean;
}

/** What a viewer may do in a conversation that they may see, now; the mutations refuse everything else. */
export function allowedActions(viewer: Viewer, facts: ConversationState, now: Date): ConversationAction[] {
  const maySend = isAllowed(viewer, 'SEND_MESSAGES');
  const mayWrite = isAllowed(viewer, 'WRITE_CONVERSATIONS');
  const { isOpen } = serviceWindow(facts.lastInboundAt, now);
  const allowed: Record<ConversationAction, boolean> = {
    REPLY: maySend && isOpen,
    SEND_TEMPLATE: maySend && !facts.isGroup,
    REACT: maySend && isOpen,
    ADD_PARTICIPANTS: mayWrite,
    ASSIGN: mayWrite,
    CLOSE: mayWrite && facts.status === 'OPEN',
    REOPEN: mayWrite && facts.status === 'CLOSED',
    NOTE: mayWrite,
    LABEL: mayWrite,
  };
  return CONVERSATION_ACTIONS.filter((action) => allowed[action]);
}
