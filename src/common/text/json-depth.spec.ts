import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth.js';

/** A list in a list in a list … */
function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}

describe('How deep JSON is', () => {
  it.each([
    [null, 0, false],
    ['text', 0, false],
    [{}, 0, true],
    [{ a: 1 }, 1, false],
    [{ a: [{}] }, 2, true],
    [{ a: [{}] }, 3, false],
    [nested(MAX_JSON_DEPTH), MAX_JSON_DEPTH, false],
    [nested(MAX_JSON_DEPTH + 1), MAX_JSON_DEPTH, true],
  ])('%j beyond %d: %p', (value, limit, expected) => expect(isDeeperThan(value, limit)).toBe(expected));

  it('does not matter to how it is found out', () => expect(isDeeperThan(nested(200_000), 32)).toBe(true));
});
