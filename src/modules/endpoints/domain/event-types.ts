/** Kinds of events that an endpoint can ask for, and what each tells. Kinds are added, never changed. */
export const ENDPOINT_EVENT_TYPES = {
  MESSAGE_RECEIVED: 'message.received: a customer wrote.',
  MESSAGE_STATUS_CHANGED:
    'message.status_changed: a message to a customer is queued, sent, delivered, read, has failed, and so on.',
  MESSAGE_CHANGED:
    'message.changed: a message was edited, deleted or reacted to, its file is there, or Meta has said more of it.',
  CONVERSATION_CHANGED:
    'conversation.changed: a conversation is new, or its state, its participants or what was read of it have changed.',
  CONVERSATION_ERASED:
    'conversation.erased: the person was erased on request. Erase what you have of the conversation, too.',
  CONTACT_CHANGED: 'contact.changed: a contact is new, or their names, numbers or preferences have changed.',
  TEMPLATE_DECIDED: 'template.decided: Meta has approved, rejected, paused, disabled or archived a template.',
  BROADCAST_CHANGED:
    'broadcast.changed: a broadcast has begun, stopped or ended, or is further on, about once a second.',
  ACCOUNT_CHANGED: 'account.changed: settings, connection or state of an account have changed.',
} as const;
export type EndpointEventType = keyof typeof ENDPOINT_EVENT_TYPES;

/** Kinds that come without having been asked for. */
export const UNASKED_EVENT_TYPES = {
  ENDPOINT_TEST: 'endpoint.test: what sendTestEvent sends.',
  EVENTS_MISSED:
    'events.missed: the endpoint was paused for longer than events are kept: read anew what you have to know.',
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
