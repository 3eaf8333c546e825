import { ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { useWorkspace } from '../../app/workspace';
import type { StatisticsPeriod } from '../../generated/graphql';
import { useText } from '../../language/text';
import { QueryState, Section } from '../../parts/page/Page';
import { useCategoryName } from '../category-name';
import { ChartFigure } from '../charts/ChartFigure';
import { RankChart } from '../charts/RankChart';
import css from '../Overview.module.css';
import { COSTS, RATE_CARDS } from './cost-documents';
import { RateCardsDialog } from './RateCardsDialog';

interface Props {
  period: StatisticsPeriod;
  /** null: all. */
  accountId: string | null;
}

/** What messages cost by Meta's rate cards, by category; and those cards, for administrators. */
export function Costs({ period, accountId }: Props) {
  const t = useText();
  const isAdmin = useWorkspace().viewer.me.role === 'ADMIN';
  const [{ data, error, fetching }, reload] = useQuery({ query: RATE_CARDS, requestPolicy: 'cache-and-network' });
  const [chosen, setChosen] = useState<string | null>(null);
  const [isManaging, setManaging] = useState(false);
  const currencies = [...new Set((data?.rateCards ?? []).map((card) => card.currency))];
  const currency = currencies.find((each) => each === chosen) ?? currencies[0];
  const title = t('costs.title');
  return (
    <Section title={title}>
      {currency === undefined ? (
        <QueryState error={error} isLoading={fetching && data === undefined} empty={<p>{t('costs.noCard')}</p>} />
      ) : (
        <Amounts period={period} accountId={accountId} currency={currency} title={title} />
      )}
      {currencies.length > 1 && (
        <label className="choice">
          <span className="visually-hidden">{t('costs.currency')}</span>
          <select value={currency} onChange={(event) => setChosen(event.target.value)}>
            {currencies.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      )}
      {isAdmin && (
        <p>
          <button type="button" className="button small" onClick={() => setManaging(true)}>
            <ReceiptText aria-hidden="true" />
            {t('rateCards.title')}
          </button>
        </p>
      )}
      {isManaging && (
        <RateCardsDialog
          cards={data?.rateCards ?? []}
          onChanged={() => reload({ requestPolicy: 'network-only' })}
          onClose={() => setManaging(false)}
        />
      )}
    </Section>
  );
}

function Amounts({ period, accountId, currency, title }: Props & { currency: string; title: string }) {
  const t = useText();
  const intl = useIntl();
  const nameOf = useCategoryName();
  const [{ data, error, fetching }] = useQuery({
    query: COSTS,
    variables: { period, accountId, currency },
    requestPolicy: 'cache-and-network',
  });
  const costs = data?.costs;
  if (costs === undefined || costs.rows.length === 0)
    return <QueryState error={error} isLoading={fetching} empty={<p>{t('overview.noCharges')}</p>} />;
  const money = (amount: string | null): string =>
    amount === null
      ? t('app.unknown')
      : intl.formatNumber(Number(amount), { style: 'currency', currency, maximumFractionDigits: 4 });
  const { total, rows } = costs;
  return (
    <>
      <p>
        <strong>{t('costs.total', { amount: money(total.amount) })}</strong>{' '}
        {total.withoutRate > 0 && t('costs.withoutRate', { count: total.withoutRate })}
      </p>
      <ChartFigure
        title={title}
        series={[]}
        columns={[t('templates.category'), t('overview.count'), t('overview.charged'), t('costs.amount')]}
        rows={rows.map((row) => ({
          key: String(row.category),
          cells: [
            nameOf(row.category),
            intl.formatNumber(row.messages),
            intl.formatNumber(row.charged),
            money(row.amount),
          ],
        }))}
      >
        <RankChart
          entries={rows.map((row) => ({
            key: String(row.category),
            name: `${nameOf(row.category)} · ${money(row.amount)}`,
            values: [Number(row.amount)],
          }))}
        />
      </ChartFigure>
      <p className={css.note}>{t('costs.note')}</p>
    </>
  );
}
