import { firstAnswers, type FirstAnswers } from './answer-times.js';

/** What is tallied of messages, by account and quarter of an hour. */
export type TallyMetric = 'RECEIVED' | 'SENT' | 'DELIVERED' | 'READ' | 'FAILED' | 'REPLIED' | 'PRICED' | 'ANSWERED';

/** The sum of the tallies of a day, of one metric and key. */
export interface DayTally {
  /** Of the days that were asked for, from 0. */
  day: number;
  metric: TallyMetric;
  /** Of outgoing messages and replies: the template's id, or nothing; of prices: category, type, whether billable; of answers: their length. */
  key: string;
  count: number;
}

export interface DayFigures {
  date: string;
  received: number;
  sent: number;
  failed: number;
  firstAnswers: FirstAnswers;
}

export interface TemplateOutcome {
  templateId: string;
  sent: number;
  delivered: number;
  read: number;
  replied: number;
  failed: number;
}

export interface MessageCharge {
  category: string | null;
  type: string | null;
  isBillable: boolean | null;
  messages: number;
}

export interface AccountFigures {
  days: DayFigures[];
  firstAnswers: FirstAnswers;
  /** Those sent most often first. */
  templates: TemplateOutcome[];
  charges: MessageCharge[];
}

/** Metrics that count in the outcome of a template. */
const OUTCOMES = { SENT: 'sent', DELIVERED: 'delivered', READ: 'read', REPLIED: 'replied', FAILED: 'failed' } as const;

/** The figures of the dates that were asked for, from their tallies. */
export function accountFigures(dates: readonly string[], tallies: readonly DayTally[]): AccountFigures {
  const byDay = dates.map((): DayTally[] => []);
  for (const tally of tallies) byDay[tally.day]?.push(tally);
  return {
    days: dates.map((date, day) => dayFigures(date, byDay[day] ?? [])),
    firstAnswers: firstAnswersOf(tallies),
    templates: templateOutcomes(tallies),
    charges: messageCharges(tallies),
  };
}

function dayFigures(date: string, tallies: readonly DayTally[]): DayFigures {
  return {
    date,
    received: sumOf(tallies, 'RECEIVED'),
    sent: sumOf(tallies, 'SENT'),
    failed: sumOf(tallies, 'FAILED'),
    firstAnswers: firstAnswersOf(tallies),
  };
}

function sumOf(tallies: readonly DayTally[], metric: TallyMetric): number {
  return tallies.reduce((sum, tally) => (tally.metric === metric ? sum + tally.count : sum), 0);
}

function firstAnswersOf(tallies: readonly DayTally[]): FirstAnswers {
  const times = new Map<number, number>();
  for (const { metric, key, count } of tallies)
    if (metric === 'ANSWERED') times.set(Number(key), (times.get(Number(key)) ?? 0) + count);
  return firstAnswers(times);
}

function templateOutcomes(tallies: readonly DayTally[]): TemplateOutcome[] {
  const outcomes = new Map<string, TemplateOutcome>();
  for (const { metric, key, count } of tallies) {
    if (key === '' || !isOutcome(metric)) continue;
    const none = { templateId: key, sent: 0, delivered: 0, read: 0, replied: 0, failed: 0 };
    const known = outcomes.get(key) ?? none;
    outcomes.set(key, { ...known, [OUTCOMES[metric]]: known[OUTCOMES[metric]] + count });
  }
  const isUsed = ({ sent, failed, replied }: TemplateOutcome): boolean => sent + failed + replied > 0;
  return [...outcomes.values()]
    .filter(isUsed)
    .sort((one, other) => other.sent - one.sent || one.templateId.localeCompare(other.templateId));
}

function isOutcome(metric: TallyMetric): metric is keyof typeof OUTCOMES {
  return metric in OUTCOMES;
}

function messageCharges(tallies: readonly DayTally[]): MessageCharge[] {
  const counts = new Map<string, number>();
  for (const { metric, key, count } of tallies)
    if (metric === 'PRICED') counts.set(key, (counts.get(key) ?? 0) + count);
  return [...counts]
    .filter(([, messages]) => messages > 0)
    .sort(([one, few], [other, many]) => many - few || one.localeCompare(other))
    .map(([key, messages]) => {
      const [category = '-', type = '-', billable] = key.split(' ');
      const known = (text: string): string | null => (text === '-' ? null : text);
      return {
        category: known(category),
        type: known(type),
        isBillable: billable === 'true' ? true : billable === 'false' ? false : null,
        messages,
      };
    });
}
