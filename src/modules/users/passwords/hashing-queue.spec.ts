import { HashingQueue } from './hashing-queue.js';

/** A hash that ends when it is told to. */
function aHash(): { hash: () => Promise<string>; hasBegun: () => boolean; end: () => void } {
  let end: () => void = () => undefined;
  let hasBegun = false;
  const ended = new Promise<string>((resolve) => (end = () => resolve('done')));
  return { hash: () => ((hasBegun = true), ended), hasBegun: () => hasBegun, end };
}
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('The queue of password hashes', () => {
  it('runs two at a time, the others in their order', async () => {
    const queue = new HashingQueue();
    const [first, second, third, fourth] = [aHash(), aHash(), aHash(), aHash()];
    const all = [first, second, third, fourth].map(({ hash }) => queue.run(hash));
    const begun = () => [first, second, third, fourth].map(({ hasBegun }) => hasBegun());
    expect(begun()).toEqual([true, true, false, false]);
    second.end();
    await nextTurn();
    expect(begun()).toEqual([true, true, true, false]);
    first.end();
    third.end();
    fourth.end();
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('gives the place on when a hash fails', async () => {
    const queue = new HashingQueue();
    const failing = () => Promise.reject(new Error('no'));
    const attempts = [1, 2, 3, 4, 5].map(() => queue.run(failing));
    for (const attempt of await Promise.allSettled(attempts)) expect(attempt.status).toBe('rejected');
    expect(await queue.run(async () => 'done')).toBe('done');
  });

  it('refuses at once when too many wait, and takes them again afterwards', async () => {
    const queue = new HashingQueue();
    const [slow, another] = [aHash(), aHash()];
    const running = [queue.run(slow.hash), queue.run(another.hash)];
    const waiting = Array.from({ length: 150 }, () => queue.run(async () => 'done'));
    await expect(queue.run(async () => 'done')).rejects.toMatchObject({ problems: [{ code: 'RATE_LIMITED' }] });
    slow.end();
    another.end();
    await Promise.all([...running, ...waiting]);
    expect(await queue.run(async () => 'done')).toBe('done');
  });
});
