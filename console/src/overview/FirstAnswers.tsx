import { useIntl } from 'react-intl';
import type { OverviewQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { QueryState, Section } from '../parts/page/Page';
import { ChartFigure } from './charts/ChartFigure';
import { DayChart } from './charts/DayChart';
import { useDuration } from './durations';

interface Props {
  days: OverviewQuery['accountStatistics']['days'];
}

/** How long customers waited for an answer, day by day. */
export function FirstAnswers({ days }: Props) {
  const t = useText();
  const intl = useIntl();
  const duration = useDuration();
  const title = t('overview.firstAnswers');
  const names = [t('overview.p50'), t('overview.p90')];
  const time = (seconds: number | null): string => (seconds === null ? '–' : duration(seconds));
  if (days.every(({ firstAnswers: { count } }) => count === 0))
    return (
      <Section title={title}>
        <QueryState error={undefined} isLoading={false} empty={<p>{t('overview.nobodyAnswered')}</p>} />
      </Section>
    );
  return (
    <Section title={title}>
      <ChartFigure
        title={title}
        series={names}
        columns={[t('overview.day'), ...names, t('overview.answers')]}
        rows={days.toReversed().map(({ date, firstAnswers: { count, p50Seconds, p90Seconds } }) => ({
          key: date,
          cells: [
            intl.formatDate(date, { dateStyle: 'medium', timeZone: 'UTC' }),
            time(p50Seconds),
            time(p90Seconds),
            intl.formatNumber(count),
          ],
        }))}
      >
        <DayChart
          dates={days.map(({ date }) => date)}
          series={[
            days.map(({ firstAnswers }) => firstAnswers.p50Seconds),
            days.map(({ firstAnswers }) => firstAnswers.p90Seconds),
          ]}
          kind="lines"
          format={duration}
        />
      </ChartFigure>
    </Section>
  );
}
