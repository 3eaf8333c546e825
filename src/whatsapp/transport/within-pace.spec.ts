import { TooSlowError, withinPace } from './within-pace.js';

const SECOND_MS = 1_000;

/** Reads pieces of so many bytes, so long apart, with a reader that takes its time for each. Returns how many came through. */
async function read(pieces: number, bytes: number, everyMs: number, readerMs = 0): Promise<number> {
  let now = 0;
  async function* sender(): AsyncGenerator<Uint8Array> {
    for (let piece = 0; piece < pieces; piece += 1) {
      now += everyMs;
      yield new Uint8Array(bytes);
    }
  }
  let count = 0;
  for await (const _piece of withinPace(sender(), () => now)) {
    count += 1;
    now += readerMs;
  }
  return count;
}

describe('Bytes within a pace', () => {
  it('come through when they are fast, also on the average alone', async () => {
    expect(await read(100, 64 * 1024, SECOND_MS)).toBe(100);
    expect(await read(10, 1024 * 1024, 29 * SECOND_MS)).toBe(10);
  });

  it('come through however slow they are, when there are few', async () => {
    expect(await read(30, 1, SECOND_MS)).toBe(30);
  });

  it('end when they drip', async () => {
    await expect(read(1_000, 1, SECOND_MS)).rejects.toThrow(TooSlowError);
    await expect(read(1_000, 1_000, SECOND_MS)).rejects.toThrow(TooSlowError);
    await expect(read(3, 1, 29 * SECOND_MS)).rejects.toThrow(TooSlowError);
  });

  it('do not end because their reader is slow', async () => {
    expect(await read(100, 64 * 1024, 10, 60 * SECOND_MS)).toBe(100);
  });
});
