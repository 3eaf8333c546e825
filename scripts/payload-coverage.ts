import { leavesOf } from './payload-coverage/leaves.js';
import { cover, type Scalar } from './payload-coverage/coverage.js';
import { EXCEPTIONS } from './payload-coverage/exceptions.js';
import { readPayloads, SHIPPED } from './payload-coverage/payloads.js';
import { prepare } from './payload-coverage/preparation.js';
import { CoveredWorld } from './payload-coverage/world.js';
import { startOwnDemo } from './own-demo.js';

/**
 * `npm run payload-coverage [-- <file> …]` posts every webhook that Meta documents to a Parley of its own, reads through
 * GraphQL whatever an administrator can read of it, and looks there for every scalar of every payload. Raw bodies of
 * deliveries do not count. It prints what stands in a field of its own, what only in Meta's JSON that a field keeps
 * (`Message.raw`), what is left out with a reason, and what is nowhere; the last makes it end with 1. Files: `.json` with
 * payloads, `.jsonl` with a field and its value a line, `.yaml` for the examples of Meta's OpenAPI file.
 */
const files = [SHIPPED, ...process.argv.slice(2).filter((argument) => !argument.startsWith('--'))];
const isVerbose = process.argv.includes('--verbose');
// of a history what has come furthest is shown: earlier phases are posted first
const payloads = files.flatMap(readPayloads).sort((one, other) => phaseOf(one) - phaseOf(other));
const scalars: (Scalar & { payload: string })[] = [];

const demo = await startOwnDemo({ RATE_LIMIT_USER_POINTS: '0', LOG_LEVEL: 'error' });
try {
  const world = new CoveredWorld(demo.url, demo.simulator);
  await world.signIn(demo.email, demo.password);
  for (const { name, payload } of payloads) {
    const covered = await cover(world, await prepare(world, payload));
    scalars.push(...covered.map((scalar) => ({ ...scalar, payload: name })));
    const count = (place: Scalar['place']): number => covered.filter((each) => each.place === place).length;
    const nowhere = count('NOWHERE');
    process.stdout.write(
      `${nowhere === 0 ? 'ok  ' : 'FAIL'} ${name}: ${covered.length} scalars, ${count('FIELD')} in fields, ` +
        `${count('JSON')} in Meta's JSON, ${count('EXCEPTION')} left out, ${nowhere} nowhere\n`,
    );
  }
} finally {
  await demo.end();
}

list("Only in Meta's JSON, as a field keeps it", 'JSON', () => '');
list('Left out', 'EXCEPTION', ({ exception }) => `: ${exception?.reason ?? ''}`);
list('Nowhere', 'NOWHERE', ({ value, payload }) => ` = ${JSON.stringify(value)} (${payload})`);
const unused = EXCEPTIONS.filter(
  (needed) =>
    !scalars.some(({ exception, path }) => exception === needed || (needed.isNow === true && needed.path.test(path))),
);
for (const { path } of unused) process.stdout.write(`Exception that nothing needs: ${String(path)}\n`);
const missing = scalars.filter(({ place }) => place === 'NOWHERE').length;
process.stdout.write(`${payloads.length} payloads, ${scalars.length} scalars, ${missing} nowhere\n`);
process.exitCode = missing === 0 && unused.length === 0 ? 0 : 1;

/** Each path once, with how often it came. */
function list(title: string, place: Scalar['place'], say: (scalar: Scalar & { payload: string }) => string): void {
  if (place === 'JSON' && !isVerbose) return;
  const lines = new Map<string, number>();
  for (const scalar of scalars.filter((each) => each.place === place)) {
    const line = `  ${scalar.path}${say(scalar)}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  if (lines.size === 0) return;
  process.stdout.write(`\n${title}:\n`);
  for (const [line, count] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1)))
    process.stdout.write(`${line}${count > 1 ? ` × ${count}` : ''}\n`);
}

/** Phase of the history that a payload is of; before all others where it is of none. */
function phaseOf({ payload }: { payload: unknown }): number {
  const phases = leavesOf(payload).filter(({ path }) => path.endsWith('history[].metadata.phase'));
  return Math.max(-1, ...phases.map(({ value }) => Number(value)));
}
