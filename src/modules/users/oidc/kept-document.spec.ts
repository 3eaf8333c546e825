import { KeptDocument } from './kept-document.js';

/** A document that says how often it was read, and a clock that is moved. */
function aDocument(): { kept: KeptDocument<{ edition: number }>; clock: { now: number; isDown: boolean } } {
  const clock = { now: 0, isDown: false };
  let edition = 0;
  const read = async (): Promise<{ edition: number }> => {
    edition += 1;
    if (clock.isDown) throw new Error('down');
    return { edition };
  };
  return { kept: new KeptDocument({ elapsedMs: () => clock.now }, 600_000, read), clock };
}

describe('A document of another server', () => {
  it('is read once for all who ask at once, and anew when it is old', async () => {
    const { kept, clock } = aDocument();
    expect(await Promise.all([kept.current(), kept.current()])).toEqual([{ edition: 1 }, { edition: 1 }]);
    clock.now = 599_999;
    expect(await kept.current()).toEqual({ edition: 1 });
    clock.now = 600_000;
    expect(await kept.current()).toEqual({ edition: 2 });
  });

  it('goes on for a day while nobody answers, and no longer', async () => {
    const { kept, clock } = aDocument();
    await kept.current();
    clock.isDown = true;
    clock.now = 86_399_999;
    expect(await kept.current()).toEqual({ edition: 1 });
    clock.now = 86_400_000 + 30_000;
    await expect(kept.current()).rejects.toThrow('down');
  });

  it('is asked for once in 30 seconds, however many want another', async () => {
    const { kept, clock } = aDocument();
    const first = await kept.current();
    expect(await kept.newerThan(first)).toBeNull();
    clock.now = 30_000;
    const second = await kept.newerThan(first);
    expect(second).toEqual({ edition: 2 });
    expect(await kept.newerThan(first)).toBe(second);
    expect(await kept.newerThan(must(second))).toBeNull();
  });

  it('is not asked for by each while it was never there', async () => {
    const { kept, clock } = aDocument();
    clock.isDown = true;
    await expect(kept.current()).rejects.toThrow('down');
    clock.isDown = false;
    await expect(kept.current()).rejects.toThrow('down');
    clock.now = 30_000;
    expect(await kept.current()).toEqual({ edition: 2 });
  });
});

function must<T>(value: T | null): T {
  if (value === null) throw new Error('Nothing there.');
  return value;
}
