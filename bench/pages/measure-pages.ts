import type { ChildProcess } from 'node:child_process';
import { graphql, signIn } from '../environment.js';
import { operatorEmail } from '../fill/world.js';
import { cleanUp, filledDatabases, type Filled } from '../filled.js';
import type { BenchOptions, Measurement, Row } from '../report.js';
import { median, rounded } from '../reporting/statistics.js';
import type { Asker, Known, Page } from './page.js';

const SIZES = { quick: [1_000, 10_000], whole: [10_000, 200_000] };
const ROUNDS = { quick: 3, whole: 7 };
/** Within a round a page is asked for this often, one after the other, and its median counts. */
const REPETITIONS = 5;
/** What takes longer is not asked for again in the round; SQL by hand in no further one. */
const SLOW_MS = 1_000;
/** PostgreSQL has stopped a statement by hand: that is then what it took. */
const STOPPED = '57014';
/** A page may cost so much more on the largest database than on the smallest, and than SQL that was written by hand. */
const MOST_GROWTH = 1.5;
const MOST_OVER_SQL = 3;
const MOST_OVER_SQL_MS = 5;

/** By the address in the filled database: each tenth operator has all accounts, the eleventh a few. */
const OPERATORS: Record<Exclude<Asker, 'ADMIN'>, string> = {
  OPERATOR: operatorEmail(10),
  OPERATOR_OF_ONE: operatorEmail(11),
};

/** One size: its server, who is signed in, and what each page took. */
interface Side {
  filled: Filled;
  known: Known;
  url: string;
  tokens: Record<Asker, string>;
  /** Names of the pages, searches, that time has cut short here at least once. */
  cutShort: Set<string>;
}

/** Pages on databases of several sizes, in turn, so that what disturbs one disturbs all. */
export function measurePages(title: string, pages: readonly Page[]): Measurement {
  return async (databaseUrl, options) => {
    const filled = await filledDatabases(databaseUrl, options.isQuick ? SIZES.quick : SIZES.whole);
    const children: ChildProcess[] = [];
    try {
      const bySql = databaseUrl === null ? await measureSqlAlone(filled, pages, options) : null;
      const sides: Side[] = [];
      for (const database of filled) {
        const known = await knownIn(database, bySql?.known.get(database));
        const { url, child } = await database.start();
        children.push(child);
        sides.push({ filled: database, known, url, tokens: await signInAll(url), cutShort: new Set() });
      }
      const rows: Row[] = [];
      for (const page of pages) rows.push(await measurePage(title, page, sides, options, bySql?.times ?? null));
      return rows;
    } finally {
      await cleanUp(filled, children);
    }
  };
}

async function measurePage(
  title: string,
  page: Page,
  sides: readonly Side[],
  { isQuick }: BenchOptions,
  bySql: Map<string, number> | null,
): Promise<Row> {
  const ours: number[][] = sides.map(() => []);
  const byHand: number[] = [];
  const largest = sides.at(-1);
  if (largest === undefined) throw new Error('There is no database.');
  try {
    for (let round = 0; round < (isQuick ? ROUNDS.quick : ROUNDS.whole); round += 1) {
      for (const [index, side] of sides.entries()) ours[index]?.push(await repeated(() => ask(side, page)));
      const known = bySql?.get(page.name) ?? byHand.find((time) => time > SLOW_MS);
      byHand.push(known ?? (await repeated(() => runSql(largest.filled, page, largest.known))));
    }
  } catch (error) {
    return unmeasured(title, page, error);
  }
  return rowOf(title, page, sides, ours, byHand);
}

function rowOf(title: string, page: Page, sides: readonly Side[], ours: number[][], byHand: number[]): Row {
  const medians = ours.map(median);
  const [small, large] = [medians[0] ?? Number.NaN, medians.at(-1) ?? Number.NaN];
  const sql = median(byHand);
  const ratios = (ours.at(-1) ?? []).map((time, round) => time / (ours[0]?.[round] ?? Number.NaN));
  return {
    name: `${title}: ${page.name}`,
    baseline: `${rounded(sql, 2)} ms (SQL by hand, ${count(sides.at(-1))})`,
    measured: sides
      .map(
        (side, index) =>
          `${count(side)}: ${rounded(medians[index] ?? Number.NaN)} ms${side.cutShort.has(page.name) ? ' (cut short)' : ''}`,
      )
      .join('; '),
    ratio: median(ratios),
    ratios,
    better: 'LOWER',
    ...goalOf(page, small, large, sql),
    points: sides.map((side, index) => ({
      plot: `${title}, a page by the size of the database`,
      series: page.name,
      x: side.filled.conversations,
      y: medians[index] ?? Number.NaN,
      xLabel: 'conversations',
      yLabel: 'ms',
    })),
  };
}

