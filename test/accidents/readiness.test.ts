import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, productionSettings } from '../../scripts/local-server.js';
import { eventually, must } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { FakeS3 } from '../../scripts/fake-s3.js';
import { ServerProcess } from '../support/server-process.js';
import { isEmbedded } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

interface Readiness {
  status: number;
  body: { status: string; reason?: string; problems?: { name: string; reason: string }[] };
}

const problemsOf = ({ body }: Readiness): string[] =>
  (body.problems ?? []).map(({ name, reason }) => `${name}: ${reason}`);

describe('Readiness', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { MIN_FREE_DISK_MB: '1' } });
  });
  afterAll(() => world.close());

  const ask = async (): Promise<Readiness> => {
    const { status, body } = await world.http.get('/health/ready');
    return { status, body: body as Readiness['body'] };
  };
  const becomes = (problems: unknown[]): Promise<Readiness> =>
    eventually(ask, (answer) => problemsOf(answer).length === problems.length, 15_000);

  it('is true while all is well', async () => {
    expect(await ask()).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it.each([
    [
      'a later version has migrated the database meanwhile',
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
      `DELETE FROM migrations WHERE name LIKE 'FromTheFuture%'`,
      'SCHEMA: The database was migrated by a later version of Parley (FromTheFuture9999999999999)',
    ],
    [
      'a former state of the database was put back',
      `UPDATE migrations SET name = '-' || name WHERE name LIKE 'SayTheFieldsWords%'`,
      `UPDATE migrations SET name = substr(name, 2) WHERE name LIKE '-%'`,
      'SCHEMA: The database is that of a former version of Parley: SayTheFieldsWords1763800000012 has not run',
    ],
    [
      'a column was taken away',
      'ALTER TABLE media RENAME COLUMN is_used TO was_used',
      'ALTER TABLE media RENAME COLUMN was_used TO is_used',
      'SCHEMA: The schema of the database does not fit: it lacks media.is_used',
    ],
  ])('is false when %s, and says so', async (_, damage, mend, problem) => {
    await world.database.dataSource.query(damage);
    const answer = await becomes([problem]);
    expect(answer.status).toBe(503);
    expect(problemsOf(answer)).toEqual([expect.stringContaining(problem)]);
    expect(answer.body.reason).toBe(must(answer.body.problems?.[0]).reason);
    await world.database.dataSource.query(mend);
    expect((await becomes([])).status).toBe(200);
  });

  it('is false while the folder of files is gone, and nothing is stored elsewhere meanwhile', async () => {
    const folder = join(must(world.environment.DATA_DIR), 'media');
    const upload = () => world.files.upload(aPdf(1), 'application/pdf', 'offer.pdf', { accountId: world.account.id });
    const { status, body } = await upload();
    expect(status).toBe(201);
    const { conversation } = await world.customers.startsConversation();
    const { content } = await world.inbox.send(conversation.id, { media: { mediaId: body.id } });
    const open = () => world.files.open(content.__typename === 'MediaContent' ? content.media.url : null);
    expect((await open()).status).toBe(200);
    await world.records.openShop();
    const template = await world.templates.create({ header: { type: 'DOCUMENT', mediaId: body.id } });
    renameSync(folder, `${folder}.away`);
    expect(problemsOf(await becomes(['MEDIA_STORE']))).toEqual([
      `MEDIA_STORE: The folder of media files is gone (${folder}): mount its disk again, or restore it from a backup.`,
    ]);
    expect(await upload()).toMatchObject({ status: 503, body: { errors: [{ code: 'SERVICE_UNAVAILABLE' }] } });
    expect(await open()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    await expect(world.templates.trySubmit(template.id)).rejects.toThrow('SERVICE_UNAVAILABLE');
    expect(existsSync(folder)).toBe(false);
    renameSync(`${folder}.away`, folder);
    expect((await becomes([])).status).toBe(200);
  });

  it('is false while the bucket of files is gone, or the store does not answer', async () => {
    const store = await new FakeS3().start();
    const settings = { S3_BUCKET: 'files', S3_ENDPOINT: store.url, S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
    const other = await TestWorld.start({ environment: settings, isConnected: false });
    const reasons = async (): Promise<string> => {
      const { body } = await other.http.get('/health/ready');
      return (body as Readiness['body']).reason ?? '';
    };
    expect(await reasons()).toBe('');
    store.isGone = true;
    expect(await eventually(reasons, (reason) => reason !== '', 15_000)).toContain(
      'The bucket of media files is gone (files)',
    );
    await store.close();
    await eventually(reasons, (reason) => reason.includes('The store of media files does not answer'), 15_000);
    await other.close();
  });
});

const mounts = mkdtempSync(join(tmpdir(), 'parley-disk-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', mounts]).status === 0;
if (canMount) spawnSync('umount', [mounts]);

(isEmbedded && canMount ? describe : describe.skip)('A full disk', () => {
  const directory = join(mounts, 'disk');
  beforeAll(() => {
    mkdirSync(directory);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=180m,mode=0700', 'none', directory]);
  });
  afterAll(() => {
    spawnSync('umount', [directory]);
    rmSync(mounts, { recursive: true, force: true });
  });

  it('makes the process not ready, by name, and ready again when there is space', async () => {
    const port = await freePort();
    const settings = { ...productionSettings(port, 'http://127.0.0.1:1'), DATA_DIR: directory };
    const server = new ServerProcess(`http://127.0.0.1:${port}`, settings);
    await server.start();
    const ready = async (): Promise<Readiness> => {
      const response = await fetch(`${server.url}/health/ready`);
      return { status: response.status, body: (await response.json()) as Readiness['body'] };
    };
    const ballast = join(directory, 'ballast');
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${ballast} bs=1M 2>/dev/null || true`]);
    const full = await eventually(ready, ({ status }) => status === 503, 15_000);
    expect(problemsOf(full)).toEqual([
      `DISK: The disk of DATA_DIR ${directory} is full: 0 MB are free, at least 32 are needed (MIN_FREE_DISK_MB). Free some space or enlarge the disk.`,
    ]);
    rmSync(ballast);
    expect((await eventually(ready, ({ status }) => status === 200, 15_000)).body).toEqual({ status: 'ok' });
    writeFileSync(ballast, '');
    expect(await server.kill('SIGTERM')).toBe(0);
  }, 90_000);
});
