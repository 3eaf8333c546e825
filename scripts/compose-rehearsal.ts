import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConsoleVisit } from './compose/console-visit.js';
import { ComposeProject } from './compose/project.js';

/**
 * `npm run compose-rehearsal [-- FOLDER]`: from an empty folder to chatting in the console by the steps of
 * deploy/compose.yml, where there is no Docker. prepare.sh draws the secrets; the image is built by
 * scripts/rehearse-image.sh (kept in FOLDER, and taken from there the next time); each service runs in a network of its
 * own with the file's environment, secrets, command and health check, in the file's order; PostgreSQL, Redis and Caddy are
 * this machine's, the store and Meta are stand-ins. Prints each step with its seconds. As root, with Chromium; ends with 1
 * where a step fails.
 */
const HOST = 'parley.local';
const EMAIL = 'you@example.com';
const META = 'http://meta:4000';
const SOURCES = join(import.meta.dirname, '..', '..');
const PATIENCE_MS = 30_000;

const kept = process.argv[2];
const work = kept ?? mkdtempSync(join(tmpdir(), 'parley-compose-'));
const image = join(work, 'image');
const office = join(work, 'office');
const deploy = join(office, 'deploy');
const began = performance.now();

rmSync(office, { recursive: true, force: true });
mkdirSync(office, { recursive: true });
for (const folder of [work, office]) chmodSync(folder, 0o711); // of users without rights, who know where their own lies
await step('deploy/ as a clone has it', () => cpSync(join(SOURCES, 'deploy'), deploy, { recursive: true, filter }));
await step(`deploy/prepare.sh ${HOST} ${EMAIL}`, () => {
  execFileSync(join(deploy, 'prepare.sh'), [HOST, EMAIL], { stdio: 'ignore' });
  appendFileSync(join(deploy, 'parley.env'), `GRAPH_API_URL=${META}\n`);
});
await step('docker compose build', () => {
  if (existsSync(join(image, 'rootfs', 'app'))) return 'kept from before';
  execFileSync(join(SOURCES, 'scripts', 'rehearse-image.sh'), [image], { stdio: ['ignore', 'ignore', 'inherit'] });
  return '';
});
const project = new ComposeProject(office, join(image, 'rootfs'), HOST);
const authority = join(office, 'proxy', 'caddy', 'pki', 'authorities', 'local', 'root.crt');
await step('docker compose up --wait', async () => {
  process.stdout.write('\n');
  for (const name of project.order) {
    await step(`  ${name}`, () => project.up(name));
    if (name !== 'proxy') continue;
    await until('a certificate', () => existsSync(authority));
    project.trustIn(authority);
  }
});
await step('the console, by a certificate that holds', async () => {
  const to = ['--cacert', authority, '--resolve', `${HOST}:443:${project.network.addressOf(HOST)}`];
  const page = ['-s', ...to, '-H', 'accept: text/html', `https://${HOST}/`];
  await until('the console', () => spawnSync('curl', page, { encoding: 'utf8' }).stdout.includes('<div id="root"'));
});
await step('the simulated Meta, in the place of Meta', async () => {
  const main = join(import.meta.dirname, 'compose', 'meta.js');
  const meta = project.add('meta', [process.execPath, main], { NODE_EXTRA_CA_CERTS: authority });
  await meta.untilHealthy(['curl', '-sf', `${META}/sim/state`, '-o', '/dev/null']);
});
await step('parley doctor, in api-1', () => {
  const { output } = project.run('api-1', ['node', 'dist/src/parley.js', 'doctor']);
  if (!/^ok +database/m.test(output) || /^FAIL/m.test(output)) throw new Error(output);
  return `${output.match(/^ok/gm)?.length ?? 0} ok, 0 to be mended`;
});
const visit = await ConsoleVisit.begin({
  host: HOST,
  address: project.network.addressOf(HOST),
  meta: `http://${project.network.addressOf('meta')}:4000`,
  email: EMAIL,
  password: readFileSync(join(deploy, 'secrets', 'admin_password'), 'utf8'),
});
await step('signed in, with the password that prepare.sh printed', () => visit.signIn());
await step('the account connected, its webhooks subscribed, tested', () => visit.connectAccount());
await step('a customer writes, and is answered', () => visit.chat('Is anybody there?', 'We are.'));
process.stdout.write(line('from nothing to chatting', began));

await step('docker compose stop api-1 worker-1: the others go on', async () => {
  await Promise.all(['api-1', 'worker-1'].map((name) => project.stop(name)));
  return visit.chat('And now?', 'Still here.');
});
await step('docker compose down, and up --wait: all is there', async () => {
  await project.down();
  for (const name of project.order) await project.up(name);
  await visit.stillShows('Still here.');
  return visit.chat('After all that?', 'Of course.');
});
await visit.end();
await step('every process has ended', () => project.remove());
rmSync(kept === undefined ? work : office, { recursive: true, force: true });

async function step(title: string, run: () => unknown): Promise<void> {
  const started = performance.now();
  const result = await run();
  process.stdout.write(line(title, started, typeof result === 'string' ? result : ''));
}

function line(title: string, since: number, detail = ''): string {
  return `${title.padEnd(62)}${((performance.now() - since) / 1_000).toFixed(1).padStart(7)} s  ${detail}\n`;
}

async function until(what: string, isThere: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isThere()) {
    if (Date.now() > deadline) throw new Error(`In vain waited for ${what}.`);
    await setTimeout(200);
  }
}

/** What git leaves out is not there after a clone. */
function filter(path: string): boolean {
  return !/\/deploy\/(?:secrets|\.env|parley\.env)$/.test(path);
}
