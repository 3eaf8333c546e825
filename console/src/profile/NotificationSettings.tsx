import { useState } from 'react';
import { useQuery } from 'urql';
import { useWorkspace } from '../app/workspace';
import type { AlertSettingsFragment, NotificationReason, NotificationSettingsInput } from '../generated/graphql';
import { language } from '../language/languages';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { CheckBox, Choices, FormFoot } from '../parts/form/Choices';
import { Form, SelectField } from '../parts/form/Form';
import { QueryState, Section } from '../parts/page/Page';
import { useStore } from '../parts/state/store';
import { useTell } from '../parts/tell';
import { AlertTests } from './AlertTests';
import { CHANGE_SETTINGS, SETTINGS } from './notification-documents';
import { PushDevices } from './PushDevices';

const REASONS: NotificationReason[] = [
  'CUSTOMER_WROTE_FIRST',
  'PARTICIPANT',
  'TEMPLATE_SENDER',
  'RETURNED_TO_NOTIFY_USERS',
  'ADDED_TO_CONVERSATION',
  'ASSIGNED',
  'TEMPLATE_DECISION',
  'TOKEN_INVALID',
  'ACCOUNT_CHANGED',
  'SCHEDULED_MESSAGE_FAILED',
];
const MINUTES = [1, 5, 15, 30, 60, 240, 1_440];

/** How whoever is signed in is alerted of what they have not read. */
export function NotificationSettings() {
  const t = useText();
  const [{ data, error, fetching }, reload] = useQuery({ query: SETTINGS, variables: {} });
  const settings = data?.notificationSettings;
  const readAgain = (): void => reload({ requestPolicy: 'network-only' });
  return (
    <Section title={t('alerts.title')}>
      {settings === undefined ? (
        <QueryState error={error} isLoading={fetching} />
      ) : (
        <>
          <Switches settings={settings} />
          <PushDevices settings={settings} onChanged={readAgain} />
          <AlertTests settings={settings} onTried={readAgain} />
        </>
      )}
    </Section>
  );
}

function Switches({ settings }: { settings: AlertSettingsFragment }) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const spoken = useStore(language);
  const [push, setPush] = useState(settings.push);
  const [pushText, setPushText] = useState(settings.pushText);
  const [email, setEmail] = useState(settings.email);
  const [minutes, setMinutes] = useState(settings.emailAfterMinutes);
  const [wanted, setWanted] = useState<readonly string[]>(REASONS.filter((reason) => !settings.muted.includes(reason)));
  const { accounts } = useWorkspace().viewer;
  const accountIds = accounts.map(({ id }) => id);
  const [wantedAccounts, setWantedAccounts] = useState<readonly string[]>(
    accountIds.filter((id) => !settings.mutedAccountIds.includes(id)),
  );
  const save = async (): Promise<void> => {
    const input: NotificationSettingsInput = {
      push,
      pushText,
      email,
      emailAfterMinutes: minutes,
      muted: REASONS.filter((reason) => !wanted.includes(reason)),
      mutedAccountIds: accountIds.filter((id) => !wantedAccounts.includes(id)),
      language: spoken,
    };
    if ((await change.run(CHANGE_SETTINGS, { input })) !== null) tell.done(t('alerts.saved'));
  };
  return (
    <Form refusals={change.refusals} isBusy={change.isBusy} label={t('alerts.title')} onSubmit={() => void save()}>
      <CheckBox label={t('alerts.push')} hint={t('alerts.push.hint')} isChecked={push} onChange={setPush} />
      {push && (
        <CheckBox
          label={t('alerts.pushText')}
          hint={t('alerts.pushText.hint')}
          isChecked={pushText}
          onChange={setPushText}
        />
      )}
      {settings.canEmail ? (
        <CheckBox label={t('alerts.email')} hint={t('alerts.email.hint')} isChecked={email} onChange={setEmail} />
      ) : (
        <p>{t('alerts.noEmail')}</p>
      )}
      {settings.canEmail && email && (
        <SelectField
          label={t('alerts.after')}
          path="emailAfterMinutes"
          value={String(minutes)}
          options={[...new Set([...MINUTES, minutes])]
            .sort((one, other) => one - other)
            .map((value) => ({ value: String(value), label: t('alerts.minutes', { count: value }) }))}
          onChange={(value) => setMinutes(Number(value))}
        />
      )}
      <Choices
        legend={t('alerts.reasons')}
        path="muted"
        options={REASONS.map((id) => ({ id, label: t(`alertReason.${id}`) }))}
        chosen={wanted}
        onChange={setWanted}
      />
      {accounts.length > 1 && (
        <Choices
          legend={t('alerts.accounts')}
          path="mutedAccountIds"
          options={accounts.map(({ id, name }) => ({ id, label: name }))}
          chosen={wantedAccounts}
          onChange={setWantedAccounts}
        />
      )}
      <FormFoot>
        <button type="submit" className="button primary" aria-disabled={change.isBusy}>
          {t('app.save')}
        </button>
      </FormFoot>
    </Form>
  );
}
