import { isAllowed } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
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
] as const;
export type ConversationAction = (typeof CONVERSATION_ACTIONS)[number];

/** What a viewer may do in a conversation now; the mutations refuse everything else. */
export function allowedActions(viewer: Viewer, lastInboundAt: Date | null, now: Date): ConversationAction[] {
  const mayReply = isAllowed(viewer, 'SEND_MESSAGES') && serviceWindow(lastInboundAt, now).isOpen;
  return mayReply ? ['REPLY'] : [];
}
