import { Clock } from './clock.js';
import { UnbrokenTime } from './unbroken-time.js';

describe('UnbrokenTime', () => {
  function watched() {
    const clock = new Clock();
    const reading = { wallMs: 1_790_000_000_000, monotonicMs: 1_000 };
    const time = new UnbrokenTime(clock, () => ({ ...reading }));
    const pass = (milliseconds: number, setByMs = 0): number => {
      reading.monotonicMs += milliseconds;
      reading.wallMs += milliseconds + setByMs;
      clock.advance(milliseconds);
      return Math.round(time.look() / 1_000);
    };
    return { pass, time };
  }

  it('adds up while looks follow each other', () => {
    const { pass } = watched();
    for (let count = 0; count < 29; count += 1) pass(2_000);
    expect(pass(2_000)).toBe(60);
  });

  it.each([
    ['set forward', 90_000],
    ['set back', -3_600_000],
    ['set by three seconds', 3_000],
  ])('begins anew when the clock was %s', (_what, setByMs) => {
    const { pass } = watched();
    pass(20_000);
    expect(pass(2_000, setByMs)).toBe(0);
    expect(pass(2_000)).toBe(2);
  });

  it('takes a clock that is slewed as it is', () => {
    const { pass } = watched();
    for (let count = 0; count < 10; count += 1) pass(2_000, 1);
    expect(pass(2_000, 1)).toBe(22);
  });

  it('begins anew when nobody looked for more than half a minute', () => {
    const { pass } = watched();
    pass(20_000);
    expect(pass(30_000)).toBe(50);
    expect(pass(30_001)).toBe(0);
  });

  it('begins anew when a look failed', () => {
    const { pass, time } = watched();
    pass(20_000);
    time.break();
    expect(pass(2_000)).toBe(2);
  });
});
