import { Clock3, Lock } from 'lucide-react';
import type { InboxConversationFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useNow } from '../parts/state/now';
import css from './Chat.module.css';

const MINUTE_MS = 60_000;
const SOON_MINUTES = 180;

/** How long one may still write freely, counting down. */
export function WindowState({ conversation }: { conversation: InboxConversationFragment }) {
  const t = useText();
  const times = useTimes();
  const now = useNow();
  const { expiresAt } = conversation.serviceWindow;
  if (!isWindowOpen(conversation, now) || expiresAt === null)
    return (
      <span className={css.window} data-state="closed">
        <Lock aria-hidden="true" />
        {t('window.closed')}
      </span>
    );
  const minutes = Math.max(1, Math.floor((Date.parse(expiresAt) - now) / MINUTE_MS));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return (
    <time
      className={css.window}
      data-state={minutes <= SOON_MINUTES ? 'soon' : 'open'}
      dateTime={expiresAt}
      title={times.full(expiresAt)}
    >
      <Clock3 aria-hidden="true" />
      {hours > 0 ? t('window.hours', { hours, minutes: rest }) : t('window.minutes', { minutes })}
    </time>
  );
}

/** Whether free content may be sent now: windows also close while nobody asks the server. */
export function isWindowOpen({ serviceWindow }: InboxConversationFragment, now: number): boolean {
  return serviceWindow.isOpen && (serviceWindow.expiresAt === null || Date.parse(serviceWindow.expiresAt) > now);
}
