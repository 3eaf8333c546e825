import type { MetaJson, SimMessage } from '../../../../src/simulator/control-api';

/** A message as it stands in the chat, with what was done to it since. */
export interface ChatMessage {
  message: SimMessage;
  /** Written by the customer. */
  isOwn: boolean;
  isEdited: boolean;
  isDeleted: boolean;
  reactions: { emoji: string; isOwn: boolean }[];
  quoted: SimMessage | null;
}

/** The chat of a customer with a number, oldest first: reactions, edits and deletions are at their messages. */
export function chatOf(messages: readonly SimMessage[], phoneId: string, userId: string): ChatMessage[] {
  const chat = new Map<string, ChatMessage>();
  for (const message of messages) {
    if (message.phoneId !== phoneId || message.customerUserId !== userId) continue;
    const isOwn = message.direction === 'IN';
    const target = chat.get(targetOf(message) ?? '');
    switch (message.type) {
      case 'reaction':
        if (target !== undefined) target.reactions = reacted(target.reactions, emojiOf(message.body), isOwn);
        continue;
      case 'edit':
        if (target !== undefined) Object.assign(target, { message: edited(target.message, message), isEdited: true });
        continue;
      case 'revoke':
        if (target !== undefined) target.isDeleted = true;
        continue;
      default:
        chat.set(message.wamid, {
          ...{ message, isOwn, isEdited: false, isDeleted: false, reactions: [] },
          quoted: chat.get(message.quotes ?? '')?.message ?? null,
        });
    }
  }
  return [...chat.values()];
}

/** Delivered, and not read yet. */
export function unreadIn(chat: readonly ChatMessage[]): number {
  return chat.filter(({ isOwn, message: { status } }) => !isOwn && status === 'delivered').length;
}

function targetOf({ body: { message_id: reactedTo, original_message_id: changed } }: SimMessage): string | undefined {
  const id = reactedTo ?? changed;
  return typeof id === 'string' ? id : undefined;
}

function emojiOf({ emoji }: MetaJson): string {
  return typeof emoji === 'string' ? emoji : '';
}

/** One of each side; an empty one takes it back. */
function reacted(before: ChatMessage['reactions'], emoji: string, isOwn: boolean): ChatMessage['reactions'] {
  const others = before.filter((reaction) => reaction.isOwn !== isOwn);
  return emoji === '' ? others : [...others, { emoji, isOwn }];
}

function edited(original: SimMessage, { body }: SimMessage): SimMessage {
  const content = (body.message ?? {}) as MetaJson;
  const changed = (content[original.type] ?? {}) as MetaJson;
  const text = changed.body ?? changed.caption;
  return { ...original, body: changed, text: typeof text === 'string' ? text : original.text };
}
