import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { Page, QueryState } from '../parts/page/Page';
import { FilterChoice, Filters } from '../parts/page/Rows';
import { useNow } from '../parts/state/now';
import { Charges } from './Charges';
import { Costs } from './costs/Costs';
import { FirstAnswers } from './FirstAnswers';
import { MessagesByDay } from './MessagesByDay';
import { NowAndThen } from './NowAndThen';
import css from './Overview.module.css';
import { OVERVIEW } from './overview-document';
import { latestDays, PERIODS, type Period } from './periods';
import { TemplateOutcomes } from './TemplateOutcomes';

const AGAIN_AFTER_MS = 60_000;

/** How much is written, how soon customers are answered, what becomes of templates: of the latest days, and now. */
export default function OverviewPage() {
  const t = useText();
  const { accounts } = useWorkspace().viewer;
  const now = useNow();
  const [accountId, setAccountId] = useState('');
  const [period, setPeriod] = useState<Period>('30');
  const asked = { period: latestDays(Number(period), now), accountId: accountId === '' ? null : accountId };
  const [{ data, error, fetching }, reload] = useQuery({
    query: OVERVIEW,
    variables: asked,
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => {
    const timer = setInterval(() => reload({ requestPolicy: 'network-only' }), AGAIN_AFTER_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const statistics = data?.accountStatistics;
  return (
    <Page title={t('nav.overview')}>
      <Filters label={t('templates.filter')}>
        {accounts.length > 1 && (
          <FilterChoice
            label={t('nav.accounts')}
            all={t('app.allAccounts')}
            value={accountId}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setAccountId}
          />
        )}
        <label className="choice">
          <span className="visually-hidden">{t('overview.period')}</span>
          <select value={period} onChange={(event) => setPeriod(event.target.value as Period)}>
            {PERIODS.map((days) => (
              <option key={days} value={days}>
                {t('overview.days', { count: Number(days) })}
              </option>
            ))}
          </select>
        </label>
      </Filters>
      {statistics === undefined ? (
        <QueryState error={error} isLoading={fetching} />
      ) : (
        <>
          <NowAndThen statistics={statistics} now={now} />
          <div className={css.grid}>
            <MessagesByDay days={statistics.days} />
            <FirstAnswers days={statistics.days} />
            <TemplateOutcomes templates={statistics.templates} />
            <Charges charges={statistics.charges} />
            <Costs {...asked} />
          </div>
        </>
      )}
    </Page>
  );
}
