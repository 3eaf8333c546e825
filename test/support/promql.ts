import type { Scrape, Series } from './prometheus.js';

/** What processes have told, at two moments: `increase` is what lies between. */
export interface Observed {
  before: readonly Scrape[];
  now: readonly Scrape[];
}

type Vector = Pick<Series, 'labels' | 'value'>[];

/**
 * Evaluates the part of PromQL that our alerts are written in: `absent`, `increase` between the two moments (not
 * extrapolated; of series that were there at both, as Prometheus needs two samples), max, sum and count with `by`, and a
 * comparison with a number. Anything else is an error.
 */
export function evaluate(expression: string, observed: Observed): Vector {
  const [, left = '', operator, limit] = /^(.*?)(?:\s(>|==)\s([\d.]+))?$/.exec(expression.trim()) ?? [];
  const values = operandOf(left, observed);
  if (operator === undefined) return values;
  return values.filter(({ value }) => (operator === '>' ? value > Number(limit) : value === Number(limit)));
}

function operandOf(text: string, observed: Observed): Vector {
  const call = /^(?<name>\w+)(?:\sby\s\((?<by>[\w, ]+)\)\s)?\((?<inner>.*)\)$/.exec(text.trim())?.groups;
  if (call === undefined) return select(text, observed.now);
  const { name = '', by = '', inner = '' } = call;
  if (name === 'increase') return increaseOf(inner, observed);
  const values = operandOf(inner, observed);
  switch (name) {
    case 'absent':
      return values.length === 0 ? [{ labels: {}, value: 1 }] : [];
    case 'max':
      return groups(values, by, (group) => Math.max(...group));
    case 'sum':
      return groups(values, by, (group) => group.reduce((sum, value) => sum + value, 0));
    case 'count':
      return groups(values, by, (group) => group.length);
    default:
      throw new Error(`Not understood: ${name} in ${text}`);
  }
}

function groups(values: Vector, by: string, fold: (group: number[]) => number): Vector {
  const names = by === '' ? [] : by.split(',').map((name) => name.trim());
  const byKey = new Map<string, { labels: Record<string, string>; group: number[] }>();
  for (const { labels, value } of values) {
    const kept = Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
    const entry = byKey.get(JSON.stringify(kept)) ?? { labels: kept, group: [] };
    entry.group.push(value);
    byKey.set(JSON.stringify(kept), entry);
  }
  return [...byKey.values()].map(({ labels, group }) => ({ labels, value: fold(group) }));
}

function increaseOf(range: string, { before, now }: Observed): Vector {
  const selector = range.replace(/\[\d+[smhd]\]$/, '');
  if (selector === range) throw new Error(`Not understood: ${range}`);
  const former = new Map(select(selector, before).map(({ labels, value }) => [JSON.stringify(labels), value]));
  return select(selector, now).flatMap(({ labels, value }) => {
    const start = former.get(JSON.stringify(labels));
    return start === undefined ? [] : [{ labels, value: value - start }];
  });
}

/** `name{label="value",other=~"one|another"}` */
function select(selector: string, scrapes: readonly Scrape[]): Vector {
  const parts = /^(?<name>\w+)(?:\{(?<matchers>.*)\})?$/.exec(selector.trim())?.groups;
  if (parts === undefined) throw new Error(`Not understood: ${selector}`);
  const matchers = [...(parts.matchers ?? '').matchAll(/(\w+)(=~|=|!=)"([^"]*)"/g)].map(
    ([, label = '', operator, text = '']) => {
      const pattern = new RegExp(`^(?:${text})$`);
      return (labels: Readonly<Record<string, string>>): boolean => {
        const value = labels[label] ?? '';
        return operator === '=~' ? pattern.test(value) : (value === text) === (operator === '=');
      };
    },
  );
  return scrapes
    .flatMap(({ series }) => series)
    .filter(({ name, labels }) => name === parts.name && matchers.every((matches) => matches(labels)));
}
