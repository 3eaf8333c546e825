import { clockOf, minutesOf, nextSpeed, seekTo } from './playing';

describe('Playing a voice', () => {
  it('goes from each speed to the next, and from the fastest to the first', () => {
    expect([nextSpeed(1), nextSpeed(1.5), nextSpeed(2)]).toEqual([1.5, 2, 1]);
  });

  it.each([
    ['ArrowRight', 10, 15],
    ['ArrowUp', 10, 15],
    ['ArrowLeft', 10, 5],
    ['ArrowDown', 10, 5],
    ['ArrowLeft', 3, 0],
    ['ArrowRight', 58, 60],
    ['PageUp', 10, 40],
    ['PageDown', 10, 0],
    ['Home', 10, 0],
    ['End', 10, 60],
  ])('is taken by %s from %d to %d seconds of sixty', (key, from, to) => {
    expect(seekTo(key, from, 60, false)).toBe(to);
  });

  it.each([
    ['ArrowRight', 5],
    ['ArrowLeft', 15],
    ['ArrowUp', 15],
    ['Home', 0],
  ])('is taken by %s to %d seconds from ten where one reads from right to left', (key, to) => {
    expect(seekTo(key, 10, 60, true)).toBe(to);
  });

  it.each(['Tab', ' ', 'a', 'Enter'])('is taken nowhere by %p', (key) => {
    expect(seekTo(key, 10, 60, false)).toBeNull();
  });

  it('is shown as on a clock, and counted in minutes and seconds', () => {
    expect([0, 9.9, 65, 600].map(clockOf)).toEqual(['0:00', '0:09', '1:05', '10:00']);
    expect(minutesOf(65.4)).toEqual({ minutes: 1, seconds: 5 });
    expect(minutesOf(59.9)).toEqual({ minutes: 0, seconds: 59 });
  });
});
