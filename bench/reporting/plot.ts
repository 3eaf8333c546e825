import type { Point } from '../report.js';

const WIDTH = 640;
const HEIGHT = 340;
const MARGIN = { top: 34, right: 190, bottom: 46, left: 64 };
const COLOURS = [
  '#2563eb',
  '#dc2626',
  '#059669',
  '#d97706',
  '#7c3aed',
  '#0891b2',
  '#be185d',
  '#4d7c0f',
  '#475569',
  '#b45309',
];

/** A line chart as SVG, both axes logarithmic: whatever is flat costs the same at every size. */
export function plotOf(title: string, points: readonly Point[]): string {
  const [{ xLabel, yLabel } = { xLabel: '', yLabel: '' }] = points;
  const x = scale(
    points.map((point) => point.x),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = scale(
    points.map((point) => point.y),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const series = [...new Set(points.map((point) => point.series))];
  const parts = [
    text(WIDTH / 2 - 60, 18, title, 'font-weight="bold" text-anchor="middle"'),
    ...x.ticks.map((tick) => text(x.at(tick), HEIGHT - MARGIN.bottom + 16, short(tick), 'text-anchor="middle"')),
    ...y.ticks.flatMap((tick) => [
      `<path d="M${MARGIN.left} ${y.at(tick)}H${WIDTH - MARGIN.right}" stroke="#e2e8f0"/>`,
      text(MARGIN.left - 6, y.at(tick) + 4, short(tick), 'text-anchor="end"'),
    ]),
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 8, xLabel, 'text-anchor="middle"'),
    `<text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    ...series.flatMap((name, index) => {
      const colour = COLOURS[index % COLOURS.length] ?? '#000';
      const own = points.filter((point) => point.series === name).sort((one, other) => one.x - other.x);
      const places = own.map((point) => `${x.at(point.x)},${y.at(point.y)}`);
      return [
        `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...places.map(
          (place) => `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="3" fill="${colour}"/>`,
        ),
        text(WIDTH - MARGIN.right + 12, MARGIN.top + 14 * index, name, `fill="${colour}"`),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

interface Scale {
  at(value: number): number;
  ticks: number[];
}

/** Whole powers of ten that hold all values; below a thousandth nothing is told apart. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const logs = values.map((value) => Math.log10(Math.max(value, 1e-3)));
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(low + 1, Math.ceil(Math.max(...logs)));
  return {
    at: (value) => Math.round(from + ((Math.log10(Math.max(value, 1e-3)) - low) / (high - low)) * (to - from)),
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

function short(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`;
  return value >= 1_000 ? `${value / 1_000} k` : String(Number(value.toPrecision(3)));
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
