import { RotateCw, X } from 'lucide-react';
import type { ChatMessageFragment, MessageStatus } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import { useTimes } from '../../language/times';
import { useRefusalText } from './refusal-text';
import { useMessageActions } from './message-actions';
import css from './MessageBubble.module.css';

const MAY_RETRY: readonly MessageStatus[] = ['FAILED', 'UNCONFIRMED', 'CANCELLED'];
const SAID: readonly MessageStatus[] = ['FAILED', 'UNCONFIRMED', 'CANCELLED', 'HELD'];

/** Below a message that did not arrive: why, what helps, and the button for it. */
export function MessageTrouble({ message }: { message: ChatMessageFragment }) {
  const t = useText();
  const refusalText = useRefusalText();
  const actions = useMessageActions(message);
  const times = useTimes();
  const { status, failure, refusal, direction, sendAt } = message;
  const waits = status === 'QUEUED' && refusal !== null;
  if (direction !== 'OUTBOUND' || (!SAID.includes(status) && status !== 'QUEUED')) return null;
  const reason = failure ?? (waits ? refusal : null);
  const label: TextId = `status.${status}`;
  return (
    <div className={css.trouble} data-status={status}>
      {(SAID.includes(status) || waits) && (
        <p>
          <strong>{t(label)}</strong>
          {reason !== null && <> {refusalText(reason)}</>}
        </p>
      )}
      {status === 'QUEUED' && !waits && sendAt !== null && <p>{t('chat.scheduled', { time: times.full(sendAt) })}</p>}
      {MAY_RETRY.includes(status) && (
        <button type="button" className="button small" onClick={() => void actions.retry()}>
          <RotateCw aria-hidden="true" />
          {t('chat.retry')}
        </button>
      )}
      {status === 'QUEUED' && (
        <button type="button" className="button small quiet" onClick={() => void actions.cancel()}>
          <X aria-hidden="true" />
          {t('chat.cancel')}
        </button>
      )}
    </div>
  );
}
