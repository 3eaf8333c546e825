import { useIntl } from 'react-intl';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Says how long something took, in the unit that is easiest to grasp. */
export function useDuration(): (seconds: number) => string {
  const intl = useIntl();
  return (seconds) => {
    const [value, unit] =
      seconds < 2 * MINUTE
        ? [seconds, 'second']
        : seconds < 2 * HOUR
          ? [seconds / MINUTE, 'minute']
          : seconds < 2 * DAY
            ? [seconds / HOUR, 'hour']
            : [seconds / DAY, 'day'];
    const maximumFractionDigits = value < 10 && unit !== 'second' ? 1 : 0;
    return intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits });
  };
}
