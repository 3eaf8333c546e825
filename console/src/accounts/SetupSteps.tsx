import { Check, Circle } from 'lucide-react';
import { Link } from 'wouter';
import type { AccountSettingsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Problems } from '../parts/form/Form';
import { Section } from '../parts/page/Page';
import { SUBSCRIBE_WEBHOOKS, TEST_CONNECTION } from './account-documents';
import css from './Accounts.module.css';

/** What is still missing on the way to the first message; nothing once everything works. */
export function SetupSteps({ account }: { account: AccountSettingsFragment }) {
  const t = useText();
  const subscription = useChange();
  const { connection } = account;
  // Subscribing has two halves at Meta, and the second, the app on the account, can be refused alone.
  const isOnAccount = connection?.checks.every(
    ({ name, outcome }) => name !== 'APP_SUBSCRIBED' || outcome !== 'FAILED',
  );
  const hasFields = account.webhookFields.every(({ required, subscribed }) => !required || subscribed === true);
  const isSubscribed = hasFields && isOnAccount !== false;
  const isTested = connection?.ok === true;
  const hasHeard = account.lastWebhookAt !== null;
  if (isSubscribed && isTested && hasHeard) return null;
  const subscribe = async (): Promise<void> => {
    const input = { accountId: account.id };
    const payload = await subscription.run(SUBSCRIBE_WEBHOOKS, { input });
    // What a former test found missing is looked at again.
    if (payload !== null && connection !== null) await subscription.run(TEST_CONNECTION, { input });
  };
  return (
    <Section title={t('setup.title')}>
      <p>
        <a href="/docs/meta-setup" target="_blank" rel="noreferrer" hrefLang="en">
          {t('setup.guide')}
        </a>
      </p>
      <ol className={css.steps}>
        <Step isDone={account.hasAccessToken && account.hasAppSecret} title={t('setup.values')}>
          {!(account.hasAccessToken && account.hasAppSecret) && <p>{t('setup.values.lost')}</p>}
        </Step>
        <Step isDone={isSubscribed} title={t('setup.subscribe')}>
          {!isSubscribed && (
            <>
              <p>{t('setup.subscribe.hint')}</p>
              <button
                type="button"
                className="button"
                aria-disabled={subscription.isBusy}
                onClick={() => void subscribe()}
              >
                {t('setup.subscribe.do')}
              </button>
            </>
          )}
          <Problems refusals={subscription.refusals} />
        </Step>
        <Step isDone={isTested} title={t('setup.test')}>
          {!isTested && <p>{t('setup.test.hint')}</p>}
        </Step>
        <Step isDone={hasHeard} title={t('setup.message')}>
          {!hasHeard && (
            <p>
              {t('setup.message.hint')} <Link href="/inbox">{t('nav.inbox')}</Link>
            </p>
          )}
        </Step>
      </ol>
    </Section>
  );
}

function Step({ isDone, title, children }: { isDone: boolean; title: string; children: React.ReactNode }) {
  const t = useText();
  return (
    <li className={css.step} data-done={isDone || undefined}>
      {isDone ? <Check aria-hidden="true" /> : <Circle aria-hidden="true" />}
      <div>
        <h3>
          {title} <small>{isDone ? t('setup.done') : t('setup.open')}</small>
        </h3>
        {children}
      </div>
    </li>
  );
}
