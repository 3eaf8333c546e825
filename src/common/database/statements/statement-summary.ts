/** Operations and the tables that they are about, in their order. What follows FOR (locks), ON CONFLICT or IS DISTINCT is none. */
const STEP =
  /\b(?:(INSERT)\s+INTO|(?<!\b(?:FOR|KEY|DO)\s+)(UPDATE)|(DELETE)\s+FROM|((?<!\bDISTINCT\s+)FROM|JOIN))\s+(?:ONLY\s+)?"?([a-z_][a-z0-9_]*)"?(\()?/gi;
/** Names that WITH gives to results of its own. */
const NAMED = /\b([a-z_][a-z0-9_]*)\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(/gi;
const FUNCTION_LIKE = new Set(['unnest', 'lateral', 'generate_series', 'select', 'jsonb_each', 'skip']);
const MAX_STEPS = 5;

/**
 * Statement summary by OpenTelemetry's convention, such as `INSERT messages INSERT outgoing_jobs` or `SELECT contacts`:
 * operations and tables in their order, each once, five at most. Never a value: these are parameters.
 */
export function statementSummary(sql: string): string {
  const named = new Set([...sql.matchAll(NAMED)].map(([, name]) => name));
  const steps: string[] = [];
  for (const [, insert, update, remove, , table = '', call] of sql.matchAll(STEP)) {
    if (named.has(table) || FUNCTION_LIKE.has(table.toLowerCase()) || call !== undefined) continue;
    const step = `${(insert ?? update ?? remove ?? 'SELECT').toUpperCase()} ${table}`;
    if (!steps.includes(step)) steps.push(step);
  }
  if (steps.length > 0) return steps.slice(0, MAX_STEPS).join(' ');
  return /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? 'SQL';
}
