import { MergeContactsService } from '../../src/modules/conversations/contacts/merge-contacts.service.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Merging of contacts', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
  });
  afterAll(() => world.close());

  it('moves the rows of every table that refers to a contact or a conversation', async () => {
    const referring = await world.database.query<{ name: string }>(
      `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN ('contacts'::regclass, 'conversations'::regclass)`,
    );
    const moved = world.app.get(MergeContactsService).tables();
    expect(referring.length).toBeGreaterThan(5);
    expect(referring.map(({ name }) => name).filter((name) => !moved.includes(name))).toEqual([]);
  });
});
