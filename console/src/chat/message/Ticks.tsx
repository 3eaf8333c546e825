import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, Clock, type LucideIcon } from 'lucide-react';
import type { MessageStatus } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import css from './Ticks.module.css';

const ICONS: Record<MessageStatus, LucideIcon | null> = {
  QUEUED: Clock,
  HELD: Clock,
  SENDING: Clock,
  SENT: Check,
  DELIVERED: CheckCheck,
  READ: CheckCheck,
  PLAYED: CheckCheck,
  FAILED: CircleAlert,
  CANCELLED: Ban,
  UNCONFIRMED: CircleHelp,
  RECEIVED: null,
};

/** How far a message of ours came. */
export function Ticks({ status }: { status: MessageStatus }) {
  const t = useText();
  const Icon = ICONS[status];
  const label: TextId = `status.${status}`;
  return Icon === null ? null : <Icon className={css.ticks} data-status={status} role="img" aria-label={t(label)} />;
}
