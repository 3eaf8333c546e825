import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../expectations.js';
import type { ReceivedSpan } from '../otlp-receiver.js';

const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'traces.md');
const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

/** A span as docs/traces.md shows it. */
interface ShownSpan {
  name: string;
  span: string;
  parent: string | null;
  service: string;
  kind: string;
  /** After the beginning of the trace. */
  atMs: number;
  ms: number;
  attributes: Record<string, string | number>;
  error?: true;
  links?: string[];
}

/** Writes a trace into docs/traces.md, between the comments that name it, where UPDATE_TRACES is set. */
export function writeTrace(name: string, spans: readonly ReceivedSpan[]): void {
  if (process.env.UPDATE_TRACES === undefined) return;
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.split(opening(name))[0], page.split(closing(name))[1]];
  const lines = shown(spans).map((span) => `  ${JSON.stringify(span)}`);
  const block = `\n\n\`\`\`json\n[\n${lines.join(',\n')}\n]\n\`\`\`\n\n`;
  writeFileSync(PAGE, `${must(before)}${opening(name)}${block}${closing(name)}${must(after, closing(name))}`);
}

/** Names of the steps of a trace of docs/traces.md. */
export function documentedSteps(name: string): Set<string> {
  const block = must(readFileSync(PAGE, 'utf8').split(opening(name))[1]).split(closing(name))[0];
  const json = must(/```json\n([\s\S]*?)```/.exec(must(block))?.[1], `the trace ${name}`);
  const spans = JSON.parse(json) as ShownSpan[];
  return new Set(spans.filter(({ attributes }) => !('db.system.name' in attributes)).map((span) => span.name));
}

function opening(name: string): string {
  return `<!-- trace ${name}: written by UPDATE_TRACES=1 npx jest operations/traces -->`;
}

function closing(name: string): string {
  return `<!-- /trace ${name} -->`;
}

function shown(spans: readonly ReceivedSpan[]): ShownSpan[] {
  const begin = Math.min(...spans.map(({ startMs }) => startMs));
  return spans.map(({ name, spanId, parentSpanId, service, kind, startMs, endMs, attributes, isError, links }) => ({
    name,
    span: spanId,
    parent: parentSpanId,
    service,
    kind: must(KINDS[kind]),
    atMs: Number((startMs - begin).toFixed(1)),
    ms: Number((endMs - startMs).toFixed(1)),
    attributes,
    ...(isError ? { error: true } : {}),
    ...(links.length === 0 ? {} : { links: links.map(({ traceId }) => traceId) }),
  }));
}
