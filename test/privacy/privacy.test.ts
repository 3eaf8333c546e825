import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { graphql } from '../generated/gql.js';
import { eventually, isA, must } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseContact($id: ID!) {
    eraseContact(input: { contactId: $id }) {
      report { contactId conversations messages files records webhookDeliveries erasedAt } errors { code path }
    }
  }
`);
const LATEST_HISTORY = graphql(`
  query LatestHistoryOfAccount($id: ID!) { account(id: $id) { history(first: 1) { nodes { to source } } } }
`);

describe('Erasing a contact', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const erase = async (id: string) => (await world.admin.send(ERASE, { id })).eraseContact;
  const filesOf = (): string[] => {
    const folder = join(world.environment.DATA_DIR ?? '', 'media');
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true })
          .map(String)
          .filter((path) => path.includes('/'))
      : [];
  };

  it('leaves nothing of them anywhere, touches nobody else, and says what it did', async () => {
    const [ann, bob] = [
      world.customers.named('Ann Unique', '16505551234'),
      world.customers.named('Bob', '16505559876'),
    ];
    await world.customers.writes(ann, 'My secret is a very long word');
    await world.customers.writes(ann, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    await world.customers.writes(bob, 'Hello from Bob');
    const conversation = await world.inbox.conversationWith('Ann Unique');
    await world.inbox.send(conversation.id, 'An answer');
    await world.inbox.markRead(conversation.id);
    await world.records.upsertModel({
      key: 'customer',
      label: 'Customer',
      fields: [
        { key: 'name', label: 'Name', type: 'TEXT' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
      ],
    });
    const { errors } = await world.records.push('customer', [
      { externalId: 'ann', values: { name: 'Ann Unique', phone: '+16505551234' } },
      { externalId: 'bob', values: { name: 'Bob', phone: '+16505559876' } },
    ]);
    expect(errors).toEqual([]);
    await eventually(filesOf, (files) => files.length === 1);

    const contactId = conversation.contact.id;
    const erased = await erase(contactId);
    expect(erased.errors).toEqual([]);
    expect(erased.report).toMatchObject({ contactId, conversations: 1, messages: 3, files: 1, records: 1 });
    expect(must(erased.report).webhookDeliveries).toBeGreaterThan(0);

    expect(filesOf()).toEqual([]);
    const tables = await world.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const texts = await world.database.query<{ text: string }>(
        `SELECT row_to_json(entry)::text AS text FROM "${name}" AS entry`,
      );
      const left = texts.filter(
        ({ text }) => /Ann Unique|16505551234|very long word|An answer/.test(text) || holdsBytes(text),
      );
      if (left.length > 0) found.push(name);
    }
    expect(found).toEqual([]);

    expect((await world.inbox.messagesWith('Bob')).map(({ text }) => text)).toEqual(['Hello from Bob']);
    const account = must((await world.admin.send(LATEST_HISTORY, { id: world.account.id })).account);
    expect(account.history.nodes).toEqual([{ to: `A contact was erased (${contactId})`, source: 'USER' }]);
    expect((await erase(contactId)).errors).toEqual([{ code: 'NOT_FOUND', path: ['contactId'] }]);
  });

  it('is told at once to everybody who may have the conversation on the screen', async () => {
    await world.customers.writes(world.customers.named('Cleo'), 'Forget me, please');
    const { id, contact } = await world.inbox.conversationWith('Cleo');
    const [ann, ben] = [await world.people.add('OPERATOR'), await world.people.add('OPERATOR')];
    await world.inbox.as(ann).send(id, 'It will be done');
    const before = await world.accounts.eventCursor();
    const lives = await Promise.all(
      [{ client: world.admin }, ann, ben].map((person) => world.inbox.as(person).watch()),
    );
    expect((await erase(contact.id)).errors).toEqual([]);
    const withdrawn = expect.objectContaining({ __typename: 'ConversationWithdrawn', conversationId: id });
    for (const live of lives) {
      await live.until(({ events }) => events.some(isA('ConversationWithdrawn')), 'the news');
      expect(live.events).toContainEqual(withdrawn);
      await live.close();
    }
    const late = await world.inbox.watch(before);
    await late.until(({ events }) => events.length > 0, 'the news, later');
    expect(late.events).toContainEqual(withdrawn);
    await late.close();
  });
});

/** A bytea is shown as \x and hexadecimal digits. */
function holdsBytes(text: string): boolean {
  return text.includes(Buffer.from('16505551234').toString('hex'));
}
