import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { freePortPair } from '../../scripts/local-server.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'main.js');

describe('A start whose port is taken', () => {
  let database: TestDatabase;
  let other: Server;
  let taken: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    taken = (other.address() as AddressInfo).port;
  });
  afterAll(async () => {
    other.close();
    await database.drop();
  });

  const start = (environment: Record<string, string>) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, ...database.environment, ...environment },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, told: stderr.trimEnd().split('\n').at(-1) };
  };

  it('says which setting to change, and prints the password that is printed once, with which one signs in later', async () => {
    const { status, stdout, told } = start({ PORT: String(taken) });
    expect({ status, told }).toEqual({
      status: 1,
      told: `Port ${taken} (PORT) is taken: another program listens on it at 127.0.0.1. Stop that one, or set PORT to another.`,
    });
    const [, email = '', password = ''] = /Administrator +(\S+) +password (\S{16}) /.exec(stdout) ?? [];

    const port = await freePortPair();
    const server = new ServerProcess(`http://127.0.0.1:${port}`, { ...database.environment, PORT: String(port) });
    try {
      await server.start();
      await new GraphqlClient(server.url).login(email, password);
    } finally {
      await server.kill('SIGKILL');
    }
  });

  it('says so of the port of the simulated Meta, which is the next one', () => {
    expect(start({ PORT: String(taken - 1) }).told).toBe(
      `Port ${taken} (PORT + 1, the simulated Meta) is taken: another program listens on it at 127.0.0.1. Stop that one, or set PORT to another.`,
    );
  });

  it('says so of the port of metrics, and of an address that is none of this machine', async () => {
    const metrics = { PORT: String(await freePortPair()), METRICS_PORT: String(taken) };
    expect(start(metrics).told).toBe(
      `Port ${taken} (METRICS_PORT) is taken: another program listens on it at 127.0.0.1. Stop that one, or set METRICS_PORT to another.`,
    );
    expect(start({ ...metrics, METRICS_HOST: '192.0.2.1' }).told).toBe(
      'METRICS_HOST 192.0.2.1 is no address of this machine: set it to one, or to 0.0.0.0 for all.',
    );
  });
});
