import { scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import { directionOf, language } from '../../language/languages';
import { useStore } from '../../parts/state/store';
import css from './Charts.module.css';
import { useWidth } from './chart-width';

const BAR = 8;
const GAP = 2;

interface Props {
  entries: readonly { key: string; name: string; values: readonly number[] }[];
}

/** What is compared beneath each other: each with its name above its bars, which grow in the direction of the language. */
export function RankChart({ entries }: Props) {
  const isRightToLeft = directionOf(useStore(language)) === 'rtl';
  const [element, width] = useWidth();
  const most = Math.max(1, ...entries.flatMap(({ values }) => values));
  const length = scaleLinear({ domain: [0, most], range: [0, width] });
  return (
    <div className={css.ranks} ref={element} aria-hidden="true">
      {entries.map(({ key, name, values }) => (
        <div key={key}>
          <p className={css.rankName} dir="auto">
            {name}
          </p>
          <svg width={width} height={values.length * (BAR + GAP)}>
            {values.map((value, place) => (
              <Bar
                key={place}
                className={css.bar}
                data-series={place}
                x={isRightToLeft ? width - length(value) : 0}
                y={place * (BAR + GAP)}
                width={length(value)}
                height={BAR}
                rx={2}
              />
            ))}
          </svg>
        </div>
      ))}
    </div>
  );
}
