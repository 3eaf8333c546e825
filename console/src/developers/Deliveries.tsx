import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { WebhookDeliveriesQuery, WebhookDeliveryState } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge, type Tone } from '../parts/Badge';
import { useChange } from '../parts/form/change';
import { useConnection } from '../parts/connection';
import { Problems } from '../parts/form/Form';
import { QueryState, Section } from '../parts/page/Page';
import { FilterChoice, MoreButton, Row, Rows } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import css from './Developers.module.css';
import { DELIVERIES, REPLAY } from './developer-documents';

const TONES: Record<WebhookDeliveryState, Tone> = {
  FAILED: 'bad',
  IGNORED: 'plain',
  PROCESSED: 'good',
  RECEIVED: 'busy',
};
const STATES = Object.keys(TONES) as WebhookDeliveryState[];

/** What Meta sent, with what became of it, to be processed again. */
export function Deliveries() {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [state, setState] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useConnection(
    DELIVERIES,
    { state: state === '' ? null : [state as WebhookDeliveryState], after: null as string | null },
    ({ webhookDeliveries }) => webhookDeliveries,
  );
  const replay = async (): Promise<void> => {
    if (chosen.length === 0) return;
    const payload = await change.run(REPLAY, { input: { deliveryIds: [...chosen] } });
    if (payload === null) return;
    tell.done(t('deliveries.replayed', { count: payload.replayedCount }));
    setChosen([]);
    list.reload();
  };
  return (
    <Section
      title={t('deliveries.title')}
      actions={
        <>
          <FilterChoice
            label={t('templates.status')}
            all={t('templates.everyStatus')}
            value={state}
            options={STATES.map((value) => ({ value, label: t(`delivery.${value}`) }))}
            onChange={setState}
          />
          <button
            type="button"
            className="button"
            aria-disabled={chosen.length === 0 || change.isBusy}
            onClick={() => void replay()}
          >
            <RotateCw aria-hidden="true" />
            {t('deliveries.replay', { count: chosen.length })}
          </button>
        </>
      }
    >
      <Problems refusals={change.refusals} />
      <Rows label={t('deliveries.title')}>
        {list.nodes.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            isChosen={chosen.includes(delivery.id)}
            onChoose={(isChosen) =>
              setChosen(isChosen ? [...chosen, delivery.id] : chosen.filter((id) => id !== delivery.id))
            }
          />
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('deliveries.empty')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
    </Section>
  );
}

interface DeliveryRowProps {
  delivery: WebhookDeliveriesQuery['webhookDeliveries']['nodes'][number];
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}

function DeliveryRow({ delivery, isChosen, onChoose }: DeliveryRowProps) {
  const t = useText();
  const times = useTimes();
  const { state, attempts, error, fields, notRead, receivedAt, payload } = delivery;
  const title = fields.join(', ') || t('deliveries.noField');
  return (
    <Row
      title={title}
      badge={<Badge tone={TONES[state]}>{t(`delivery.${state}`)}</Badge>}
      start={
        <input
          type="checkbox"
          aria-label={t('deliveries.choose', { name: title, time: times.full(receivedAt) })}
          checked={isChosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      }
    >
      <small>
        {times.full(receivedAt)} · {t('deliveries.attempts', { count: attempts })}
        {notRead.length > 0 && ` · ${t('deliveries.notRead', { parts: notRead.join(', ') })}`}
      </small>
      {error !== null && <span className={css.error}>{error}</span>}
      <details className={css.payload}>
        <summary>{t('deliveries.payload')}</summary>
        <pre dir="ltr" tabIndex={0}>
          {JSON.stringify(payload, null, 2)}
        </pre>
      </details>
    </Row>
  );
}
