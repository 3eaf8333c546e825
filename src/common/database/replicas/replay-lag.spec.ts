import { parsePosition, replayLag } from './replay-lag.js';

describe('parsePosition', () => {
  it('counts bytes over the whole log', () => {
    expect(parsePosition('0/0')).toBe(0n);
    expect(parsePosition('0/FFFFFFFF')).toBe(4_294_967_295n);
    expect(parsePosition('1/0')).toBe(4_294_967_296n);
    expect(parsePosition('16/B374D848')).toBeGreaterThan(parsePosition('16/A374D848'));
  });

  it('refuses what is none', () => {
    expect(() => parsePosition('')).toThrow('no position');
    expect(() => parsePosition('16/x')).toThrow();
  });
});

describe('replayLag', () => {
  const probes = [
    { at: 1_000, position: 10n },
    { at: 2_000, position: 20n },
    { at: 3_000, position: 20n },
  ];

  it('is nothing when all is replayed that was seen of the primary, and when nothing was seen', () => {
    expect(replayLag(probes, 20n, 3_500)).toBe(0);
    expect(replayLag([], 0n, 3_500)).toBe(0);
  });

  it('counts from the first moment whose position is not replayed', () => {
    expect(replayLag(probes, 10n, 3_500)).toBe(1_500);
    expect(replayLag(probes, 9n, 3_500)).toBe(2_500);
  });
});
