import { Chaos } from './chaos.js';
import { Client } from './client.js';
import { ADMIN } from '../scripts/local-server.js';
import { recordResult } from '../scripts/long-tests/last-result.js';
import { Fleet } from './fleet.js';
import { Ledger } from './ledger.js';
import { Load } from './load.js';
import { Random } from './random.js';
import { Services } from './services.js';
import { Settling } from './settling.js';
import { startSimulatedMeta } from './simulated-meta.js';
import { judge } from './verdict.js';
import { inspectInbox, lineOf } from '../src/commands/check-inbox.js';

/**
 * `npm run test:soak [-- seconds seed]`: two API processes, two workers, a PostgreSQL and a Redis of their own, a simulated
 * Meta with latency and faults. Everything is killed, stopped and disturbed while customers and operators write; then what
 * was asked, what customers got and what the API says are compared. 600 seconds unless said; the seed decides what is
 * done and when. Where Debian's libfaketime is installed the clock of the fleet is set forth and back, and where mounting
 * is allowed the disk of database and files runs full. Exits with 1 when anything is lost, doubled, out of order or wrong;
 * with SOAK_KEEP set it then leaves its PostgreSQL running, to be looked into.
 */
const seconds = Number(process.argv[2] ?? 600);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 1e9));
const DRAIN_SECONDS = 420;

process.stdout.write(`Soak: ${seconds} s, seed ${seed}\n`);
const services = await Services.start();
const simulator = await startSimulatedMeta({ duplicateWebhooks: 1, shuffleWebhooks: true });
let isGood = false;
const fleet = await Fleet.start(services, simulator.url);
try {
  const client = new Client(fleet.url, ADMIN);
  const ledger = new Ledger();
  const load = new Load(simulator, client, ledger, new Random(seed));
  await load.prepare();
  process.stdout.write('Prepared.\n');
  const chaos = new Chaos(fleet, services, simulator, new Random(seed + 1), new Random(seed + 2));
  const disturbing = chaos.run();
  await load.run(seconds);
  chaos.stop();
  await disturbing;
  const drainBegan = Date.now();
  process.stdout.write('Draining.\n');
  const left = await new Settling(services, simulator).left(DRAIN_SECONDS);
  const drained = Math.round((Date.now() - drainBegan) / 1000);
  const resent = await services.query<{ id: string }>('SELECT id FROM messages WHERE was_resent');
  const verdict = await judge(ledger, simulator.world, client, new Set(resent.map(({ id }) => id)));
  const inbox = await inspectInbox(false, { NODE_ENV: 'production', DATABASE_URL: services.databaseUrl });
  isGood = verdict.isGood && left === 0 && inbox.differences === 0;
  const faults = [...chaos.faults].map(([name, count]) => `${name} × ${count}`).join(', ');
  const counted = (what: RegExp): number => chaos.log.filter((line) => what.test(line)).length;
  const restarts = ['PostgreSQL', 'Redis'].map((name) => `${name} × ${counted(new RegExp(`restart ${name}$`))}`);
  const { clock, disk } = services;
  const figures: [string, string | number][] = [
    ['processes killed', fleet.counts.killed],
    ['processes stopped and started', `${fleet.counts.stopped}, of which ${fleet.counts.forced} had to be killed`],
    ['restarted', restarts.join(', ')],
    ['clock set', clock.isAvailable ? `${counted(/clock set/)} times` : 'never: libfaketime is not installed'],
    ['disk full', disk.isAvailable ? `${counted(/disk full/)} times` : 'never: no right to mount'],
    ['faults of Meta', faults],
    ['requests of clients', `${client.counts.asked}, asked again ${client.counts.askedAgain} times`],
    ['drained in', `${drained} s, left unfinished ${left}`],
    ...verdict.rows,
    ['differences of the inbox from the messages', `${inbox.differences} in ${inbox.conversations} conversations`],
  ];
  recordResult('soak', `npm run test:soak -- ${seconds} ${seed}`, figures);
  process.stdout.write(
    [
      '',
      `| seed ${seed}, ${seconds} s | |`,
      '| --- | --- |',
      ...figures.map(([name, value]) => `| ${name} | ${value} |`),
      '',
      ...verdict.examples,
      ...inbox.examples.map(lineOf),
      isGood ? 'Nothing lost, nothing doubled.' : `NOT GOOD. Repeat it with: npm run test:soak -- ${seconds} ${seed}`,
      '',
    ].join('\n'),
  );
  if (!isGood) process.stdout.write(`${chaos.log.join('\n')}\n`);
} finally {
  await fleet.stop();
  await simulator.close();
  if (isGood || process.env.SOAK_KEEP === undefined) await services.stop();
  else process.stdout.write(`The database is left at ${services.keep()}\n`);
}
process.exit(isGood ? 0 : 1);
