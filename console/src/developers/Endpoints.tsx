import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { EndpointStatus } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { Badge, type Tone } from '../parts/Badge';
import { useConnection } from '../parts/connection';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Problems } from '../parts/form/Form';
import { QueryState, Section } from '../parts/page/Page';
import { MoreButton, Row, Rows } from '../parts/page/Rows';
import { useTell } from '../parts/tell';
import css from './Developers.module.css';
import {
  DELETE_ENDPOINT,
  ENDPOINTS,
  PAUSE_ENDPOINT,
  RESUME_ENDPOINT,
  ROTATE_SECRET,
  TEST_ENDPOINT,
} from './endpoint-documents';
import { EndpointDialog, type Endpoint } from './EndpointDialog';
import { EndpointSecret } from './ShownSecret';
import { useWordingText } from '../language/reason-text';

const TONES: Record<EndpointStatus, Tone> = { ACTIVE: 'good', PAUSED: 'warn', DISABLED: 'bad' };

/** Addresses of other systems, which are told what happens. */
export function Endpoints() {
  const t = useText();
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const list = useConnection(ENDPOINTS, { after: null as string | null }, ({ webhookEndpoints }) => webhookEndpoints);
  return (
    <Section
      title={t('endpoints.title')}
      actions={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          <Plus aria-hidden="true" />
          {t('endpoints.new')}
        </button>
      }
    >
      <Rows label={t('endpoints.title')}>
        {list.nodes.map((endpoint) => (
          <EndpointRow key={endpoint.id} endpoint={endpoint} onChanged={list.reload} onSecret={setSecret} />
        ))}
      </Rows>
      {list.nodes.length === 0 && (
        <QueryState error={list.error} isLoading={list.isLoading} empty={<p>{t('endpoints.empty')}</p>} />
      )}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      {isMaking && (
        <EndpointDialog
          endpoint={null}
          onClose={() => {
            setMaking(false);
            list.reload();
          }}
        />
      )}
      {secret !== null && <EndpointSecret secret={secret} onClose={() => setSecret(null)} />}
    </Section>
  );
}

interface EndpointRowProps {
  endpoint: Endpoint;
  onChanged: () => void;
  onSecret: (secret: string | null) => void;
}

function EndpointRow({ endpoint, onChanged, onSecret }: EndpointRowProps) {
  const t = useText();
  const said = useWordingText();
  const { url, description, status, statusReason, eventTypes, accounts, failingSince, lastError } = endpoint;
  return (
    <Row title={url} badge={<Badge tone={TONES[status]}>{t(`endpointStatus.${status}`)}</Badge>}>
      {description !== null && <span dir="auto">{description}</span>}
      <span>{eventTypes.map((type) => t(`eventType.${type}`)).join(', ')}</span>
      <small>
        {accounts === null ? t('endpoints.everyAccount') : accounts.map(({ name }) => name).join(', ')} ·{' '}
        <Since endpoint={endpoint} />
      </small>
      {statusReason !== null && <span className={css.error}>{said(statusReason, endpoint.statusReasonWording)}</span>}
      {status === 'ACTIVE' && failingSince !== null && lastError !== null && (
        <span className={css.error}>{said(lastError, endpoint.lastErrorWording)}</span>
      )}
      <EndpointActions endpoint={endpoint} onChanged={onChanged} onSecret={onSecret} />
    </Row>
  );
}

function Since({ endpoint: { failingSince, lastDeliveredAt } }: { endpoint: Endpoint }) {
  const t = useText();
  const times = useTimes();
  if (failingSince !== null) return t('endpoints.failing', { time: times.full(failingSince) });
  return lastDeliveredAt === null
    ? t('endpoints.neverDelivered')
    : t('endpoints.delivered', { time: times.full(lastDeliveredAt) });
}

function EndpointActions({ endpoint, onChanged, onSecret }: EndpointRowProps) {
  const { id, url, status } = endpoint;
  const t = useText();
  const tell = useTell();
  const [change, rotation, deletion] = [useChange(), useChange(), useChange()];
  const [isEditing, setEditing] = useState(false);
  const input = { endpointId: id };
  const test = async (): Promise<void> => {
    if ((await change.run(TEST_ENDPOINT, { input })) !== null) tell.done(t('endpoints.tested'));
  };
  const toggle = async (): Promise<void> => {
    const done =
      status === 'ACTIVE' ? await change.run(PAUSE_ENDPOINT, { input }) : await change.run(RESUME_ENDPOINT, { input });
    if (done !== null) onChanged();
  };
  const rotate = async (): Promise<boolean> => {
    const payload = await rotation.run(ROTATE_SECRET, { input });
    if (payload !== null) onSecret(payload.secret);
    return payload !== null;
  };
  const remove = async (): Promise<boolean> => {
    const isDone = (await deletion.run(DELETE_ENDPOINT, { input })) !== null;
    if (isDone) onChanged();
    return isDone;
  };
  return (
    <div className={css.actions}>
      <button type="button" className="button small" aria-disabled={change.isBusy} onClick={() => void test()}>
        {t('endpoints.test')}
      </button>
      <button type="button" className="button small" aria-disabled={change.isBusy} onClick={() => void toggle()}>
        {status === 'ACTIVE' ? t('endpoints.pause') : t('endpoints.resume')}
      </button>
      <button type="button" className="button small" onClick={() => setEditing(true)}>
        {t('app.edit')}
      </button>
      <ConfirmButton
        label={t('endpoints.rotate')}
        question={t('endpoints.rotate.question')}
        change={rotation}
        isSmall
        onConfirm={rotate}
      />
      <ConfirmButton
        label={t('endpoints.delete')}
        question={t('endpoints.delete.question', { url })}
        change={deletion}
        isSmall
        onConfirm={remove}
      />
      <Problems refusals={change.refusals} />
      {isEditing && (
        <EndpointDialog
          endpoint={endpoint}
          onClose={() => {
            setEditing(false);
            onChanged();
          }}
        />
      )}
    </div>
  );
}
