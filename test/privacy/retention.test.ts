import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { PICTURE, Studio } from '../support/legacy/studio.js';

describe('Retention', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  const files = (): string[] =>
    readdirSync(join(studio.test.environment.DATA_DIR ?? '', 'media'), { recursive: true })
      .map(String)
      .filter((path) => path.includes('/'));
  const count = async (sql: string): Promise<number> =>
    Number((await studio.test.database.query<{ count: string }>(sql))[0]?.count);

  it('forgets idempotency keys after their time, and not before', async () => {
    const template = await studio.approved({
      body: 'We have moved.',
      variables: [],
      appliesTo: null,
      phoneField: null,
    });
    await studio.send({ templateId: template.id, recipients: [{ phoneNumber: '+16505550301' }] });
    await studio.send({ templateId: template.id, recipients: [{ phoneNumber: '+16505550302' }] });
    const keys = 'SELECT count(*) FROM idempotency_keys';
    const before = await count(keys);
    await studio.test.database.run(
      `UPDATE idempotency_keys SET created_at = now() - interval '15 days' WHERE key = (SELECT max(key) FROM idempotency_keys)`,
    );
    await studio.test.app.get(RetentionService).run();
    expect(await count(keys)).toBe(before - 1);
  });

  it('forgets who was written to when, once it limits nothing any more', async () => {
    const paces = 'SELECT count(*) FROM recipient_limits';
    await eventually(
      () => count(paces),
      (found) => found > 0,
    );
    await studio.test.app.get(RetentionService).run();
    expect(await count(paces)).toBeGreaterThan(0);
    await studio.test.database.run(`UPDATE recipient_limits SET theoretical_arrival_at = now() - interval '2 hours'`);
    await studio.test.app.get(RetentionService).run();
    expect(await count(paces)).toBe(0);
  });

  it('deletes old uploads that nothing speaks of, from the store too, and keeps the others', async () => {
    const upload = async (name: string): Promise<string> =>
      (await studio.upload(PICTURE, 'image/png', name, { accountId: studio.account.id })).body.id;
    const [forgotten, used, fresh] = [
      await upload('forgotten.png'),
      await upload('used.png'),
      await upload('fresh.png'),
    ];
    const { template, errors } = await studio.create({ header: { type: 'IMAGE', mediaId: used } });
    expect([template.header.media.id, errors]).toEqual([used, []]);
    await studio.test.database.run(`UPDATE media SET created_at = now() - interval '31 days' WHERE id <> $1`, [fresh]);
    expect(files()).toHaveLength(3);
    await studio.test.app.get(RetentionService).run();
    const left = await studio.test.database.query<{ id: string }>('SELECT id FROM media');
    expect(left.map(({ id }) => id).sort()).toEqual([used, fresh].sort());
    expect(files().some((path) => path.endsWith(forgotten))).toBe(false);
    expect(files()).toHaveLength(2);
  });
});
