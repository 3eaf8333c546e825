import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { AccountSettingsFragment, UpdateAccountInput } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { Facts, Section } from '../parts/page/Page';
import { TEST_CONNECTION, UPDATE_ACCOUNT } from './account-documents';

/** The five values, and how each is replaced without a moment in which nothing works. */
export function Credentials({ account }: { account: AccountSettingsFragment }) {
  const t = useText();
  const times = useTimes();
  const [isRenewing, setRenewing] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const { token } = account;
  const expiry =
    token === null ? t('app.unknown') : token.expiresAt === null ? t('token.never') : times.full(token.expiresAt);
  return (
    <Section
      title={t('accounts.values')}
      actions={
        <>
          <button type="button" className="button" onClick={() => setRenewing(true)}>
            <KeyRound aria-hidden="true" />
            {t('token.renew')}
          </button>
          <button type="button" className="button" onClick={() => setEditing(true)}>
            {t('app.edit')}
          </button>
        </>
      }
    >
      <Facts
        facts={[
          [t('accounts.appId'), <bdi key="app">{account.appId}</bdi>],
          [t('accounts.appSecret'), account.hasAppSecret ? t('token.stored') : t('token.missing')],
          [t('accounts.whatsappAccountId'), <bdi key="account">{account.whatsappAccountId}</bdi>],
          [
            t('accounts.accessToken'),
            account.hasAccessToken ? t('token.endsWith', { hint: account.accessTokenHint ?? '' }) : t('token.missing'),
          ],
          [t('token.kind'), token === null ? t('app.unknown') : t(`token.${token.kind}`)],
          [t('token.expires'), expiry],
          [t('accounts.defaultCountry'), account.defaultCountry ?? t('accounts.noCountry')],
        ]}
      />
      {isRenewing && <RenewToken account={account} onClose={() => setRenewing(false)} />}
      {isEditing && <EditValues account={account} onClose={() => setEditing(false)} />}
    </Section>
  );
}

interface DialogProps {
  account: AccountSettingsFragment;
  onClose: () => void;
}

function RenewToken({ account, onClose }: DialogProps) {
  const t = useText();
  const change = useChange();
  const [accessToken, setAccessToken] = useState('');
  const save = async (): Promise<void> => {
    if ((await change.run(UPDATE_ACCOUNT, { input: { id: account.id, accessToken } })) === null) return;
    if ((await change.run(TEST_CONNECTION, { input: { accountId: account.id } })) !== null) onClose();
  };
  return (
    <ModalDialog title={t('token.renew')} onClose={onClose}>
      <p>{t('token.renew.hint')}</p>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField
          label={t('accounts.accessToken')}
          hint={t('atMeta.accessToken')}
          path="accessToken"
          type="password"
          dir="ltr"
          value={accessToken}
          onChange={setAccessToken}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('token.renew.do')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

function EditValues({ account, onClose }: DialogProps) {
  const t = useText();
  const change = useChange();
  const [name, setName] = useState(account.name);
  const [appId, setAppId] = useState(account.appId);
  const [appSecret, setAppSecret] = useState('');
  const [whatsappAccountId, setAccountId] = useState(account.whatsappAccountId);
  const [country, setCountry] = useState(account.defaultCountry ?? '');
  const save = async (): Promise<void> => {
    const input: UpdateAccountInput = { id: account.id };
    if (name !== account.name) input.name = name;
    if (appId !== account.appId) input.appId = appId;
    if (appSecret !== '') input.appSecret = appSecret;
    if (whatsappAccountId !== account.whatsappAccountId) input.whatsappAccountId = whatsappAccountId;
    if (country !== (account.defaultCountry ?? '')) input.defaultCountry = country === '' ? null : country;
    if ((await change.run(UPDATE_ACCOUNT, { input })) !== null) onClose();
  };
  return (
    <ModalDialog title={t('accounts.values')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField label={t('field.name')} path="name" value={name} onChange={setName} />
        <TextField label={t('accounts.appId')} path="appId" dir="ltr" value={appId} onChange={setAppId} />
        <TextField
          label={t('accounts.appSecret')}
          hint={t('accounts.appSecret.replace')}
          path="appSecret"
          type="password"
          dir="ltr"
          value={appSecret}
          onChange={setAppSecret}
        />
        <TextField
          label={t('accounts.whatsappAccountId')}
          path="whatsappAccountId"
          dir="ltr"
          value={whatsappAccountId}
          onChange={setAccountId}
        />
        <TextField
          label={t('accounts.defaultCountry')}
          hint={t('accounts.defaultCountry.hint')}
          path="defaultCountry"
          dir="ltr"
          value={country}
          onChange={(value) => setCountry(value.toUpperCase())}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