function goalOf({ mostMs }: Page, small: number, large: number, sql: number): Pick<Row, 'target' | 'isMet'> {
  if (mostMs !== undefined) return { target: `<= ${mostMs} ms`, isMet: large <= mostMs };
  return {
    target: `<= ${MOST_GROWTH} × the small one, <= ${MOST_OVER_SQL} × SQL + ${MOST_OVER_SQL_MS} ms`,
    isMet: large <= MOST_GROWTH * small && large <= MOST_OVER_SQL * sql + MOST_OVER_SQL_MS,
  };
}

/** A page that the API does not have, or that fails, is said and never passes. */
function unmeasured(title: string, page: Page, error: unknown): Row {
  const reason = error instanceof Error ? error.message.slice(0, 120) : 'failed';
  return {
    name: `${title}: ${page.name}`,
    baseline: '-',
    measured: `not measured: ${reason}`,
    ratio: null,
    target: '-',
    isMet: false,
  };
}

async function ask({ url, tokens, known, cutShort }: Side, page: Page): Promise<void> {
  const asked = graphql(url, tokens[page.asker], page.query, page.variables?.(known) ?? {});
  if (page.isRefused === true) {
    const isRefused = await asked.then(
      () => false,
      () => true,
    );
    if (!isRefused) throw new Error('It was not refused.');
    return;
  }
  const lists = Object.values<{ isComplete?: boolean } | null>(await asked);
  if (lists.some((list) => list?.isComplete === false)) cutShort.add(page.name);
}

async function runSql(filled: Filled, page: Page, known: Known): Promise<void> {
  const { statement, parameters } = page.sql(known);
  await filled.sql(statement, parameters).catch((error: unknown) => {
    if ((error as { code?: string }).code !== STOPPED) throw error;
  });
}

/** Milliseconds: the median of some, after one that is not counted. */
async function repeated(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    const began = performance.now();
    await work();
    const took = performance.now() - began;
    if (repetition > 0 || took > SLOW_MS) times.push(took);
    if (took > SLOW_MS) break;
  }
  return median(times);
}

/** The embedded database has one process: what is written by hand is measured before the server has it. */
async function measureSqlAlone(
  filled: readonly Filled[],
  pages: readonly Page[],
  { isQuick }: BenchOptions,
): Promise<{ times: Map<string, number>; known: Map<Filled, Known> }> {
  const known = new Map<Filled, Known>();
  for (const database of filled) known.set(database, await knownIn(database));
  const largest = filled.at(-1);
  const times = new Map<string, number>();
  for (const page of pages) {
    const rounds: number[] = [];
    for (let round = 0; largest !== undefined && round < (isQuick ? 1 : 3); round += 1) {
      const there = known.get(largest);
      if (there !== undefined) rounds.push(await repeated(() => runSql(largest, page, there)));
    }
    times.set(page.name, median(rounds));
  }
  return { times, known };
}

async function knownIn({ sql }: Filled, known?: Known): Promise<Known> {
  if (known !== undefined) return known;
  const id = async (statement: string, ...parameters: unknown[]) => {
    const [row] = await sql(statement, parameters);
    return String(row?.id);
  };
  const accountId = await id('SELECT account_id AS id FROM conversations GROUP BY 1 ORDER BY count(*) DESC LIMIT 1');
  const all = (await sql('SELECT id FROM accounts ORDER BY id')).map((row) => String(row.id));
  const person = async (email: string) => {
    const userId = await id('SELECT id FROM users WHERE email = $1', email);
    const own = await sql('SELECT account_id AS id FROM user_accounts WHERE user_id = $1', [userId]);
    return { userId, accountIds: own.map((row) => String(row.id)) };
  };
  const admin = await id(`SELECT id FROM users WHERE role = 'ADMIN'`);
  return {
    accountId,
    conversationId: await id(
      'SELECT id FROM conversations WHERE account_id = $1 ORDER BY last_activity_at DESC LIMIT 1',
      accountId,
    ),
    broadcastId: await id('SELECT id FROM broadcasts ORDER BY total DESC LIMIT 1'),
    people: {
      ADMIN: { userId: admin, accountIds: all },
      OPERATOR: await person(OPERATORS.OPERATOR),
      OPERATOR_OF_ONE: await person(OPERATORS.OPERATOR_OF_ONE),
    },
  };
}

async function signInAll(url: string): Promise<Record<Asker, string>> {
  return {
    ADMIN: await signIn(url),
    OPERATOR: await signIn(url, OPERATORS.OPERATOR),
    OPERATOR_OF_ONE: await signIn(url, OPERATORS.OPERATOR_OF_ONE),
  };
}

function count(side: Side | undefined): string {
  return (side?.filled.conversations ?? 0).toLocaleString('en-US');
}
