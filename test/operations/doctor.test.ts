import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { examine } from '../../src/commands/doctor/doctor.js';
import { freePort } from '../../scripts/local-server.js';
import { HOUR_MS } from '../../src/common/durations.js';
import { must } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { FakeS3 } from '../../scripts/fake-s3.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const PARLEY = join(import.meta.dirname, '..', '..', 'dist', 'src', 'parley.js');

describe('npx parley doctor', () => {
  let database: TestDatabase;
  let world: TestWorld;
  let environment: NodeJS.ProcessEnv;
  /** Where nobody listens. */
  let nobody: string;
  const servers: Server[] = [];

  /** An installation with a connected account, whose server has ended: an embedded database has one owner. */
  beforeAll(async () => {
    database = await createTestDatabase();
    nobody = `http://127.0.0.1:${await freePort()}`;
    world = await TestWorld.start({ database });
    expect((await world.files.upload(aPdf(1), 'application/pdf', 'offer.pdf')).status).toBe(201);
    await world.app.close();
    const alive = createHttpServer((_request, response) => void response.end('{"status":"ok"}'));
    await listening(alive, Number(new URL(world.url).port));
    await fetch(world.url).catch(() => undefined); // of this process alone: its connection to the former server has ended
    environment = { ...world.environment, PUBLIC_URL: world.url, PORT: '1' };
  });
  afterEach(() => world.meta.forgetPlannedErrors());
  afterAll(async () => {
    for (const server of servers) server.close();
    await world.meta.close();
    await database.drop();
  });

  const listening = async (server: Server, port = 0): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const sentencesFor = async (changes: NodeJS.ProcessEnv): Promise<string[]> => {
    const findings = await examine({ ...environment, ...changes });
    return findings.flatMap(({ subject, outcome, sentence }) =>
      outcome === 'FAILED' ? [`${subject}: ${sentence}`] : [],
    );
  };

  it('finds nothing where all is well, and changes nothing', async () => {
    expect(await sentencesFor({})).toEqual([]);
  });

  it('says one sentence for each of these faults, each another, and what to do', async () => {
    const answersMeta = await listening(
      createHttpServer((_request, response) => {
        response.sendDate = false;
        response.setHeader('date', new Date(Date.now() - HOUR_MS).toUTCString()).end();
      }),
    );
    const somebodyElse = await listening(
      createHttpServer((_request, response) => void response.end('Welcome to nginx!')),
    );
    const lockedRedis = await listening(
      createServer((socket) => {
        socket.on('data', (text) => {
          const commands = String(text).match(/^\*\d+\r$/gm) ?? [];
          for (const _ of commands) socket.write('-WRONGPASS invalid username-password pair or user is disabled.\r\n');
        });
        socket.on('error', () => undefined);
      }),
    );
    const store = await new FakeS3().start();
    const s3 = {
      S3_BUCKET: 'media',
      S3_ENDPOINT: store.url,
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
    };
    const faults: [name: string, changes: NodeJS.ProcessEnv, sentence: RegExp][] = [
      [
        'a setting that is missing',
        { S3_ACCESS_KEY_ID: 'key' },
        /^configuration: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together/,
      ],
      [
        'a disk that is full',
        { MIN_FREE_DISK_MB: '1000000' },
        /^disk: The disk of DATA_DIR .* is full: .* Free some space/,
      ],
      [
        'a database that is not there',
        { DATABASE_URL: 'postgres://parley@127.0.0.1:1/parley' },
        /^database: Nobody listens at 127.0.0.1:1: start PostgreSQL/,
      ],
      [
        'a Redis that is not there',
        { REDIS_URL: 'redis://127.0.0.1:1' },
        /^redis: Nobody listens at 127.0.0.1:1: start Redis/,
      ],
      [
        'a wrong password of Redis',
        { REDIS_URL: lockedRedis.replace('http:', 'redis:') },
        /^redis: Redis at .* does not take the password \(WRONGPASS\)/,
      ],
      ['a bucket that is gone', { ...s3, S3_BUCKET: 'gone' }, /^media: The bucket of media files is gone \(gone\)/],
      ['a store that is full', { ...s3, S3_BUCKET: 'full' }, /^media: A file can be read, but none can be written/],
      [
        'a PUBLIC_URL where nobody answers',
        { PUBLIC_URL: nobody },
        /^public url: Nobody answers at http:\/\/127.0.0.1:\d+ \(ECONNREFUSED\)/,
      ],
      [
        'a PUBLIC_URL of somebody else',
        { PUBLIC_URL: somebodyElse },
        /^public url: At .* somebody else answers \(200\)/,
      ],
      [
        'a Meta that cannot be reached',
        { GRAPH_API_URL: nobody },
        /^meta: 127.0.0.1:\d+ cannot be reached \(ECONNREFUSED\)/,
      ],
      ['a clock an hour off', { GRAPH_API_URL: answersMeta }, /^clock: The clock of this machine is 60 minutes fast/],
      ['another SECRET_KEY', { SECRET_KEY: randomBytes(32).toString('base64') }, /^account .*: .*(key|encrypted)/i],
    ];
    const said = new Map<string, string>();
    for (const [name, changes, sentence] of faults) {
      store.isGone = changes.S3_BUCKET === 'gone';
      store.isFull = changes.S3_BUCKET === 'full';
      const sentences = await sentencesFor(changes);
      const fitting = sentences.find((one) => sentence.test(one));
      expect({ name, said: fitting ?? sentences }).toEqual({ name, said: expect.stringMatching(sentence) });
      said.set(name, must(fitting));
    }
    expect(new Set(said.values()).size).toBe(faults.length);
    await store.close();
  }, 120_000);

  it('misses the folder of files where it has held some, and not before the first start has made it', async () => {
    const withoutFolder = async (of: NodeJS.ProcessEnv) => {
      const folder = join(must(of.DATA_DIR), 'media');
      renameSync(folder, `${folder}-elsewhere`);
      const findings = await examine({ ...of, PUBLIC_URL: world.url, PORT: '1' });
      renameSync(`${folder}-elsewhere`, folder);
      return findings.filter(({ subject }) => subject === 'media');
    };
    expect(await withoutFolder(environment)).toMatchObject([
      { outcome: 'FAILED', sentence: expect.stringContaining('is gone') },
    ]);
    const another = await createTestDatabase();
    const fresh = await TestWorld.start({ database: another, isConnected: false });
    await fresh.app.close();
    expect(await withoutFolder(fresh.environment)).toMatchObject([
      { outcome: 'NOTE', sentence: expect.stringContaining('first start') },
    ]);
    await fresh.meta.close();
    await another.drop();
  });

  it('asks Meta about every account, as testConnection does', async () => {
    world.meta.planError({ path: '', code: 190, times: 20 });
    const sentences = await sentencesFor({});
    expect(sentences.join('\n')).toMatch(/^account .*token/im);
    expect(sentences.length).toBeGreaterThan(0);
  });

  (isEmbedded ? it.skip : it)(
    'tells a missing database from a user who is not let in, and says when a migration is missing',
    async () => {
      const url = new URL(must(environment.DATABASE_URL));
      url.username = 'stranger';
      expect(await sentencesFor({ DATABASE_URL: url.href })).toContainEqual(
        expect.stringMatching(/does not let stranger in \(28000\): correct user and password in DATABASE_URL/),
      );
      url.username = new URL(must(environment.DATABASE_URL)).username;
      url.pathname = '/nowhere';
      expect(await sentencesFor({ DATABASE_URL: url.href })).toContainEqual(
        expect.stringMatching(/has no database nowhere: create it/),
      );
      const another = await TestWorld.start({ isConnected: false });
      await another.database.run(`INSERT INTO migrations (timestamp, name) VALUES (1, 'FromTomorrow1')`);
      const { DATABASE_URL } = another.environment;
      expect(await sentencesFor({ DATABASE_URL })).toContainEqual(
        expect.stringMatching(/^schema: .*later version of Parley \(FromTomorrow1\)/),
      );
      await another.database.run(`DELETE FROM migrations WHERE timestamp = 1`);
      await another.database.run(`DELETE FROM migrations WHERE name = (SELECT max(name) FROM migrations)`);
      expect(await sentencesFor({ DATABASE_URL })).toContainEqual(
        expect.stringMatching(/^schema: The database is not migrated .*npx parley migrate run/),
      );
      await another.close();
    },
  );

  it('ends with 1 where something is to be mended, and with 0 where nothing is', async () => {
    const run = async (changes: NodeJS.ProcessEnv): Promise<{ code: number; text: string }> => {
      const child = spawn(process.execPath, [PARLEY, 'doctor'], {
        env: { PATH: process.env.PATH, ...environment, ...changes },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (chunk) => (text += String(chunk)));
      const [code] = (await once(child, 'close')) as [number];
      return { code, text };
    };
    expect(await run({})).toEqual({
      code: 0,
      text: expect.stringMatching(/^ok {4}configuration$[\s\S]*^All is well\.$/m),
    });
    expect(await run({ PUBLIC_URL: nobody })).toEqual({
      code: 1,
      text: expect.stringMatching(/^FAIL {2}public url .*[\s\S]*^To be mended: \d+\.$/m),
    });
  });
});
