import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf, type Result } from '../report.js';
import { plotOf } from './plot.js';

const DOCUMENT = join('docs', 'performance.md');
const IMAGES = join('docs', 'images', 'performance');
const BEGIN = '<!-- results: begin -->';
const END = '<!-- results: end -->';

/** Writes the tables of these results, and a plot of each kind of point, between the markers of docs/performance.md. */
export function writeDocument(results: readonly Result[]): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no place for results: ${BEGIN} … ${END}`);
  const text = `${BEGIN}\n\n${results.map(section).join('\n')}\n`;
  writeFileSync(DOCUMENT, document.slice(0, from) + text + document.slice(to));
}

function section(result: Result): string {
  const { engine, machine, time, isQuick, rows } = result;
  const plots = plotsOf(result).map(({ title, file }) => `![${title}](images/performance/${file})`);
  return [
    `### ${engine}, ${time.slice(0, 10)}${isQuick ? ', quick' : ''}`,
    `${machine}. Each row beside its baseline in the same run.`,
    tableOf(rows),
    ...plots,
    '',
  ].join('\n\n');
}

function plotsOf({ engine, rows }: Result): { title: string; file: string }[] {
  const points = rows.flatMap((row) => row.points ?? []).filter(({ y }) => Number.isFinite(y));
  mkdirSync(IMAGES, { recursive: true });
  return [...new Set(points.map(({ plot }) => plot))].map((plot) => {
    const title = `${plot} (${engine})`;
    const file = `${title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '')}.svg`;
    const own = points.filter((point) => point.plot === plot);
    writeFileSync(join(IMAGES, file), plotOf(title, own));
    return { title, file };
  });
}
