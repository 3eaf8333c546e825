import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { OverviewQuery } from '../generated/graphql';
import { useText } from '../language/text';
import { Section } from '../parts/page/Page';
import { useDuration } from './durations';
import css from './Overview.module.css';

interface Props {
  statistics: OverviewQuery['accountStatistics'];
  /** ms */
  now: number;
}

/** The figures that are looked at first. */
export function NowAndThen({ statistics, now }: Props) {
  const t = useText();
  const intl = useIntl();
  const duration = useDuration();
  const { days, waiting, longestWaitingSince, firstAnswers } = statistics;
  const sum = (name: 'received' | 'sent'): string =>
    intl.formatNumber(days.reduce((total, day) => total + day[name], 0));
  const time = (seconds: number | null): string => (seconds === null ? '–' : duration(seconds));
  const waitedSeconds =
    longestWaitingSince === null ? null : Math.max(0, (now - Date.parse(longestWaitingSince)) / 1_000);
  return (
    <Section title={t('overview.figures')}>
      <dl className={css.figures}>
        <Figure
          name={t('overview.waiting')}
          about={waitedSeconds === null ? undefined : t('overview.longest', { time: duration(waitedSeconds) })}
        >
          {intl.formatNumber(waiting.value)}
          {!waiting.isExact && '+'}
        </Figure>
        <Figure name={t('overview.p50')} about={t('overview.answered', { count: firstAnswers.count })}>
          {time(firstAnswers.p50Seconds)}
        </Figure>
        <Figure name={t('overview.p90')}>{time(firstAnswers.p90Seconds)}</Figure>
        <Figure name={t('overview.received')}>{sum('received')}</Figure>
        <Figure name={t('overview.sent')}>{sum('sent')}</Figure>
      </dl>
    </Section>
  );
}

function Figure({ name, about, children }: { name: string; about?: string | undefined; children: ReactNode }) {
  return (
    <div className={css.figure}>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {about !== undefined && <dd>{about}</dd>}
    </div>
  );
}
