import { BellPlus } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { AlertSettingsFragment } from '../generated/graphql';
import { request } from '../graphql/request';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { canBePushed, rememberChosen, subscribe } from '../live/push';
import { Badge } from '../parts/Badge';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { Row, Rows } from '../parts/page/Rows';
import { ADD_DEVICE, PUSHED_HERE, REMOVE_DEVICE } from './notification-documents';

interface Props {
  settings: AlertSettingsFragment;
  onChanged: () => void;
}

/** The browsers in which a person is alerted while the console is closed. */
export function PushDevices({ settings, onChanged }: Props) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const { me } = useWorkspace().viewer;
  const [trouble, setTrouble] = useState<'alerts.denied' | 'alerts.noService' | null>(null);
  const add = async (): Promise<void> => {
    setTrouble(null);
    try {
      const address = await subscribe(settings.pushPublicKey);
      if (address === null) return setTrouble('alerts.denied');
      if ((await change.run(ADD_DEVICE, { input: address })) === null) return;
      const { sessions } = await request(PUSHED_HERE, {});
      const session = sessions.find(({ isCurrent }) => isCurrent);
      if (session !== undefined) rememberChosen({ userId: me.id, sessionId: session.id });
      onChanged();
    } catch {
      setTrouble('alerts.noService');
    }
  };
  const remove = async (pushDeviceId: string, isHere: boolean): Promise<void> => {
    if ((await change.run(REMOVE_DEVICE, { input: { pushDeviceId } })) === null) return;
    if (isHere) rememberChosen(null);
    onChanged();
  };
  const isHere = settings.devices.some(({ isCurrent }) => isCurrent);
  return (
    <>
      {!canBePushed() && <p>{t('alerts.noPush')}</p>}
      {canBePushed() && !isHere && (
        <div>
          <button type="button" className="button" aria-disabled={change.isBusy} onClick={() => void add()}>
            <BellPlus aria-hidden="true" />
            {t('alerts.addDevice')}
          </button>
        </div>
      )}
      <p role="alert">{trouble !== null && t(trouble)}</p>
      <Problems refusals={change.refusals} />
      <Rows label={t('alerts.devices')}>
        {settings.devices.map(({ id, userAgent, createdAt, isCurrent }) => (
          <Row
            key={id}
            title={userAgent ?? t('app.unknown')}
            badge={isCurrent && <Badge tone="good">{t('profile.thisOne')}</Badge>}
            end={
              <button
                type="button"
                className="button small danger"
                aria-disabled={change.isBusy}
                onClick={() => void remove(id, isCurrent)}
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
