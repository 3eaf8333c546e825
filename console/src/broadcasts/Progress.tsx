import type { BroadcastStateFragment, BroadcastStatus } from '../generated/graphql';
import { useText } from '../language/text';
import { Badge, type Tone } from '../parts/Badge';
import css from './Broadcasts.module.css';

const TONES: Record<BroadcastStatus, Tone> = {
  CANCELLED: 'plain',
  FINISHED: 'good',
  PAUSED: 'warn',
  PREPARING: 'busy',
  RUNNING: 'busy',
  SCHEDULED: 'busy',
};

export function BroadcastStatusBadge({ status }: { status: BroadcastStatus }) {
  const t = useText();
  return <Badge tone={TONES[status]}>{t(`broadcastStatus.${status}`)}</Badge>;
}

/** How many have left, of how many. */
export function Progress({ broadcast: { total, queued } }: { broadcast: BroadcastStateFragment }) {
  const t = useText();
  const done = total - queued;
  const text = t('broadcasts.progress', { done, total });
  return (
    <span className={css.progress}>
      <progress max={Math.max(total, 1)} value={done} aria-label={t('broadcasts.progress.label')} />
      <small>{text}</small>
    </span>
  );
}
