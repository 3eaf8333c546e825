import { searchByRecency, type Place, type SearchOptions, type SearchSteps } from './recency-search.js';

interface Row extends Place {
  source: string;
  word: string;
}

const HOUR = 3_600_000;
const idOf = (number: number) => number.toString().padStart(6, '0');
const isBeyond = (row: Place, place: Place | null) =>
  place === null || row.at < place.at || (row.at.getTime() === place.at.getTime() && row.id < place.id);

/** A list in memory, newest first; `outOfTimeAfter` steps nothing more is answered. */
function stepsOver(
  rows: Row[],
  word: string,
  { outOfTimeAfter = Infinity, looksUp = false, looksUpInTime = true, total = rows.length } = {},
) {
  const sorted = [...rows].sort((one, other) => (isBeyond(one, other) ? 1 : -1));
  const calls = { scanned: 0, steps: 0, lookUps: 0 };
  const steps: SearchSteps = {
    scan: (wanted) => {
      if (calls.steps++ >= outOfTimeAfter) return Promise.resolve(null);
      return Promise.resolve(
        wanted.map(({ source, after, rows: count }) => {
          const read = sorted.filter((row) => row.source === source && isBeyond(row, after)).slice(0, count);
          calls.scanned += read.length;
          const matches = read
            .filter((row) => row.word.startsWith(word))
            .map((row) => ({ ...row, isHit: row.word === word }));
          return { matches, last: read.length < count ? null : (read.at(-1) ?? null) };
        }),
      );
    },
    lookUp: looksUp
      ? (after, limit) => {
          calls.lookUps += 1;
          if (!looksUpInTime) return Promise.resolve(null);
          return Promise.resolve(sorted.filter((row) => row.word === word && isBeyond(row, after)).slice(0, limit));
        }
      : null,
    countRows: () => Promise.resolve(total),
  };
  return { steps, calls, expected: sorted.filter((row) => row.word === word).map(({ id }) => id) };
}

/** Every 7th row is of a small source, two share each time, and every `nth` says the word. */
function rowsWith(count: number, nth: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    id: idOf(index),
    at: new Date(Math.floor(index / 2) * HOUR),
    source: index % 7 === 0 ? 'small' : index % 501 === 0 ? 'tiny' : 'large',
    word: index % nth === 0 ? 'hello' : 'bye',
  }));
}

const OPTIONS: SearchOptions = {
  sources: ['small', 'large', 'tiny', 'empty'],
  after: null,
  size: 10,
  direction: 'DESC',
  limitMs: 60_000,
};

/** All pages, one after the other, and how many of them were cut short. */
async function walk(steps: SearchSteps, options: SearchOptions): Promise<{ ids: string[]; cut: number }> {
  const ids: string[] = [];
  let cut = 0;
  for (let after: Place | null = null; ;) {
    const outcome = await searchByRecency(steps, { ...options, after });
    ids.push(...outcome.found.map(({ id }) => id));
    if (!outcome.isComplete) cut += 1;
    if (!outcome.hasMore) return { ids, cut };
    after = outcome.isComplete ? (outcome.found.at(-1) ?? null) : outcome.stoppedAt;
  }
}

describe('A search by recency', () => {
  it.each([1, 3, 50, 997, 100_000])(
    'finds each hit once, newest first, over several sources: every %p. row',
    async (nth) => {
      const { steps, expected } = stepsOver(rowsWith(5_000, nth), 'hello');
      expect(await walk(steps, OPTIONS)).toEqual({ ids: expected, cut: 0 });
    },
  );

  it('reads little of a large list for what is common', async () => {
    const { steps, calls } = stepsOver(rowsWith(50_000, 3), 'hello');
    expect((await searchByRecency(steps, OPTIONS)).found).toHaveLength(10);
    expect(calls.scanned).toBeLessThan(500);
  });

  it('looks up what is rare, and goes on from there', async () => {
    const { steps, calls, expected } = stepsOver(rowsWith(50_000, 2_000), 'hello', { looksUp: true });
    expect(await walk(steps, OPTIONS)).toEqual({ ids: expected, cut: 0 });
    expect(calls.lookUps).toBeGreaterThan(0);
    expect(calls.scanned).toBeLessThan(20_000);
  });

  it('does not look up what too many rows have, as far as can be seen', async () => {
    const rows = rowsWith(9_000, 1).map((row, index) => ({ ...row, word: index === 0 ? 'hello' : 'hello, of others' }));
    const { steps, calls } = stepsOver(rows, 'hello', { looksUp: true, total: 10_000_000 });
    expect(await walk(steps, OPTIONS)).toMatchObject({ ids: [idOf(0)] });
    expect(calls.lookUps).toBe(0);
  });

  it('reads on where the index does not answer in time, and does not ask it again', async () => {
    const options = { looksUp: true, looksUpInTime: false };
    const { steps, calls, expected } = stepsOver(rowsWith(50_000, 2_000), 'hello', options);
    const outcome = await searchByRecency(steps, OPTIONS);
    expect(outcome).toMatchObject({ isComplete: true });
    expect(outcome.found.map(({ id }) => id)).toEqual(expected.slice(0, 10));
    expect(calls.lookUps).toBe(1);
  });

  it('answers what it found when time is over, and misses nothing when it goes on', async () => {
    const rows = rowsWith(5_000, 40);
    const whole = stepsOver(rows, 'hello');
    const { ids, cut } = await walk(whole.steps, { ...OPTIONS, limitMs: 0 });
    expect(ids).toEqual(whole.expected);
    expect(cut).toBeGreaterThan(5);
  });

  it('says that nothing has been looked through when not even the first step ended', async () => {
    const { steps } = stepsOver(rowsWith(100, 2), 'hello', { outOfTimeAfter: 0 });
    const outcome = await searchByRecency(steps, OPTIONS);
    expect(outcome).toEqual({ found: [], hasMore: true, isComplete: false, stoppedAt: null });
  });

  it('shows nothing that lies beyond what has been looked through', async () => {
    const rows = rowsWith(5_000, 40);
    const { steps } = stepsOver(rows, 'hello', { outOfTimeAfter: 2 });
    const { found, stoppedAt, isComplete } = await searchByRecency(steps, { ...OPTIONS, size: 100 });
    expect(isComplete).toBe(false);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((place) => !isBeyond(place, stoppedAt))).toBe(true);
  });

  it('has nothing to find without sources', async () => {
    const { steps } = stepsOver(rowsWith(10, 1), 'hello');
    expect(await walk(steps, { ...OPTIONS, sources: [] })).toEqual({ ids: [], cut: 0 });
  });
});
