import { modularInverse, randomFrom, zipfRank } from './random.js';
import { MESSAGES_A_CONVERSATION, rounds } from './shape.js';

describe('numbers of the generator', () => {
  it('are the same for the same seed, and others for another', () => {
    const series = (seed: number) => Array.from({ length: 5 }, randomFrom(seed));
    expect(series(1)).toEqual(series(1));
    expect(series(1)).not.toEqual(series(2));
    expect(series(7).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('choose ranks as Zipf says: the first often, the last seldom, none outside', () => {
    const random = randomFrom(1);
    const counts = new Array<number>(1_000).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const rank = zipfRank(random, 1_000);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    expect(counts).toHaveLength(1_000);
    expect(counts[0]).toBeGreaterThan(20 * (counts[99] ?? 0));
    expect(counts.slice(900).every((count) => count < 100)).toBe(true);
  });

  it.each([
    [3, 10],
    [7_368_787, 1_000_000],
    [1, 1],
  ])('undo a multiplication by %i modulo %i', (factor, modulus) => {
    expect((factor * modularInverse(factor, modulus)) % modulus).toBe(1 % modulus);
  });

  it('refuse a factor that cannot be undone', () => {
    expect(() => modularInverse(4, 10)).toThrow('common divisor 2');
  });

  it.each([100, 101, 1_000])('give each of %i conversations one message a round', (conversations) => {
    for (const { factor, inverse, shift } of rounds(conversations)) {
      const order = Array.from({ length: conversations }, (_, number) => (number * factor + shift) % conversations);
      expect(new Set(order).size).toBe(conversations);
      const back = (conversation: number) => ((conversation - shift + conversations) * inverse) % conversations;
      expect(order.map(back)).toEqual(order.map((_, number) => number));
    }
    expect(rounds(conversations)).toHaveLength(MESSAGES_A_CONVERSATION);
  });
});
