import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { eventually } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Retention', () => {
  let world: TestWorld;
  let manager: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
  });
  afterAll(() => world.close());

  const files = (): string[] =>
    readdirSync(join(world.environment.DATA_DIR ?? '', 'media'), { recursive: true })
      .map(String)
      .filter((path) => path.includes('/'));
  const retain = () => world.app.get(RetentionService).run();

  it('forgets idempotency keys after their time, and not before', async () => {
    const templates = world.templates.as(manager);
    const own = { body: 'We have moved.', variables: [], appliesTo: null, phoneField: null };
    const { id: templateId } = await templates.approved(own);
    for (const phoneNumber of ['+16505550301', '+16505550302']) {
      expect((await templates.trySend({ templateId, recipients: [{ phoneNumber }] })).errors).toEqual([]);
    }
    const before = await world.countRows('idempotency_keys');
    await world.database.run(
      `UPDATE idempotency_keys SET created_at = now() - interval '15 days' WHERE key = (SELECT max(key) FROM idempotency_keys)`,
    );
    await retain();
    expect(await world.countRows('idempotency_keys')).toBe(before - 1);
  });

  it('forgets who was written to when, once it limits nothing any more', async () => {
    const limits = () => world.countRows('recipient_limits');
    await eventually(limits, (count) => count > 0);
    await retain();
    expect(await limits()).toBeGreaterThan(0);
    await world.database.run(`UPDATE recipient_limits SET theoretical_arrival_at = now() - interval '2 hours'`);
    await retain();
    expect(await limits()).toBe(0);
  });

  it('deletes old uploads that nothing speaks of, from the store too, and keeps the others', async () => {
    const upload = async (name: string): Promise<string> =>
      (await world.files.as(manager).upload(PICTURE, 'image/png', name, { accountId: world.account.id })).body.id;
    const [forgotten, used, fresh] = [
      await upload('forgotten.png'),
      await upload('used.png'),
      await upload('fresh.png'),
    ];
    const template = await world.templates.as(manager).create({ header: { type: 'IMAGE', mediaId: used } });
    expect(template.header?.media?.id).toBe(used);
    await world.database.run(`UPDATE media SET created_at = now() - interval '31 days' WHERE id <> $1`, [fresh]);
    expect(files()).toHaveLength(3);
    await retain();
    const left = await world.database.query<{ id: string }>('SELECT id FROM media');
    expect(left.map(({ id }) => id).sort()).toEqual([used, fresh].sort());
    expect(files().some((path) => path.endsWith(forgotten))).toBe(false);
    expect(files()).toHaveLength(2);
  });
});
