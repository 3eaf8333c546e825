import { AxisBottom, AxisLeft, AxisRight } from '@visx/axis';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar, LinePath } from '@visx/shape';
import { useIntl } from 'react-intl';
import { directionOf, language } from '../../language/languages';
import { useStore } from '../../parts/state/store';
import css from './Charts.module.css';
import { useWidth } from './chart-width';

const HEIGHT = 220;
const MARGIN = { top: 12, bottom: 28, scale: 64, end: 8 };
/** So much room a date needs. */
const DATE_WIDTH = 64;
const LINES = 4;

interface Props {
  dates: readonly string[];
  /** A value for each date; null: there is none. */
  series: readonly (readonly (number | null)[])[];
  kind: 'bars' | 'lines';
  format: (value: number) => string;
}

/** Days from one side to the other, in the direction of the language: bars beside each other, or lines. */
export function DayChart({ dates, series, kind, format }: Props) {
  const intl = useIntl();
  const isRightToLeft = directionOf(useStore(language)) === 'rtl';
  const [element, width] = useWidth();
  const [start, end] = [MARGIN.scale, width - MARGIN.end];
  const most = Math.max(...series.flat().map((value) => value ?? 0), kind === 'bars' ? 4 : 1);
  const x = scaleBand({
    domain: [...dates],
    range: isRightToLeft ? [width - start, width - end] : [start, end],
    padding: 0.2,
  });
  const y = scaleLinear({ domain: [0, most], range: [HEIGHT - MARGIN.bottom, MARGIN.top], nice: LINES });
  const every = Math.ceil(dates.length / Math.max(1, Math.floor((end - start) / DATE_WIDTH)));
  const shown = dates.filter((_, index) => (dates.length - 1 - index) % every === 0);
  const sayDate = (date: string): string => intl.formatDate(date, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const scale = {
    scale: y,
    numTicks: LINES,
    tickFormat: (value: unknown) => format(Number(value)),
    axisClassName: css.axis,
    hideAxisLine: true,
    hideTicks: true,
    tickLabelProps: { className: css.mark },
  };
  return (
    <div className={css.chart} ref={element}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {y.ticks(LINES).map((value) => (
            <line key={value} className={css.grid} x1={x.range()[0]} x2={x.range()[1]} y1={y(value)} y2={y(value)} />
          ))}
          {isRightToLeft ? <AxisRight {...scale} left={width - start} /> : <AxisLeft {...scale} left={start} />}
          <AxisBottom
            scale={x}
            top={HEIGHT - MARGIN.bottom}
            tickValues={shown}
            tickFormat={sayDate}
            axisClassName={css.axis}
            hideTicks
            tickLabelProps={{ className: css.mark, textAnchor: 'middle' }}
          />
          {series.map((values, place) =>
            kind === 'bars' ? (
              <Bars key={place} {...{ dates, values, x, y, place, of: series.length }} />
            ) : (
              <Line key={place} {...{ dates, values, x, y, place }} />
            ),
          )}
        </svg>
      )}
    </div>
  );
}

interface SeriesProps {
  dates: readonly string[];
  values: readonly (number | null)[];
  x: ReturnType<typeof scaleBand<string>>;
  y: ReturnType<typeof scaleLinear<number>>;
  /** Among all series, which says its colour. */
  place: number;
}

function Bars({ dates, values, x, y, place, of }: SeriesProps & { of: number }) {
  const thickness = x.bandwidth() / of;
  return dates.map((date, index) => {
    const top = y(values[index] ?? 0);
    const left = (x(date) ?? 0) + thickness * place;
    return (
      <Bar
        key={date}
        className={css.bar}
        data-series={place}
        x={left}
        y={top}
        width={thickness}
        height={y(0) - top}
        rx={Math.min(2, thickness / 2)}
      />
    );
  });
}

/** Days without a value are gaps; a day between two of them is a dot. */
function Line({ dates, values, x, y, place }: SeriesProps) {
  const points = dates.map((date, index) => ({ date, value: values[index] ?? null }));
  const xOf = ({ date }: { date: string }): number => (x(date) ?? 0) + x.bandwidth() / 2;
  const yOf = ({ value }: { value: number | null }): number => y(value ?? 0);
  return (
    <>
      <LinePath
        className={css.line}
        data-series={place}
        data={points}
        x={xOf}
        y={yOf}
        defined={({ value }) => value !== null}
      />
      {points.map(
        (point) =>
          point.value !== null && (
            <circle key={point.date} className={css.dot} data-series={place} cx={xOf(point)} cy={yOf(point)} r={2.5} />
          ),
      )}
    </>
  );
}
