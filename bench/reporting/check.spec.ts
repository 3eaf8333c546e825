import { regressions, withRows, type StoredRows } from './check.js';
import type { Row } from '../report.js';

const row = (changes: Partial<Row>): Row => ({
  name: 'intake',
  baseline: '-',
  measured: '-',
  ratio: 0.6,
  target: '-',
  isMet: true,
  ...changes,
});
const stored = (...rows: Row[]): StoredRows => withRows({}, 'PostgreSQL', rows);
const worse = (before: Row, now: Row) => regressions(stored(before), 'PostgreSQL', [now]).length > 0;

describe('regressions', () => {
  it('finds a rate that fell beyond the tolerance, and none that fell less or rose', () => {
    expect([0.5, 0.52, 0.6, 0.9].map((ratio) => worse(row({}), row({ ratio })))).toEqual([true, false, false, false]);
  });

  it('finds a time that rose, where lower is better', () => {
    const time = row({ ratio: 2, better: 'LOWER' });
    expect([1, 2.2, 2.4].map((ratio) => worse(time, { ...time, ratio }))).toEqual([false, false, true]);
  });

  it('takes the worst round that was stored for what is usual', () => {
    const unsteady = row({ ratios: [0.4, 0.6, 0.8] });
    expect([0.35, 0.33].map((ratio) => worse(unsteady, row({ ratio })))).toEqual([false, true]);
  });

  it('allows for the spread of this run', () => {
    const unsteady = { ratio: 0.45, ratios: [0.3, 0.45, 0.6] };
    expect(worse(row({}), row({ ratio: 0.45 }))).toBe(true);
    expect(worse(row({}), row(unsteady))).toBe(false);
  });

  it('says what was expected, and notices a ratio that is missing', () => {
    expect(regressions(stored(row({})), 'PostgreSQL', [row({ ratio: 0.3 })])).toEqual([
      'intake: ratio 0.30, stored 0.60, allowed is 0.51.',
    ]);
    expect(worse(row({}), row({ ratio: null }))).toBe(true);
    expect(worse(row({}), row({ ratio: Number.NaN }))).toBe(true);
  });

  it('compares neither another engine nor a row that is not stored', () => {
    expect(regressions(stored(row({})), 'embedded', [row({ ratio: 0.1 })])).toEqual([]);
    expect(worse(row({ name: 'other' }), row({ ratio: 0.1 }))).toBe(false);
  });
});

describe('withRows', () => {
  it('replaces what was measured and leaves the rest', () => {
    const before = stored(row({}), row({ name: 'live', ratio: 0.8 }));
    const after = withRows(before, 'PostgreSQL', [row({ ratio: 0.7, ratios: [0.65, 0.7, 0.75] })]);
    expect(after).toEqual({
      PostgreSQL: {
        intake: { ratio: 0.7, lowest: 0.65, highest: 0.75, better: 'HIGHER' },
        live: { ratio: 0.8, lowest: 0.8, highest: 0.8, better: 'HIGHER' },
      },
    });
    expect(withRows({}, 'embedded', [row({ ratio: null })])).toEqual({ embedded: {} });
  });
});
