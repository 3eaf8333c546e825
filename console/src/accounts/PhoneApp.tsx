import { History, Users } from 'lucide-react';
import { useEffect } from 'react';
import { useClient } from 'urql';
import type { NumberSettingsFragment, PhoneAppData } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { ACCOUNT, REQUEST_PHONE_APP_DATA } from './account-documents';
import css from './Accounts.module.css';

const LOOK_EVERY_MS = 3_000;

/** The WhatsApp Business app on a phone with the number: how far its history has been read, and asking for it. */
export function PhoneApp(props: { accountId: string; number: NumberSettingsFragment; mayAsk: boolean }) {
  const { accountId, number, mayAsk } = props;
  const t = useText();
  const client = useClient();
  const { historyImport } = number;
  const isUnderWay =
    historyImport !== null &&
    historyImport.finishedAt === null &&
    (historyImport.requestedAt !== null || historyImport.startedAt !== null);
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const look = (): void =>
      void client.query(ACCOUNT, { id: accountId }, { requestPolicy: 'network-only' }).toPromise();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [client, accountId, isUnderWay]);
  if (historyImport === null && !mayAsk) return null;
  return (
    <details className={css.phoneApp} open={historyImport !== null}>
      <summary>{t('phoneApp.title')}</summary>
      {historyImport !== null && <Progress of={historyImport} />}
      {mayAsk && <Requests numberId={number.id} />}
    </details>
  );
}

function Progress({ of }: { of: NonNullable<NumberSettingsFragment['historyImport']> }) {
  const t = useText();
  const times = useTimes();
  const { requestedAt, contactsRequestedAt, progress, messagesRead, startedAt, finishedAt, refusal } = of;
  const isWaited = requestedAt !== null && startedAt === null && refusal === null;
  return (
    <>
      {isWaited && <p>{t('phoneApp.requested', { time: times.full(requestedAt) })}</p>}
      {contactsRequestedAt !== null && (
        <p>{t('phoneApp.contactsRequested', { time: times.full(contactsRequestedAt) })}</p>
      )}
      {startedAt !== null && finishedAt === null && (
        <p role="status">{t('phoneApp.reading', { progress: progress ?? 0, count: messagesRead })}</p>
      )}
      {refusal === null && finishedAt !== null && (
        <p>{t('phoneApp.read', { time: times.full(finishedAt), count: messagesRead })}</p>
      )}
      {refusal !== null && (
        <p>
          {t('phoneApp.refused')} {refusal.advice}
        </p>
      )}
    </>
  );
}

function Requests({ numberId }: { numberId: string }) {
  const t = useText();
  const change = useChange();
  const ask = (data: PhoneAppData): void =>
    void change.run(REQUEST_PHONE_APP_DATA, { input: { phoneNumberId: numberId, data } });
  return (
    <>
      <p>{t('phoneApp.hint')}</p>
      <p className={css.phoneAppActions}>
        <button type="button" className="button small" aria-disabled={change.isBusy} onClick={() => ask('CONTACTS')}>
          <Users aria-hidden="true" />
          {t('phoneApp.askContacts')}
        </button>
        <button type="button" className="button small" aria-disabled={change.isBusy} onClick={() => ask('HISTORY')}>
          <History aria-hidden="true" />
          {t('phoneApp.askHistory')}
        </button>
      </p>
      <Problems refusals={change.refusals} />
    </>
  );
}
