import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectInbox, lineOf } from '../src/commands/check-inbox.js';
import { packageRoot } from '../src/common/package-root.js';
import { ADMIN } from '../scripts/local-server.js';
import { recordResult } from '../scripts/long-tests/last-result.js';
import { spawnChild } from '../scripts/child-processes.js';
import { Client } from './client.js';
import { Fleet } from './fleet.js';
import { Ledger } from './ledger.js';
import { Load } from './load.js';
import { Random } from './random.js';
import { Services } from './services.js';
import { Settling } from './settling.js';
import { startSimulatedMeta } from './simulated-meta.js';
import { judge } from './verdict.js';

/**
 * `npm run test:upgrade [-- seconds seed revision stopped]`: a fleet of the former version on PostgreSQL and Redis under the
 * load of the soak test. Its database is migrated by this version while it runs, then its processes are replaced one by
 * one; with `stopped` all are stopped before, as for versions whose notes say so. What was asked, what customers got and
 * what the API says are compared as in the soak test. The former version is the last tag, else the commit in
 * `.ci/upgrade-from`. 120 seconds unless said, and as long as replacing takes beside. Exits with 1
 * when anything is lost, doubled, out of order or wrong. `RECORD_RESULT=1` keeps the result for docs/reliability.md.
 */
const seconds = Number(process.argv[2] ?? 120);
const seed = Number(process.argv[3] ?? 1);
const revision =
  process.argv[4] ?? lastTag() ?? readFileSync(join(packageRoot(), '.ci', 'upgrade-from'), 'utf8').trim();
const isStopped = process.argv[5] === 'stopped';
const DRAIN_SECONDS = 240;
const OURS = join(packageRoot(), 'dist', 'src');

process.stdout.write(`Upgrade from ${revision}, ${isStopped ? 'stopped' : 'rolling'}: ${seconds} s, seed ${seed}\n`);
const former = build(revision);
const services = await Services.start();
const simulator = await startSimulatedMeta();
const fleet = await Fleet.start(services, simulator.url, { main: join(former, 'dist', 'src', 'main.js') });
let isGood = false;
try {
  const client = new Client(fleet.url, ADMIN);
  const ledger = new Ledger();
  const load = new Load(simulator, client, ledger, new Random(seed), accountNames(former));
  await load.prepare();
  process.stdout.write('Prepared.\n');
  const phases: [string, string][] = [];
  const during = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const [began, { askedAgain }, unexpected] = [Date.now(), { ...client.counts }, client.unexpected.length];
    await work();
    const took = ((Date.now() - began) / 1_000).toFixed(1);
    const errors = client.unexpected.length - unexpected;
    phases.push([name, `${took} s, ${client.counts.askedAgain - askedAgain} requests again, ${errors} errors`]);
  };
  const quarter = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 250));
  let isOver = false;
  const running = load.runWhile(() => !isOver);
  await during('the former version', quarter);
  if (isStopped) await during('stopped', () => fleet.stopAll());
  await during('migrated', migrate);
  if (!isStopped) await during('the former version on the new schema', quarter);
  fleet.use({ main: join(OURS, 'main.js'), settings: { MIGRATE_ON_START: 'false' } });
  await during(isStopped ? 'started' : 'replaced one by one', async () => {
    for (let index = 0; index < fleet.size; index += 1) {
      if (isStopped) await fleet.startOne(index);
      else await fleet.restart(index);
    }
  });
  await during('this version', quarter);
  isOver = true;
  await running;
  process.stdout.write('Draining.\n');
  const settling = new Settling(services, simulator);
  const left = await settling.left(DRAIN_SECONDS);
  const resent = await services.query<{ id: string }>('SELECT id FROM messages WHERE was_resent');
  const verdict = await judge(ledger, simulator.world, client, new Set(resent.map(({ id }) => id)));
  const inbox = await inspectInbox(false, { NODE_ENV: 'production', DATABASE_URL: services.databaseUrl });
  isGood = verdict.isGood && left === 0 && inbox.differences === 0;
  const figures: [string, string | number][] = [
    ...phases,
    ['requests of clients', `${client.counts.asked}, asked again ${client.counts.askedAgain} times`],
    ['left unfinished', left],
    ...verdict.rows,
    ['differences of the inbox from the messages', `${inbox.differences} in ${inbox.conversations} conversations`],
  ];
  const command = `npm run test:upgrade -- ${seconds} ${seed} ${revision}${isStopped ? ' stopped' : ''}`;
  recordResult('upgrade', command, [['from', `${revision}, ${isStopped ? 'stopped' : 'rolling'}`], ...figures]);
  process.stdout.write(
    [
      '',
      `| from ${revision}, ${isStopped ? 'stopped' : 'rolling'}, ${seconds} s | |`,
      '| --- | --- |',
      ...figures.map(([name, value]) => `| ${name} | ${value} |`),
      '',
      ...verdict.examples,
      ...inbox.examples.map(lineOf),
      isGood ? 'Nothing lost, nothing doubled, nothing out of order.' : 'NOT GOOD.',
      '',
    ].join('\n'),
  );
} finally {
  await fleet.stop();
  await simulator.close();
  await services.stop();
  rmSync(former, { recursive: true, force: true });
}
process.exit(isGood ? 0 : 1);

/** By this version, as whoever runs the server does it. The balancer and Meta, which are in this process, go on. */
async function migrate(): Promise<void> {
  const environment = { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: services.databaseUrl };
  const child = spawnChild(process.execPath, [join(OURS, 'parley.js'), 'migrate', 'run'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The database could not be migrated.');
}

function lastTag(): string | null {
  const [tag = ''] = git('tag', '--merged', 'HEAD', '--sort=-v:refname', '--list', 'v*').trim().split('\n');
  return tag === '' ? null : tag;
}

/** The server of a revision in a folder of its own, with the packages of its own lockfile. */
function build(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-former-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const archive = join(folder, 'archive.tar');
  git('archive', `--output=${archive}`, commit);
  run(folder, 'tar', '-xf', archive);
  const lockfile = 'package-lock.json';
  const isSame = readFileSync(join(folder, lockfile), 'utf8') === readFileSync(join(packageRoot(), lockfile), 'utf8');
  if (isSame) symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  else run(folder, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
  run(folder, 'npx', 'tsc', '-b', 'tsconfig.build.json');
  return folder;
}

/** Whether createAccount of that version takes the names of today, or those before. */
function accountNames(folder: string): 'NOW' | 'BEFORE' {
  const schema = join(folder, 'schema.gql');
  return !existsSync(schema) || readFileSync(schema, 'utf8').includes('whatsappPhoneNumberId') ? 'NOW' : 'BEFORE';
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: packageRoot(), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function run(folder: string, program: string, ...words: string[]): void {
  execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
