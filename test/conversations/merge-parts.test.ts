import { MergeContactsService } from '../../src/modules/conversations/contacts/merge-contacts.service.js';
import { startTestApp, type TestApp } from '../support/legacy/test-app.js';

describe('Merging of contacts', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('moves the rows of every table that refers to a contact or a conversation', async () => {
    const referring = await test.database.query<{ name: string }>(
      `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN ('contacts'::regclass, 'conversations'::regclass)`,
    );
    const moved = test.app.get(MergeContactsService).tables();
    expect(referring.length).toBeGreaterThan(5);
    expect(referring.map(({ name }) => name).filter((name) => !moved.includes(name))).toEqual([]);
  });
});
