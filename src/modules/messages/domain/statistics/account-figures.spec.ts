import { accountFigures, type DayTally } from './account-figures.js';

const tally = (day: number, metric: DayTally['metric'], count: number, key = ''): DayTally => ({
  day,
  metric,
  key,
  count,
});

describe('The figures of an account', () => {
  const figures = accountFigures(
    ['2026-11-25', '2026-11-26'],
    [
      tally(0, 'RECEIVED', 3),
      tally(0, 'SENT', 2),
      tally(0, 'SENT', 1, 'a'),
      tally(1, 'SENT', 4, 'b'),
      tally(1, 'DELIVERED', 3, 'b'),
      tally(1, 'REPLIED', 1, 'a'),
      tally(1, 'FAILED', 1, 'b'),
      tally(0, 'ANSWERED', 2, '30'),
      tally(1, 'PRICED', 4, 'marketing regular true'),
      tally(0, 'PRICED', 1, 'marketing regular true'),
      tally(0, 'PRICED', 2, 'service free_customer_service -'),
      tally(0, 'PRICED', 0, 'utility - false'),
    ],
  );

  it('stand by day, also of days on which nothing happened', () => {
    const empty = { count: 0, p50Seconds: null, p90Seconds: null };
    expect(figures.days).toEqual([
      { date: '2026-11-25', received: 3, sent: 3, failed: 0, firstAnswers: figures.firstAnswers },
      { date: '2026-11-26', received: 0, sent: 4, failed: 1, firstAnswers: empty },
    ]);
    expect(figures.firstAnswers).toEqual({ count: 2, p50Seconds: 17, p90Seconds: 17 });
  });

  it('say what became of templates, those sent most often first', () => {
    expect(figures.templates).toEqual([
      { templateId: 'b', sent: 4, delivered: 3, read: 0, replied: 0, failed: 1 },
      { templateId: 'a', sent: 1, delivered: 0, read: 0, replied: 1, failed: 0 },
    ]);
  });

  it('say what Meta charges, as far as it was reported', () => {
    expect(figures.charges).toEqual([
      { category: 'marketing', type: 'regular', isBillable: true, messages: 5 },
      { category: 'service', type: 'free_customer_service', isBillable: null, messages: 2 },
    ]);
  });
});
