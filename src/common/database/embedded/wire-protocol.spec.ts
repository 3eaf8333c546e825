import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { PgliteStream } from './pglite-stream.js';
import { answerOf } from './wire-protocol.js';

const MB = 1024 * 1024;

describe('The wire protocol of the embedded engine', () => {
  let pglite: PGlite;
  let client: Client;

  beforeAll(async () => {
    pglite = await PGlite.create();
    client = new Client({
      user: 'postgres',
      database: 'postgres',
      stream: () => new PgliteStream((request) => answerOf(pglite, request)),
    });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await pglite.close();
  });

  it('answers with rows that are larger than any buffer on the way, and goes on after an error', async () => {
    const { rows } = await client.query<{ text: string }>(`SELECT repeat('ä', 3000000) AS text`);
    expect(rows[0]?.text).toBe('ä'.repeat(3_000_000));
    await expect(client.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('keeps no answer in memory', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const ask = async (times: number): Promise<number> => {
      for (let count = 0; count < times; count += 1) await client.query(`SELECT repeat('x', 100000) AS text`);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await ask(20);
    expect((await ask(300)) - before).toBeLessThan(5 * MB); // 30 MB were read
  });
});
