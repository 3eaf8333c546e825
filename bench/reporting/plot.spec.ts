import { plotOf } from './plot.js';

const point = (series: string, x: number, y: number) => ({
  plot: 'Pages',
  series,
  x,
  y,
  xLabel: 'conversations',
  yLabel: 'ms',
});
const linesIn = (svg: string) => [...svg.matchAll(/<polyline points="([^"]*)"/g)].map((match) => match[1] ?? '');

describe('plotOf', () => {
  it('draws a line a series, from left to right in the order of the sizes', () => {
    const svg = plotOf('Pages', [point('inbox', 1_000_000, 5), point('inbox', 1_000, 5), point('search', 1_000, 50)]);
    const [inbox = '', search = ''] = linesIn(svg);
    expect(inbox.split(' ').map((place) => Number(place.split(',')[0]))).toEqual([64, 450]);
    expect(new Set(inbox.split(' ').map((place) => place.split(',')[1])).size).toBe(1);
    expect(search.split(' ')).toHaveLength(1);
    expect(svg).toContain('>1 M</text>');
  });

  it('draws more as higher, and ten times as much always by the same way', () => {
    const svg = plotOf('Pages', [point('one', 1, 1), point('one', 10, 10), point('one', 100, 100)]);
    const heights = (linesIn(svg)[0] ?? '').split(' ').map((place) => Number(place.split(',')[1]));
    expect(heights[0]).toBeGreaterThan(heights[1] ?? 0);
    expect((heights[0] ?? 0) - (heights[1] ?? 0)).toBe((heights[1] ?? 0) - (heights[2] ?? 0));
  });

  it('can draw nothing as well as zero, and writes names as text', () => {
    const svg = plotOf('a < b & c', [point('<script>', 1, 0)]);
    expect(svg).toContain('a &lt; b &amp; c');
    expect(svg).not.toContain('<script>');
    expect(svg).not.toContain('NaN');
  });
});
