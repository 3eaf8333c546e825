/** How fast a voice can be played, in the order in which the button goes through them. */
export const SPEEDS = [1, 1.5, 2] as const;
export type Speed = (typeof SPEEDS)[number];

export function nextSpeed(speed: Speed): Speed {
  return SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
}

/** Seconds by which a key goes on or back. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 5,
  ArrowUp: 5,
  ArrowLeft: -5,
  ArrowDown: -5,
  PageUp: 30,
  PageDown: -30,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Where a key leads that was pressed at `seconds` of `duration`; null for a key that leads nowhere. Right goes back where one reads from right to left. */
export function seekTo(key: string, seconds: number, duration: number, isRightToLeft: boolean): number | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const isSideways = key === 'ArrowRight' || key === 'ArrowLeft';
  const wanted = seconds + (isRightToLeft && isSideways ? -step : step);
  return Math.min(Math.max(wanted, 0), duration);
}

/** As a clock shows it, such as 1:05. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

interface Minutes {
  minutes: number;
  seconds: number;
}

/** Whole minutes and seconds, to be said in words. */
export function minutesOf(seconds: number): Minutes {
  const whole = Math.floor(seconds);
  return { minutes: Math.floor(whole / 60), seconds: whole % 60 };
}
