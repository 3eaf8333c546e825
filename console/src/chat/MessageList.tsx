import { ArrowDown } from 'lucide-react';
import { Fragment, useCallback, useEffect, useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { ChatMessageFragment, InboxConversationFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useStore } from '../parts/state/store';
import { useAnnouncedMessages } from './announced-messages';
import type { ChatStore } from './chat-store';
import { MessageBubble } from './message/MessageBubble';
import { useChatScroll } from './chat-scroll';
import { useJump } from './jump';
import { chatLines } from './timeline/chat-lines';
import { TimelineLine } from './timeline/TimelineLine';
import { UnsentBubble } from './message/UnsentBubble';
import css from './MessageList.module.css';

interface Props {
  chat: ChatStore;
  conversation: InboxConversationFragment;
  onQuote: (message: ChatMessageFragment) => void;
}

/** The messages, oldest above, with dates between days and what happened between them; older ones come when one scrolls up, and the place stays. */
export function MessageList({ chat, conversation, onQuote }: Props) {
  const t = useText();
  const times = useTimes();
  const { messages, hasOlder, hasNewer, isLoading } = useStore(chat.state);
  const unsent = useStore(useWorkspace().outbox.unsent).filter(
    ({ conversationId, key }) =>
      conversationId === conversation.id && !messages.some(({ idempotencyKey }) => idempotencyKey === key),
  );
  const lines = chatLines(messages, useStore(chat.timeline.entries));
  const scroll = useChatScroll(lines.length + unsent.length, {
    isEnd: !hasNewer,
    onNearBeginning: () => void chat.loadOlder(),
    onNearEnd: () => void chat.loadNewer(),
  });
  const jump = useJump(chat, scroll.showMessage);
  const announced = useAnnouncedMessages(messages, conversation.contact.displayName);
  const [firstUnread] = useState(() => conversation.unreadCount);
  const renew = useCallback((messageId: string) => void chat.renew(messageId).catch(() => undefined), [chat]);
  const { toEnd: scrollToEnd } = scroll;
  const toEnd = useCallback(() => {
    if (!chat.state.get().hasNewer) return scrollToEnd();
    void chat.reload().then(scrollToEnd);
  }, [chat, scrollToEnd]);
  useEffect(() => {
    if (unsent.length > 0) toEnd();
  }, [unsent.length, toEnd]);

  return (
    <div className={css.frame}>
      <div
        ref={scroll.scroller}
        className={css.scroller}
        onScroll={scroll.onScroll}
        tabIndex={0}
        role="region"
        aria-label={t('chat.messages')}
        aria-busy={isLoading}
      >
        <ol ref={scroll.content} className={css.messages}>
          <li className={css.edge}>
            {isLoading && <span className="spinner" role="img" aria-label={t('app.loading')} />}
            {!hasOlder && t('chat.beginning')}
          </li>
          {lines.map((line) => {
            const { isNewDay, before } = line;
            const { id, occurredAt } = line.entry ?? line.message;
            const day = isNewDay && (
              <li className={css.day}>
                <time dateTime={occurredAt}>{times.day(occurredAt)}</time>
              </li>
            );
            if (line.entry !== null)
              return (
                <Fragment key={id}>
                  {day}
                  <TimelineLine entry={line.entry} />
                </Fragment>
              );
            const { message, index } = line;
            return (
              <Fragment key={id}>
                {day}
                {firstUnread > 0 &&
                  !hasNewer &&
                  index === messages.length - firstUnread &&
                  isAllInbound(messages, index) && <li className={css.unread}>{t('chat.unreadFromHere')}</li>}
                <MessageBubble
                  message={message}
                  customerName={conversation.contact.displayName}
                  isGroup={conversation.contact.groupId !== null}
                  mayReply={conversation.allowedActions.includes('REPLY')}
                  mayReact={conversation.allowedActions.includes('REACT')}
                  isFollowing={!isNewDay && isSameAuthor(before, message)}
                  isFound={jump.foundId === message.id}
                  onQuote={onQuote}
                  onJump={jump.to}
                  onExpired={renew}
                />
              </Fragment>
            );
          })}
          {unsent.map((each) => (
            <UnsentBubble key={each.key} unsent={each} />
          ))}
        </ol>
      </div>
      {!scroll.isAtEnd && (
        <button type="button" className={css.toEnd} aria-label={t('chat.toEnd')} onClick={toEnd}>
          <ArrowDown aria-hidden="true" />
        </button>
      )}
      <p className="visually-hidden" role="status">
        {announced}
      </p>
    </div>
  );
}

function isAllInbound(messages: readonly ChatMessageFragment[], from: number): boolean {
  return messages.slice(from).every(({ direction }) => direction === 'INBOUND');
}

function isSameAuthor(before: ChatMessageFragment | undefined, message: ChatMessageFragment): boolean {
  if (before === undefined || before.direction !== message.direction) return false;
  return authorId(before) === authorId(message);
}

function authorId({ author }: ChatMessageFragment): string | null {
  return author === null ? null : author.id;
}
