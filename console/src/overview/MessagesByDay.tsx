import { useIntl } from 'react-intl';
import type { OverviewQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { Section } from '../parts/page/Page';
import { ChartFigure } from './charts/ChartFigure';
import { DayChart } from './charts/DayChart';

interface Props {
  days: OverviewQuery['accountStatistics']['days'];
}

export function MessagesByDay({ days }: Props) {
  const t = useText();
  const intl = useIntl();
  const title = t('overview.messages');
  const number = (value: number): string => intl.formatNumber(value);
  const names = [t('overview.received'), t('overview.sent')];
  return (
    <Section title={title}>
      <ChartFigure
        title={title}
        series={names}
        columns={[t('overview.day'), ...names, t('overview.failed')]}
        rows={days.toReversed().map(({ date, received, sent, failed }) => ({
          key: date,
          cells: [
            intl.formatDate(date, { dateStyle: 'medium', timeZone: 'UTC' }),
            number(received),
            number(sent),
            number(failed),
          ],
        }))}
      >
        <DayChart
          dates={days.map(({ date }) => date)}
          series={[days.map(({ received }) => received), days.map(({ sent }) => sent)]}
          kind="bars"
          format={(value) => (Number.isInteger(value) ? intl.formatNumber(value, { notation: 'compact' }) : '')}
        />
      </ChartFigure>
    </Section>
  );
}
