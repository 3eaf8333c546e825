import { toShed } from './overload.js';

describe('Those who are cut off in an overload', () => {
  const keys = (subscribers: { key: string }[]) => subscribers.map(({ key }) => key);

  it('are half, and of those who ask the same the ones that came last', () => {
    const subscribers = [1, 2, 3, 4, 5].map((number) => ({ key: 'same', number }));
    expect(toShed(subscribers).map(({ number }) => number)).toEqual([5, 4, 3]);
  });

  it('are first those whose rendering nobody shares', () => {
    const subscribers = ['own 1', 'same', 'same', 'own 2', 'same', 'same'].map((key) => ({ key }));
    expect(keys(toShed(subscribers))).toEqual(['own 2', 'own 1', 'same']);
  });

  it('are nobody where there is nobody, and the one where there is one', () => {
    expect(toShed([])).toEqual([]);
    expect(keys(toShed([{ key: 'one' }]))).toEqual(['one']);
  });
});
