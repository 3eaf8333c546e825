import { RefreshCw, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { EndpointDeliveryState, SentWebhooksQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge, type Tone } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { QueryState, Section } from '../parts/page/Page';
import { FilterChoice, MoreButton, Row, Rows } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import css from './Developers.module.css';
import { REDELIVER, SENT_WEBHOOKS } from './endpoint-documents';

type SentWebhook = SentWebhooksQuery['endpointDeliveries']['nodes'][number];

const TONES: Record<EndpointDeliveryState, Tone> = { FAILED: 'bad', DELIVERED: 'good', WAITING: 'busy' };
const STATES = Object.keys(TONES) as EndpointDeliveryState[];

/** What was sent to endpoints, with each attempt, to be sent again. */
export function SentWebhooks() {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [state, setState] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useConnection(
    SENT_WEBHOOKS,
    { filter: state === '' ? null : { state: [state as EndpointDeliveryState] }, after: null as string | null },
    ({ endpointDeliveries }) => endpointDeliveries,
  );
  const redeliver = async (): Promise<void> => {
    if (chosen.length === 0) return;
    const payload = await change.run(REDELIVER, { input: { deliveryIds: [...chosen] } });
    if (payload === null) return;
    tell.done(t('sentWebhooks.redelivered', { count: payload.redeliveredCount }));
    setChosen([]);
    list.reload();
  };
  return (
    <Section
      title={t('sentWebhooks.title')}
      actions={
        <>
          <FilterChoice
            label={t('templates.status')}
            all={t('templates.everyStatus')}
            value={state}
            options={STATES.map((value) => ({ value, label: t(`sentWebhook.${value}`) }))}
            onChange={setState}
          />
          <button type="button" className="button" onClick={list.reload}>
            <RefreshCw aria-hidden="true" />
            {t('sentWebhooks.reload')}
          </button>
          <button
            type="button"
            className="button"
            aria-disabled={chosen.length === 0 || change.isBusy}
            onClick={() => void redeliver()}
          >
            <RotateCw aria-hidden="true" />
            {t('sentWebhooks.redeliver', { count: chosen.length })}
          </button>
        </>
      }
    >
      <Problems refusals={change.refusals} />
      <Rows label={t('sentWebhooks.title')}>
        {list.nodes.map((webhook) => (
          <SentWebhookRow
            key={webhook.id}
            webhook={webhook}
            isChosen={chosen.includes(webhook.id)}
            onChoose={(isChosen) =>
              setChosen(isChosen ? [...chosen, webhook.id] : chosen.filter((id) => id !== webhook.id))
            }
          />
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('sentWebhooks.empty')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Section>
  );
}

interface SentWebhookRowProps {
  webhook: SentWebhook;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}

function SentWebhookRow({ webhook, isChosen, onChoose }: SentWebhookRowProps) {
  const t = useText();
  const times = useTimes();
  const { eventType, state, occurredAt, nextAttemptAt, endpoint, attempts, payload } = webhook;
  const title = t(`eventType.${eventType}`);
  return (
    <Row
      title={title}
      badge={<Badge tone={TONES[state]}>{t(`sentWebhook.${state}`)}</Badge>}
      start={
        <input
          type="checkbox"
          aria-label={t('deliveries.choose', { name: title, time: times.full(occurredAt) })}
          checked={isChosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      }
    >
      <small>
        {times.full(occurredAt)} · <bdi>{endpoint.url}</bdi> · {t('deliveries.attempts', { count: attempts.length })}
        {nextAttemptAt !== null && ` · ${t('sentWebhooks.next', { time: times.full(nextAttemptAt) })}`}
      </small>
      {state !== 'DELIVERED' && <span className={css.error}>{attempts.at(-1)?.error}</span>}
      <details className={css.payload}>
        <summary>{t('sentWebhooks.details')}</summary>
        <ol>
          {attempts.map((attempt) => (
            <li key={attempt.at} dir="auto">
              {times.full(attempt.at)} · {attempt.status ?? '–'} · {attempt.durationMs} ms{' '}
              {attempt.error ?? attempt.answer}
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
