/** Kinds of events that an endpoint can ask for, and what each tells. Kinds are added, never changed. */
export const ENDPOINT_EVENT_TYPES = {
  MESSAGE_RECEIVED: 'Customer wrote (message.received).',
  MESSAGE_STATUS_CHANGED:
    'Message to a customer is queued, sent, delivered, read, has failed, and so on (message.status_changed).',
  MESSAGE_CHANGED:
    'Message was edited, deleted or reacted to, its file is there, or Meta has said more of it (message.changed).',
  CONVERSATION_CHANGED:
    'Conversation is new, or its state, its participants or what was read of it have changed (conversation.changed).',
  CONVERSATION_ERASED:
    'Person was erased on request: erase what you have of the conversation, too (conversation.erased).',
  CONTACT_CHANGED: 'Contact is new, or their names, numbers or preferences have changed (contact.changed).',
  TEMPLATE_DECIDED: 'Template was approved, rejected, paused, disabled or archived by Meta (template.decided).',
  BROADCAST_CHANGED:
    'Broadcast has begun, stopped or ended, or is further on, about once a second (broadcast.changed).',
  ACCOUNT_CHANGED: 'Settings, connection or state of an account have changed (account.changed).',
} as const;
export type EndpointEventType = keyof typeof ENDPOINT_EVENT_TYPES;

/** Kinds that come without having been asked for. */
export const UNASKED_EVENT_TYPES = {
  ENDPOINT_TEST: 'Test that sendTestEvent sends (endpoint.test).',
  EVENTS_MISSED:
    'Endpoint was paused for longer than events are kept: read anew what you have to know (events.missed).',
} as const;
export type DeliveredEventType = EndpointEventType | keyof typeof UNASKED_EVENT_TYPES;

/** The name by which a receiver knows a kind: `message.status_changed`. */
export function typeName(type: DeliveredEventType): string {
  return type.toLowerCase().replace('_', '.');
}

/** What an event of the log is told as; several where only its entity shows which. Nothing for what concerns us alone. */
export function possibleTypes(event: { kind: string; change: string | null }): readonly EndpointEventType[] {
  switch (event.kind) {
    case 'MESSAGE':
      if (event.change === 'CREATED') return ['MESSAGE_RECEIVED', 'MESSAGE_STATUS_CHANGED', 'MESSAGE_CHANGED'];
      return event.change === 'STATUS' ? ['MESSAGE_STATUS_CHANGED'] : ['MESSAGE_CHANGED'];
    case 'CONVERSATION':
      return ['CONVERSATION_CHANGED'];
    case 'ERASED':
      return ['CONVERSATION_ERASED'];
    case 'CONTACT':
      return ['CONTACT_CHANGED'];
    case 'TEMPLATE':
      return event.change === 'DECIDED' ? ['TEMPLATE_DECIDED'] : [];
    case 'BROADCAST':
      return ['BROADCAST_CHANGED'];
    case 'ACCOUNT':
      return ['ACCOUNT_CHANGED'];
    default:
      return [];
  }
}

/** A message, as far as it decides what its event is told as. */
interface ToldMessage {
  id: string;
  direction: string;
}

/**
 * What the event of a message is told as; null for notes, which stay among colleagues. `entityId` is that of the event: of a
 * reaction, an edit or a deletion the message that is shown is another one.
 */
export function messageType(
  event: { entityId: string; change: string | null },
  message: ToldMessage,
): EndpointEventType | null {
  if (message.direction === 'INTERNAL') return null;
  if (message.id !== event.entityId) return 'MESSAGE_CHANGED';
  if (event.change === null) return 'MESSAGE_CHANGED';
  return message.direction === 'INBOUND' ? 'MESSAGE_RECEIVED' : 'MESSAGE_STATUS_CHANGED';
}
