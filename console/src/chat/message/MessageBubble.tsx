import { Forward, Lock, MoreHorizontal, Reply } from 'lucide-react';
import { memo, Suspense, useRef, useState } from 'react';
import { lazily } from '../../parts/lazily';
import { useWorkspace } from '../../app/workspace';
import type { ChatMessageFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useTimes } from '../../language/times';
import { pathToFind } from '../../inbox/inbox-address';
import { MessageContentView } from '../content/MessageContentView';
import { useMessageActions } from './message-actions';
import { MessageTrouble } from './MessageTrouble';
import { Occasion } from './Occasion';
import { Quote } from './Quote';
import { Ticks } from './Ticks';
import css from './MessageBubble.module.css';

const MessageMenu = lazily(() => import('./MessageMenu'));

interface Props {
  message: ChatMessageFragment;
  customerName: string;
  isGroup: boolean;
  mayReply: boolean;
  mayReact: boolean;
  /** After another of the same author. */
  isFollowing: boolean;
  isFound: boolean;
  onQuote: (message: ChatMessageFragment) => void;
  onJump: (messageId: string) => void;
  /** A link to its file has ended. */
  onExpired: (messageId: string) => void;
}

export const MessageBubble = memo(function MessageBubble(props: Props) {
  const { message, customerName, isGroup, isFollowing, isFound, onJump, onExpired } = props;
  const t = useText();
  const times = useTimes();
  const { me } = useWorkspace().viewer;
  const { retryMedia } = useMessageActions(message);
  const { direction, content, author, replyTo, reactions } = message;
  const isNote = direction === 'INTERNAL';
  // What a customer has deleted is a notice at the server too; here it stays a message of theirs.
  if (content.__typename === 'SystemContent' && message.revokedAt === null)
    return (
      <li className={css.system} data-message={message.id}>
        <span dir="auto">{content.body}</span>
      </li>
    );
  const authorName = author === null ? null : author.__typename === 'Contact' ? author.displayName : author.name;
  const showsAuthor = !isFollowing && authorName !== null && (isNote || direction === 'OUTBOUND' || isGroup);
  return (
    <li
      className={css.place}
      data-direction={direction}
      data-message={message.id}
      data-following={isFollowing || undefined}
    >
      <article
        className={css.bubble}
        data-found={isFound || undefined}
        aria-label={t('chat.by', {
          name: direction === 'INBOUND' ? (authorName ?? customerName) : (authorName ?? t('chat.company')),
          time: times.full(message.occurredAt),
        })}
      >
        {isNote && (
          <p className={css.label}>
            <Lock aria-hidden="true" />
            {t('chat.note')}
          </p>
        )}
        {showsAuthor && (
          <p className={css.author}>
            <bdi>{author?.id === me.id ? t('chat.you') : authorName}</bdi>
          </p>
        )}
        {message.isForwarded && (
          <p className={css.forwarded}>
            <Forward className="lucide flips" aria-hidden="true" />
            {t(message.isFrequentlyForwarded ? 'chat.forwardedOften' : 'chat.forwarded')}
          </p>
        )}
        <Occasion message={message} />
        {replyTo !== null && <Quote message={replyTo} onJump={onJump} />}
        {message.revokedAt === null ? (
          <MessageContentView
            message={message}
            onExpired={() => onExpired(message.id)}
            onRetryMedia={(mediaId) => void retryMedia(mediaId)}
            chatPath={pathToFind}
          />
        ) : (
          <p className={css.deleted}>{t('chat.deleted')}</p>
        )}
        <p className={css.foot}>
          {message.editedAt !== null && <span>{t('chat.edited')}</span>}
          {message.isFromHistory ? (
            <span>{t('chat.fromHistory')}</span>
          ) : (
            message.origin === 'PHONE_APP' && <span>{t('chat.fromPhone')}</span>
          )}
          <time dateTime={message.occurredAt} title={times.full(message.occurredAt)}>
            {times.clock(message.occurredAt)}
          </time>
          {direction === 'OUTBOUND' && <Ticks status={message.status} />}
        </p>
        {reactions.length > 0 && (
          <p className={css.reactions}>
            <span className="visually-hidden">{t('chat.reactions')}</span>
            {reactions.map(({ emoji, author: by }, index) => (
              <span
                key={index}
                title={
                  by === null
                    ? undefined
                    : by.__typename === 'Contact'
                      ? by.displayName
                      : by.__typename === 'User'
                        ? by.name
                        : undefined
                }
              >
                {emoji}
              </span>
            ))}
          </p>
        )}
      </article>
      {!isNote && message.revokedAt === null && <Tools {...props} />}
      <MessageTrouble message={message} />
    </li>
  );
});

type ToolsProps = Pick<Props, 'message' | 'mayReply' | 'mayReact' | 'onQuote'>;

/** Beside the bubble for whoever points at it or comes by Tab; the menu is drawn when it is asked for. */
function Tools({ message, mayReply, mayReact, onQuote }: ToolsProps) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={css.tools} data-open={isOpen || undefined}>
      {mayReply && (
        <button type="button" aria-label={t('chat.reply')} onClick={() => onQuote(message)}>
          <Reply className="lucide flips" aria-hidden="true" />
        </button>
      )}
      <button
        ref={opener}
        type="button"
        aria-label={t('chat.more')}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <MoreHorizontal aria-hidden="true" />
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <MessageMenu message={message} mayReact={mayReact} opener={opener} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
