import { useIntl } from 'react-intl';
import { Link } from 'wouter';
import type { OverviewQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { QueryState, Section } from '../parts/page/Page';
import { ChartFigure } from './charts/ChartFigure';
import { RankChart } from './charts/RankChart';

const DRAWN = 6;
const OUTCOMES = ['sent', 'delivered', 'read', 'replied', 'failed'] as const;

interface Props {
  templates: OverviewQuery['accountStatistics']['templates'];
}

/** What became of templates: the most frequent as a chart, all in the table. */
export function TemplateOutcomes({ templates }: Props) {
  const t = useText();
  const intl = useIntl();
  const title = t('overview.templates');
  const names = OUTCOMES.map((name) => t(`overview.${name}`));
  const nameOf = ({ template }: Props['templates'][number]): string =>
    template === null ? t('app.unknown') : `${template.displayName} (${template.language})`;
  if (templates.length === 0)
    return (
      <Section title={title}>
        <QueryState error={undefined} isLoading={false} empty={<p>{t('overview.noTemplates')}</p>} />
      </Section>
    );
  return (
    <Section title={title}>
      <ChartFigure
        title={title}
        series={names}
        columns={[t('broadcasts.template'), ...names]}
        rows={templates.map((outcome, index) => ({
          key: outcome.template?.id ?? String(index),
          cells: [
            outcome.template === null ? (
              nameOf(outcome)
            ) : (
              <Link href={`/templates/${outcome.template.id}`}>{nameOf(outcome)}</Link>
            ),
            ...OUTCOMES.map((name) => intl.formatNumber(outcome[name])),
          ],
        }))}
      >
        <RankChart
          entries={templates.slice(0, DRAWN).map((outcome, index) => ({
            key: outcome.template?.id ?? String(index),
            name: nameOf(outcome),
            values: OUTCOMES.map((name) => outcome[name]),
          }))}
        />
      </ChartFigure>
    </Section>
  );
}
