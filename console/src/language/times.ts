import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { useNow } from '../parts/state/now';

const DAY_MS = 86_400_000;

export interface Times {
  /** Of a row in a list: the time today, the weekday this week, the date before. */
  short: (iso: string) => string;
  clock: (iso: string) => string;
  full: (iso: string) => string;
  /** Above the messages of a day. */
  day: (iso: string) => string;
}

export function useTimes(): Times {
  const intl = useIntl();
  const today = dayOf(new Date(useNow()).toISOString());
  return useMemo(() => {
    const clock = (iso: string): string => intl.formatDate(iso, { hour: '2-digit', minute: '2-digit' });
    const daysAgo = (iso: string): number => Math.round((today - dayOf(iso)) / DAY_MS);
    return {
      clock,
      short: (iso) => {
        const days = daysAgo(iso);
        if (days <= 0) return clock(iso);
        if (days < 7) return intl.formatDate(iso, { weekday: 'short' });
        return intl.formatDate(iso, { day: '2-digit', month: '2-digit', year: days > 300 ? '2-digit' : undefined });
      },
      full: (iso) => intl.formatDate(iso, { dateStyle: 'full', timeStyle: 'short' }),
      day: (iso) => {
        const days = daysAgo(iso);
        if (days === 0 || days === 1) return intl.formatRelativeTime(-days, 'day', { numeric: 'auto' });
        return intl.formatDate(iso, {
          weekday: 'long',
          day: 'numeric',
          month: 'long',
          year: days > 300 ? 'numeric' : undefined,
        });
      },
    };
  }, [intl, today]);
}

/** Midnight of the day here, in ms. */
export function dayOf(iso: string): number {
  return new Date(iso).setHours(0, 0, 0, 0);
}
