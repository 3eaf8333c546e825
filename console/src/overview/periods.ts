const DAY_MS = 86_400_000;

export const PERIODS = ['7', '30', '90'] as const;
export type Period = (typeof PERIODS)[number];

interface Days {
  from: string;
  to: string;
  timeZone: string;
}

/** The latest days, today included, of whoever looks. */
export function latestDays(count: number, now: number): Days {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const today = new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const from = new Date(Date.parse(today) - (count - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from, to: today, timeZone };
}
