import { Pencil, Reply, Trash2 } from 'lucide-react';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { EMOJI } from '../../../src/chat/message/emoji';
import css from '../../../src/chat/message/MessageBubble.module.css';
import { useText } from '../language/text';
import type { ChatMessage } from './chat-of';
import type { CustomerWrites } from './customer-writes';

interface Props {
  chatMessage: ChatMessage;
  writes: CustomerWrites;
  opener: RefObject<HTMLButtonElement | null>;
  onQuote: () => void;
  onEdit: () => void;
  onClose: () => void;
}

const EDITABLE = new Set(['text', 'image', 'video', 'document']);

/** What a customer can do with a message: react, answer, and change what is their own. */
export function BubbleMenu({ chatMessage, writes, opener, onQuote, onEdit, onClose }: Props) {
  const t = useText();
  const { message, isOwn, reactions } = chatMessage;
  const mine = reactions.find((reaction) => reaction.isOwn)?.emoji;
  const then = (doing: () => void) => () => {
    onClose();
    doing();
  };
  return (
    <Popover className="popover" triggerRef={opener} isOpen onOpenChange={onClose} placement="top">
      <Dialog className={css.menu} aria-label={t('chat.more')}>
        <div className={css.emoji} role="group" aria-label={t('chat.react')}>
          {EMOJI.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-pressed={mine === emoji}
              onClick={then(() => void writes.reaction(message, mine === emoji ? '' : emoji))}
            >
              {emoji}
            </button>
          ))}
        </div>
        <button type="button" className="button quiet" onClick={then(onQuote)}>
          <Reply className="lucide flips" aria-hidden="true" />
          {t('chat.reply')}
        </button>
        {isOwn && EDITABLE.has(message.type) && (
          <button type="button" className="button quiet" onClick={then(onEdit)}>
            <Pencil aria-hidden="true" />
            {t('app.edit')}
          </button>
        )}
        {isOwn && (
          <button type="button" className="button quiet" onClick={then(() => void writes.deletion(message))}>
            <Trash2 aria-hidden="true" />
            {t('app.delete')}
          </button>
        )}
      </Dialog>
    </Popover>
  );
}
