import { useIntl } from 'react-intl';
import type { OverviewQuery } from '../generated/graphql';
import { useText, type TextId } from '../language/text';
import { QueryState, Section } from '../parts/page/Page';
import { ChartFigure } from './charts/ChartFigure';
import { RankChart } from './charts/RankChart';

type Charge = OverviewQuery['accountStatistics']['charges'][number];

/** In the words of Meta; others are shown as they come. */
const CATEGORIES: Record<string, TextId> = {
  marketing: 'category.MARKETING',
  utility: 'category.UTILITY',
  authentication: 'category.AUTHENTICATION',
  service: 'overview.service',
};

/** What Meta charges, by category: as messages, because Meta reports no amounts. */
export function Charges({ charges }: { charges: readonly Charge[] }) {
  const t = useText();
  const intl = useIntl();
  const title = t('overview.charges');
  const categoryOf = ({ category }: Charge): string => {
    const text = category === null ? undefined : CATEGORIES[category];
    return text === undefined ? (category ?? t('app.unknown')) : t(text);
  };
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
          cells: [categoryOf(charge), priceOf(charge), intl.formatNumber(charge.messages)],
        }))}
      >
        <RankChart
          entries={charges.map((charge) => ({
            key: keyOf(charge),
            name: `${categoryOf(charge)} · ${priceOf(charge)} · ${intl.formatNumber(charge.messages)}`,
            values: [charge.messages],
          }))}
        />
      </ChartFigure>
    </Section>
  );
}
