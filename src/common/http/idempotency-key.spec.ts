import { idempotencyKeyIn } from './idempotency-key.js';

describe('The header Idempotency-Key', () => {
  it.each([
    ['order-17', 'order-17'],
    ['  order-17 ', 'order-17'],
    ['"order-17"', 'order-17'],
    ['"say \\"hello\\""', 'say "hello"'],
    ['""', ''],
    ['"order', '"order'],
  ])('%s is the key %s', (header, key) => {
    expect(idempotencyKeyIn(header)).toBe(key);
  });
});
