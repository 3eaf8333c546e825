import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { readConfig } from '../../src/common/config/config.js';
import { createApp } from '../../src/create-app.js';
import { createTestDatabase } from '../support/test-database.js';

describe('A worker', () => {
  it('tells how it is, and serves nothing else', async () => {
    const database = await createTestDatabase();
    const app = await createApp(
      readConfig({
        ...database.environment,
        NODE_ENV: 'test',
        ROLE: 'worker',
        LOG_LEVEL: 'error',
        SECRET_KEY: randomBytes(32).toString('base64'),
      }),
    );
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const worker = request(`http://127.0.0.1:${port}`);
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await worker.get(path);
      expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
    }
    for (const path of ['/', '/graphql?query={__typename}', '/media/1', '/webhooks/1']) {
      expect((await worker.get(path)).status).toBe(404);
    }
    expect((await worker.post('/graphql').send({ query: '{ __typename }' })).status).toBe(404);
    await app.close();
    await database.drop();
  });
});
