import { Copy } from 'lucide-react';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useWorkspace } from '../../app/workspace';
import type { ChatMessageFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { EMOJI } from './emoji';
import { useMessageActions } from './message-actions';
import css from './MessageBubble.module.css';

interface Props {
  message: ChatMessageFragment;
  mayReact: boolean;
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

export default function MessageMenu({ message, mayReact, opener, onClose }: Props) {
  const t = useText();
  const { me } = useWorkspace().viewer;
  const actions = useMessageActions(message);
  const mine = message.reactions.find(({ author }) => author?.__typename === 'User' && author.id === me.id)?.emoji;
  const then = (doing: () => void) => () => {
    onClose();
    doing();
  };
  return (
    <Popover className="popover" triggerRef={opener} isOpen onOpenChange={onClose} placement="top">
      <Dialog className={css.menu} aria-label={t('chat.more')}>
        {mayReact && (
          <div className={css.emoji} role="group" aria-label={t('chat.react')}>
            {EMOJI.map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-pressed={mine === emoji}
                onClick={then(() => void actions.react(mine === emoji ? null : emoji))}
              >
                {emoji}
              </button>
            ))}
          </div>
        )}
        {message.text !== null && (
          <button
            type="button"
            className="button quiet"
            onClick={then(() => void navigator.clipboard?.writeText(message.text ?? ''))}
          >
            <Copy aria-hidden="true" />
            {t('chat.copy')}
          </button>
        )}
      </Dialog>
    </Popover>
  );
}
