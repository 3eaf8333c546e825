import { Clock3, Hourglass, StickyNote } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import { Ticks } from '../chat/message/Ticks';
import { useMessageLine } from '../chat/message/message-line';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { LabelsInRow } from '../labels/LabelsInRow';
import { Avatar } from '../parts/Avatar';
import { useNow } from '../parts/state/now';
import { useConversationRow } from './conversation-rows';
import css from './Inbox.module.css';

const SOON_MS = 3 * 3_600_000;

interface Props {
  id: string;
  href: string;
  isChosen: boolean;
  isTabStop: boolean;
}

/** Who, what was said last and when, what is unread, who answers, and whether the window is about to close. */
export const ConversationRow = memo(function ConversationRow({ id, href, isChosen, isTabStop }: Props) {
  const t = useText();
  const times = useTimes();
  const { rows } = useWorkspace();
  const conversation = useConversationRow(rows, id);
  const line = useMessageLine();
  const now = useNow();
  if (conversation === null) return null;
  const { contact, lastMessage, unreadCount, assignee, lastActivityAt, waitingSince, serviceWindow, status } =
    conversation;
  const closesAt =
    serviceWindow.isOpen && serviceWindow.expiresAt !== null ? Date.parse(serviceWindow.expiresAt) : null;
  const closesSoon = closesAt !== null && closesAt > now && closesAt - now < SOON_MS;
  return (
    <Link
      href={href}
      className={css.row}
      data-conversation={id}
      data-unread={unreadCount > 0 || undefined}
      aria-current={isChosen ? 'true' : undefined}
      tabIndex={isTabStop ? 0 : -1}
      draggable={false}
    >
      <Avatar id={contact.id} name={contact.displayName} />
      <span className={css.who}>
        <bdi>{contact.displayName}</bdi>
      </span>
      <time className={css.when} dateTime={lastActivityAt}>
        {times.short(lastActivityAt)}
      </time>
      <span className={css.said}>
        {lastMessage?.direction === 'OUTBOUND' && <Ticks status={lastMessage.status} />}
        {lastMessage?.direction === 'INTERNAL' && <StickyNote role="img" aria-label={t('chat.note')} />}
        <span dir="auto">{lastMessage === null ? '' : line(lastMessage)}</span>
      </span>
      <span className={css.marks}>
        {waitingSince !== null && waitingSince !== lastActivityAt && (
          <time
            className={css.waits}
            dateTime={waitingSince}
            title={t('inbox.waitingSince', { time: times.full(waitingSince) })}
          >
            <Hourglass role="img" aria-label={t('inbox.waitingSince', { time: times.full(waitingSince) })} />
            <span aria-hidden="true">{times.short(waitingSince)}</span>
          </time>
        )}
        <LabelsInRow conversation={conversation} />
        {closesSoon && <Clock3 className={css.soon} role="img" aria-label={t('inbox.closesSoon')} />}
        {status === 'CLOSED' && <span className={css.tag}>{t('inbox.closed')}</span>}
        {assignee !== null && (
          <span title={t('inbox.answers', { name: assignee.name })}>
            <span className="visually-hidden">{t('inbox.answers', { name: assignee.name })}</span>
            <Avatar id={assignee.id} name={assignee.name} size="small" />
          </span>
        )}
        {unreadCount > 0 && (
          <span className={css.unread}>
            <span aria-hidden="true">{unreadCount > 99 ? '99+' : unreadCount}</span>
            <span className="visually-hidden">{t('inbox.unread', { count: unreadCount })}</span>
          </span>
        )}
      </span>
    </Link>
  );
});
