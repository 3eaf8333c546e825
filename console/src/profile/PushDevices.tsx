import { BellPlus } from 'lucide-react';
import { useState } from 'react';
import type { AlertSettingsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { canBePushed, subscribe } from '../live/push';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { Row, Rows } from '../parts/page/Rows';
import { ADD_DEVICE, REMOVE_DEVICE } from './notification-documents';

interface Props {
  settings: AlertSettingsFragment;
  onChanged: () => void;
}

/** The browsers in which a person is alerted while the console is closed. */
export function PushDevices({ settings, onChanged }: Props) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const [trouble, setTrouble] = useState<'alerts.denied' | 'alerts.noService' | null>(null);
  const add = async (): Promise<void> => {
    setTrouble(null);
    try {
      const address = await subscribe(settings.pushPublicKey);
      if (address === null) setTrouble('alerts.denied');
      else if ((await change.run(ADD_DEVICE, { input: address })) !== null) onChanged();
    } catch {
      setTrouble('alerts.noService');
    }
  };
  const remove = async (pushDeviceId: string): Promise<void> => {
    if ((await change.run(REMOVE_DEVICE, { input: { pushDeviceId } })) !== null) onChanged();
  };
  return (
    <>
      {canBePushed() ? (
        <div>
          <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void add()}>
            <BellPlus aria-hidden="true" />
            {t('alerts.addDevice')}
          </button>
        </div>
      ) : (
        <p>{t('alerts.noPush')}</p>
      )}
      <p role="alert">{trouble !== null && t(trouble)}</p>
      <Problems refusals={change.refusals} />
      <Rows label={t('alerts.devices')}>
        {settings.devices.map(({ id, userAgent, createdAt }) => (
          <Row
            key={id}
            title={userAgent ?? t('app.unknown')}
            end={
              <button
                type="button"
                className="button small danger"
                aria-disabled={change.isBusy}
                onClick={() => void remove(id)}
              >
                {t('alerts.removeDevice')}
              </button>
            }
          >
            <small>{t('alerts.since', { time: times.full(createdAt) })}</small>
          </Row>
        ))}
      </Rows>
    </>
  );
}
