import { Check, Minus } from 'lucide-react';
import { useQuery } from 'urql';
import type { AccountSettingsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { CopyField } from '../parts/CopyField';
import { Problems } from '../parts/form/Form';
import { Section } from '../parts/page/Page';
import { SUBSCRIBE_WEBHOOKS, VERIFY_TOKEN } from './account-documents';
import css from './Accounts.module.css';

/** Where Meta sends what happens, and whether it does. */
export function WebhookSettings({ account }: { account: AccountSettingsFragment }) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const [{ data }] = useQuery({ query: VERIFY_TOKEN, variables: { id: account.id } });
  return (
    <Section
      title={t('webhooks.title')}
      actions={
        <button
          type="button"
          className="button"
          aria-disabled={change.isBusy}
          onClick={() => void change.run(SUBSCRIBE_WEBHOOKS, { input: { accountId: account.id } })}
        >
          {t('webhooks.subscribe')}
        </button>
      }
    >
      <p>
        {account.lastWebhookAt === null
          ? t('accounts.noWebhook')
          : t('accounts.lastWebhook', { time: times.full(account.lastWebhookAt) })}
      </p>
      <Problems refusals={change.refusals} />
      <CopyField label={t('webhooks.callbackUrl')} value={account.callbackUrl} hint={t('webhooks.callbackUrl.hint')} />
      <CopyField label={t('webhooks.verifyToken')} value={data?.account?.webhookVerifyToken ?? ''} />
      <h3>{t('webhooks.fields')}</h3>
      <ul className={css.fields}>
        {account.webhookFields.map(({ name, required, subscribed }) => (
          <li key={name}>
            {subscribed === true ? <Check aria-hidden="true" /> : <Minus aria-hidden="true" />}
            <span lang="en">{name}</span>
            <span className="visually-hidden">
              {subscribed === true ? t('webhooks.subscribed') : t('webhooks.notSubscribed')}
            </span>
            {required && <small>{t('webhooks.required')}</small>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
