import { Archive, Play } from 'lucide-react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import type { AccountSettingsFragment } from '../generated/graphql';
import { AccountLabels } from '../labels/AccountLabels';
import { usePauseText } from '../language/pause-text';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Problems } from '../parts/form/Form';
import { Page, QueryState, Section } from '../parts/page/Page';
import { ACCOUNT, ARCHIVE_ACCOUNT, RESUME_SENDING } from './account-documents';
import { AccountHistory } from './AccountHistory';
import { AccountStatusBadge } from './badges';
import { ConnectionChecks } from './ConnectionChecks';
import { Credentials } from './Credentials';
import { PhoneNumbers } from './PhoneNumbers';
import { SetupSteps } from './SetupSteps';
import { WebhookSettings } from './WebhookSettings';

const BACK = '/accounts';

export function AccountDetail({ id }: { id: string }) {
  const t = useText();
  const isAdmin = useWorkspace().viewer.me.role === 'ADMIN';
  const [{ data, error, fetching }] = useQuery({ query: ACCOUNT, variables: { id } });
  const account = data?.account;
  const back = { href: BACK, label: t('accounts.back') };
  if (account == null)
    return (
      <Page title={t('nav.accounts')} back={back}>
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      </Page>
    );
  return (
    <Page title={account.name} back={back} about={<AccountStatusBadge status={account.status} />}>
      <Standing account={account} mayResume={isAdmin} />
      {isAdmin && <SetupSteps account={account} />}
      <ConnectionChecks account={account} mayTest={isAdmin} />
      <PhoneNumbers account={account} mayChange={isAdmin} />
      <AccountLabels accountId={account.id} />
      {isAdmin && (
        <>
          <WebhookSettings account={account} />
          <Credentials account={account} />
          <AccountHistory accountId={id} />
          <EndOfAccount account={account} />
        </>
      )}
    </Page>
  );
}

/** What keeps the account from sending, as long as something does. */
function Standing({ account, mayResume }: { account: AccountSettingsFragment; mayResume: boolean }) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const pauseText = usePauseText();
  const { restrictions, sendingPausedUntil, sendingPauseReason, sendingPauseCause, phoneNumbers } = account;
  const paused = [account, ...phoneNumbers].filter((each) => each.sendingPausedUntil !== null);
  if (paused.length === 0 && restrictions.length === 0) return null;
  return (
    <Section
      title={t('accounts.held')}
      actions={
        mayResume && paused.length > 0 ? (
          <button
            type="button"
            className="button"
            aria-disabled={change.isBusy}
            onClick={() => void change.run(RESUME_SENDING, { input: { accountId: account.id } })}
          >
            <Play aria-hidden="true" />
            {t('accounts.resume')}
          </button>
        ) : undefined
      }
    >
      {sendingPausedUntil !== null && (
        <p>
          {t('accounts.pausedUntil', { time: times.full(sendingPausedUntil) })}{' '}
          {pauseText(sendingPauseReason, sendingPauseCause)}
        </p>
      )}
      {phoneNumbers.map(
        (number) =>
          number.sendingPausedUntil !== null && (
            <p key={number.id}>
              <bdi>{number.displayPhoneNumber}</bdi>:{' '}
              {t('accounts.pausedUntil', { time: times.full(number.sendingPausedUntil) })}{' '}
              {pauseText(number.sendingPauseReason, number.sendingPauseCause)}
            </p>
          ),
      )}
      {restrictions.map(({ type, expiresAt }) => (
        <p key={type}>
          {type} {expiresAt !== null && t('accounts.until', { time: times.full(expiresAt) })}
        </p>
      ))}
      <Problems refusals={change.refusals} />
    </Section>
  );
}

function EndOfAccount({ account }: { account: AccountSettingsFragment }) {
  const t = useText();
  const change = useChange();
  const [, navigate] = useLocation();
  const archive = async (): Promise<boolean> => {
    const payload = await change.run(ARCHIVE_ACCOUNT, { input: { accountId: account.id } });
    if (payload !== null) navigate(BACK);
    return payload !== null;
  };
  return (
    <Section title={t('accounts.end')}>
      <p>{t('accounts.archive.hint')}</p>
      <div>
        <ConfirmButton
          label={t('accounts.archive')}
          icon={<Archive aria-hidden="true" />}
          question={t('accounts.archive.question', { name: account.name })}
          change={change}
          onConfirm={archive}
        />
      </div>
    </Section>
  );
}
