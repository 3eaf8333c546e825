import { useState, type ReactNode } from 'react';
import type { WebhookDeliveriesQuery, WebhookDeliveryState } from '../generated/graphql';
import { useText, type SayText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge, type Tone } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { useChange } from '../parts/form/change';
import { Row } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import css from './Developers.module.css';
import { DELIVERIES, REPLAY } from './developer-documents';
import { WebhookList } from './WebhookList';
import { useWordingText } from '../language/reason-text';

type Delivery = WebhookDeliveriesQuery['webhookDeliveries']['nodes'][number];

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
  const list = useConnection(
    DELIVERIES,
    { state: state === '' ? null : [state as WebhookDeliveryState], after: null as string | null },
    ({ webhookDeliveries }) => webhookDeliveries,
  );
  const replay = async (deliveryIds: readonly string[]): Promise<boolean> => {
    const payload = await change.run(REPLAY, { input: { deliveryIds: [...deliveryIds] } });
    if (payload === null) return false;
    tell.done(t('deliveries.replayed', { count: payload.replayedCount }));
    list.reload();
    return true;
  };
  return (
    <WebhookList
      title={t('deliveries.title')}
      empty={t('deliveries.empty')}
      state={state}
      states={STATES.map((value) => ({ value, label: t(`delivery.${value}`) }))}
      onState={setState}
      list={list}
      change={change}
      again={(count) => t('deliveries.replay', { count })}
      onAgain={replay}
      nameOf={(delivery) => ({ name: titleOf(delivery, t), at: delivery.receivedAt })}
      row={(delivery, start) => <DeliveryRow key={delivery.id} delivery={delivery} start={start} />}
    />
  );
}

function titleOf({ fields }: Delivery, t: SayText): string {
  return fields.join(', ') || t('deliveries.noField');
}

function DeliveryRow({ delivery, start }: { delivery: Delivery; start: ReactNode }) {
  const t = useText();
  const times = useTimes();
  const said = useWordingText();
  const { state, attempts, error, errorWording, notRead, receivedAt, payload } = delivery;
  return (
    <Row title={titleOf(delivery, t)} badge={<Badge tone={TONES[state]}>{t(`delivery.${state}`)}</Badge>} start={start}>
      <small>
        {times.full(receivedAt)} · {t('deliveries.attempts', { count: attempts })}
        {notRead.length > 0 && ` · ${t('deliveries.notRead', { parts: notRead.join(', ') })}`}
      </small>
      {error !== null && <span className={css.error}>{said(error, errorWording)}</span>}
      <details className={css.payload}>
        <summary>{t('deliveries.payload')}</summary>
        <pre dir="ltr" tabIndex={0}>
          {JSON.stringify(payload, null, 2)}
        </pre>
      </details>
    </Row>
  );
}
