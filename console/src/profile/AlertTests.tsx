import { Send } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { AlertChannel, AlertProblemCode, AlertSettingsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { useTell } from '../parts/tell';
import { TEST_ALERT } from './notification-documents';

/** What keeps alerts from arriving, and a try of each way. */
export function AlertTests({ settings, onTried }: { settings: AlertSettingsFragment; onTried: () => void }) {
  const t = useText();
  const times = useTimes();
  const tell = useTell();
  const change = useChange();
  const isAdmin = useWorkspace().viewer.me.role === 'ADMIN';
  const [found, setFound] = useState<AlertProblemCode | null>(null);
  const ways: AlertChannel[] = [
    ...(settings.devices.length > 0 ? (['PUSH'] as const) : []),
    ...(settings.canEmail ? (['EMAIL'] as const) : []),
  ];
  const tryIt = async (channel: AlertChannel): Promise<void> => {
    setFound(null);
    const payload = await change.run(TEST_ALERT, { input: { channel } });
    if (payload === null) return;
    if (payload.problem === null) tell.done(t(`alerts.tried.${channel}`));
    else setFound(payload.problem.code);
    onTried();
  };
  return (
    <>
      {settings.problems.map(({ channel, code, message, since, people }) => (
        <p key={channel + code} role="note">
          <strong>{t(`alertProblem.${code}`)}</strong>{' '}
          {t('alerts.concerns', { count: people, time: times.full(since) })}
          {isAdmin && (
            <small dir="ltr" lang="en">
              {' '}
              {message}
            </small>
          )}
        </p>
      ))}
      <div>
        {ways.map((channel) => (
          <button
            key={channel}
            type="button"
            className="button"
            aria-disabled={change.isBusy}
            onClick={() => void tryIt(channel)}
          >
            <Send className="lucide flips" aria-hidden="true" />
            {t(`alerts.try.${channel}`)}
          </button>
        ))}
      </div>
      <p role="alert">{found !== null && t(`alertProblem.${found}`)}</p>
      <Problems refusals={change.refusals} />
    </>
  );
}
