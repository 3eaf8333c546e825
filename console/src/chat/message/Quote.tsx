import type { MessageLineFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useMessageLine } from './message-line';
import css from './MessageBubble.module.css';

/** The message that is answered; a click leads to it. */
export function Quote({ message, onJump }: { message: MessageLineFragment; onJump: (messageId: string) => void }) {
  const t = useText();
  const line = useMessageLine();
  return (
    <button type="button" className={css.quote} onClick={() => onJump(message.id)} title={t('chat.showQuoted')}>
      <QuoteText message={message} line={line(message)} />
    </button>
  );
}

export function QuoteText({ message, line }: { message: MessageLineFragment; line: string }) {
  const t = useText();
  const { author } = message;
  return (
    <>
      <strong>
        <bdi>
          {author === null ? t('chat.company') : author.__typename === 'Contact' ? author.displayName : author.name}
        </bdi>
      </strong>
      <span dir="auto">{line}</span>
    </>
  );
}
