import { useIntl } from 'react-intl';
import type { OverviewQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { QueryState, Section } from '../parts/page/Page';
import { useCategoryName } from './category-name';
import { ChartFigure } from './charts/ChartFigure';
import { RankChart } from './charts/RankChart';

type Charge = OverviewQuery['accountStatistics']['charges'][number];

/** What Meta charges, by category: as messages, because Meta reports no amounts; those are told by Costs. */
export function Charges({ charges }: { charges: readonly Charge[] }) {
  const t = useText();
  const intl = useIntl();
  const title = t('overview.charges');
  const nameOf = useCategoryName();
  const priceOf = ({ isBillable, type }: Charge): string => {
    if (isBillable === null) return type ?? t('app.unknown');
    return t(isBillable ? 'overview.charged' : 'overview.free');
  };
  const keyOf = ({ category, type, isBillable }: Charge): string => `${category} ${type} ${String(isBillable)}`;
  if (charges.length === 0)
    return (
      <Section title={title}>
        <QueryState error={undefined} isLoading={false} empty={<p>{t('overview.noCharges')}</p>} />
      </Section>
    );
  return (
    <Section title={title}>
      <ChartFigure
        title={title}
        series={[]}
        columns={[t('templates.category'), t('overview.price'), t('overview.count')]}
        rows={charges.map((charge) => ({
          key: keyOf(charge),
          cells: [nameOf(charge.category), priceOf(charge), intl.formatNumber(charge.messages)],
        }))}
      >
        <RankChart
          entries={charges.map((charge) => ({
            key: keyOf(charge),
            name: `${nameOf(charge.category)} · ${priceOf(charge)} · ${intl.formatNumber(charge.messages)}`,
            values: [charge.messages],
          }))}
        />
      </ChartFigure>
    </Section>
  );
}
