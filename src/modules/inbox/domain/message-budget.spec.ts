import { MessageBudget, subscribesOfUser } from './message-budget.js';

describe('The budget of a socket', () => {
  const taken = (budget: MessageBudget, now: number, times: number) =>
    Array.from({ length: times }, () => budget.take(now)).filter(Boolean).length;

  it('gives a burst at once, then what comes with time, and never saves more than a burst', () => {
    const budget = new MessageBudget({ burst: 5, perSecond: 2 }, 0);
    expect(taken(budget, 0, 10)).toBe(5);
    expect(budget.secondsUntilNext()).toBe(1);
    expect(taken(budget, 1_000, 10)).toBe(2);
    expect(budget.isFull(1_500)).toBe(false);
    expect(budget.isFull(3_600_000)).toBe(true);
    expect(taken(budget, 3_600_000, 10)).toBe(5);
  });

  it('lets all sockets of a user come back at once', () => {
    expect(subscribesOfUser(50)).toEqual({ burst: 200, perSecond: 10 });
    expect(subscribesOfUser(1)).toEqual({ burst: 100, perSecond: 5 });
  });
});
