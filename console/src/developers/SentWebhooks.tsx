import { RefreshCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { EndpointDeliveryState, SentWebhooksQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge, type Tone } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { useChange } from '../parts/form/change';
import { Row } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import css from './Developers.module.css';
import { REDELIVER, SENT_WEBHOOKS } from './endpoint-documents';
import { WebhookList } from './WebhookList';
import { useWordingText } from '../language/reason-text';

type SentWebhook = SentWebhooksQuery['endpointDeliveries']['nodes'][number];

const TONES: Record<EndpointDeliveryState, Tone> = { FAILED: 'bad', DELIVERED: 'good', WAITING: 'busy' };
const STATES = Object.keys(TONES) as EndpointDeliveryState[];

/** What was sent to endpoints, with each attempt, to be sent again. */
export function SentWebhooks() {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [state, setState] = useState('');
  const list = useConnection(
    SENT_WEBHOOKS,
    { filter: state === '' ? null : { state: [state as EndpointDeliveryState] }, after: null as string | null },
    ({ endpointDeliveries }) => endpointDeliveries,
  );
  const redeliver = async (deliveryIds: readonly string[]): Promise<boolean> => {
    const payload = await change.run(REDELIVER, { input: { deliveryIds: [...deliveryIds] } });
    if (payload === null) return false;
    tell.done(t('sentWebhooks.redelivered', { count: payload.redeliveredCount }));
    list.reload();
    return true;
  };
  return (
    <WebhookList
      title={t('sentWebhooks.title')}
      empty={t('sentWebhooks.empty')}
      state={state}
      states={STATES.map((value) => ({ value, label: t(`sentWebhook.${value}`) }))}
      onState={setState}
      list={list}
      change={change}
      again={(count) => t('sentWebhooks.redeliver', { count })}
      onAgain={redeliver}
      actions={
        <button type="button" className="button" onClick={list.reload}>
          <RefreshCw aria-hidden="true" />
          {t('sentWebhooks.reload')}
        </button>
      }
      nameOf={({ eventType, occurredAt }) => ({ name: t(`eventType.${eventType}`), at: occurredAt })}
      row={(webhook, start) => <SentWebhookRow key={webhook.id} webhook={webhook} start={start} />}
    />
  );
}

function SentWebhookRow({ webhook, start }: { webhook: SentWebhook; start: ReactNode }) {
  const t = useText();
  const times = useTimes();
  const said = useWordingText();
  const errorOf = (attempt: SentWebhook['attempts'][number] | undefined): string | null =>
    attempt?.error == null ? null : said(attempt.error, attempt.errorWording);
  const { eventType, state, occurredAt, nextAttemptAt, endpoint, attempts, payload } = webhook;
  return (
    <Row
      title={t(`eventType.${eventType}`)}
      badge={<Badge tone={TONES[state]}>{t(`sentWebhook.${state}`)}</Badge>}
      start={start}
    >
      <small>
        {times.full(occurredAt)} · <bdi>{endpoint.url}</bdi> · {t('deliveries.attempts', { count: attempts.length })}
        {nextAttemptAt !== null && ` · ${t('sentWebhooks.next', { time: times.full(nextAttemptAt) })}`}
      </small>
      {state !== 'DELIVERED' && <span className={css.error}>{errorOf(attempts.at(-1))}</span>}
      <details className={css.payload}>
        <summary>{t('sentWebhooks.details')}</summary>
        <ol>
          {attempts.map((attempt) => (
            <li key={attempt.at} dir="auto">
              {times.full(attempt.at)} · {attempt.status ?? '–'} · {attempt.durationMs} ms{' '}
              {errorOf(attempt) ?? attempt.answer}
            </li>
          ))}
        </ol>
        <pre dir="ltr" tabIndex={0}>
          {payload}
        </pre>
      </details>
    </Row>
  );
}
