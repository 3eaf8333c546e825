import { PlugZap } from 'lucide-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'wouter';
import type { AccountSettingsFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { Problems, useRefusedText } from '../parts/form/Form';
import { Section } from '../parts/page/Page';
import { TEST_CONNECTION } from './account-documents';
import css from './Accounts.module.css';
import { OutcomeBadge } from './badges';
import { isRegistered, numberInText } from './number/number-words';
import { useWordingText } from '../language/reason-text';

type Check = NonNullable<AccountSettingsFragment['connection']>['checks'][number];

/** Everything between Meta and this server, check by check, each with its outcome, its cause and what mends it. */
export function ConnectionChecks({ account, mayTest }: { account: AccountSettingsFragment; mayTest: boolean }) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const { connection } = account;
  const test = (
    <button
      type="button"
      className="button primary"
      aria-disabled={change.isBusy}
      onClick={() => void change.run(TEST_CONNECTION, { input: { accountId: account.id } })}
    >
      <PlugZap aria-hidden="true" />
      {t('connection.test')}
    </button>
  );
  return (
    <Section title={t('connection.title')} actions={mayTest ? test : undefined}>
      <p role="status" className={css.summary}>
        {change.isBusy
          ? t('connection.testing')
          : connection === null
            ? t('connection.never')
            : t(connection.ok ? 'connection.ok' : 'connection.notOk', { time: times.full(connection.testedAt) })}
      </p>
      <Problems refusals={change.refusals} />
      <ul className={css.checks} aria-busy={change.isBusy}>
        {connection?.checks.map((check) => (
          <CheckLine key={check.name} check={check}>
            {check.name === 'PHONE_NUMBER_CONNECTED' && check.outcome !== 'PASSED' && <WhereToRegister {...account} />}
          </CheckLine>
        ))}
      </ul>
    </Section>
  );
}

/** The pages of the numbers that are not registered. */
function WhereToRegister({ id, phoneNumbers }: Pick<AccountSettingsFragment, 'id' | 'phoneNumbers'>) {
  const t = useText();
  return phoneNumbers
    .filter(({ status }) => isRegistered(status) === false)
    .map((number) => (
      <p key={number.id}>
        <Link href={`/accounts/${id}/numbers/${number.id}`}>
          {t('numbers.open.of', { number: numberInText(number) })}
        </Link>
      </p>
    ));
}

function CheckLine({ check, children }: { check: Check; children: ReactNode }) {
  const t = useText();
  const intl = useIntl();
  const refusedText = useRefusedText();
  const said = useWordingText();
  const { name, outcome, message, messageWording, remedy, remedyWording, refusal, docsUrl } = check;
  // Words of Meta are English; in every other language the kind of check says what to do.
  const isSaid = (wording: unknown): boolean => intl.locale === 'en' || wording !== null;
  return (
    <li className={css.check}>
      <span>
        <OutcomeBadge outcome={outcome} />
      </span>
      <div>
        <h3>{t(`check.${name}`)}</h3>
        {(isSaid(messageWording) || outcome !== 'PASSED') && (
          <p lang={isSaid(messageWording) ? undefined : 'en'}>{said(message, messageWording)}</p>
        )}
        {refusal !== null && <p>{refusedText({ code: 'META_REFUSED', message: refusal.message, refusal })}</p>}
        {remedy !== null && (
          <p className={css.remedy}>
            {isSaid(remedyWording) ? said(remedy, remedyWording) : t(`remedy.${name}`)}{' '}
            <a
              href={docsUrl}
              target="_blank"
              rel="noreferrer"
              hrefLang="en"
              aria-label={t('connection.guide.of', { check: t(`check.${name}`) })}
            >
              {t('connection.guide')}
            </a>
          </p>
        )}
        {children}
      </div>
    </li>
  );
}
