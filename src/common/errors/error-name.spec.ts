import { errorName } from './error-name.js';

describe('An error in the log', () => {
  it('is its name and code', () => {
    expect(errorName(Object.assign(new TypeError('quotes +49 170'), { code: '23505' }))).toBe('TypeError 23505');
  });

  it('is its name and the place that threw it where it has no code, without a word of its message', () => {
    const error = new Error('at first (a customer wrote this:1:2)\n    at second (another:1:2)');
    expect(errorName(error)).toMatch(/^Error at errors\/error-name\.spec\.[jt]s:\d+$/);
  });

  it('is its name alone where nothing tells the place', () => {
    const error = new Error('quotes +49 170');
    error.stack = undefined;
    expect(errorName(error)).toBe('Error');
  });
});
