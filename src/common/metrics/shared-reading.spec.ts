import { SharedReading, type Reading } from './shared-reading.js';

describe('A shared reading', () => {
  let now = 0;
  let begun = 0;
  const over = (read: () => Promise<number> | number, patienceMs = 60_000) =>
    new SharedReading(
      () => {
        begun += 1;
        return read();
      },
      { holdsForMs: 5_000, patienceMs },
      () => now,
    );

  const nameOf = async (reading: Promise<Reading<number>>): Promise<string | null> => {
    const ended = await reading;
    return 'error' in ended ? (ended.error as Error).name : null;
  };

  beforeEach(() => {
    begun = 0;
  });

  it('is one for all who ask at once', async () => {
    const reading = over(async () => 7);
    expect(await Promise.all([reading.get(), reading.get(), reading.get()])).toEqual(Array(3).fill({ value: 7 }));
    expect(begun).toBe(1);
  });

  it('is remembered for as long as it holds, and then begun anew', async () => {
    const reading = over(() => begun);
    expect(await reading.get()).toEqual({ value: 1 });
    now += 4_999;
    expect(await reading.get()).toEqual({ value: 1 });
    now += 1;
    expect(await reading.get()).toEqual({ value: 2 });
  });

  it('that failed is remembered too, and rejects nobody', async () => {
    const error = new Error('away');
    const reading = over(() => {
      throw error;
    });
    expect([await reading.get(), await reading.get()]).toEqual([{ error }, { error }]);
    expect(begun).toBe(1);
  });

  it('is not waited for longer than patience lasts, and none is begun beside it', async () => {
    let end: (value: number) => void = () => undefined;
    const reading = over(() => new Promise((resolve) => (end = resolve)), 1);
    expect(await nameOf(reading.get())).toBe('ReadingTookTooLongError');
    now += 10_000;
    expect(await nameOf(reading.get())).toBe('ReadingTookTooLongError');
    expect(begun).toBe(1);
    end(9);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await reading.get()).toEqual({ value: 9 });
    expect(begun).toBe(1);
  });
});
