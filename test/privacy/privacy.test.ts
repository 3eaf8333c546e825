import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/legacy/graphql-client.js';
import { Office } from '../support/legacy/office.js';
import { PICTURE } from '../support/legacy/studio.js';
import { addPerson } from '../support/legacy/test-app.js';

const ERASE = `mutation ($id: ID!) { eraseContact(input: { contactId: $id }) {
  report { contactId conversations messages files records webhookDeliveries erasedAt } errors { code path } } }`;

describe('Erasing a contact', () => {
  let office: Office;

  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.test.close());

  const filesOf = (): string[] => {
    const folder = join(office.test.environment.DATA_DIR ?? '', 'media');
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true })
          .map(String)
          .filter((path) => path.includes('/'))
      : [];
  };

  it('leaves nothing of them anywhere, touches nobody else, and says what it did', async () => {
    const { test } = office;
    const [ann, bob] = [office.customer('16505551234', 'Ann Unique'), office.customer('16505559876', 'Bob')];
    await office.writes(ann, 'My secret is a very long word');
    await office.writes(ann, { type: 'image', body: office.file('image/png', PICTURE) });
    await office.writes(bob, 'Hello from Bob');
    const conversation = await office.conversationWith('Ann Unique');
    await office.send(test.admin, conversation.id, { text: { body: 'An answer' } });
    await test.admin.send(
      'mutation ($id: ID!) { markConversationRead(input: { conversationId: $id }) { errors { code } } }',
      {
        id: conversation.id,
      },
    );
    const { upsertDataModel } = await test.admin.send(
      `mutation { upsertDataModel(input: { key: "customer", label: "Customer", fields: [{ key: "name", label: "Name", type: TEXT }, { key: "phone", label: "Phone", type: PHONE }] }) { dataModel { id } } }`,
    );
    const records = [
      { externalId: 'ann', values: { name: 'Ann Unique', phone: '+16505551234' } },
      { externalId: 'bob', values: { name: 'Bob', phone: '+16505559876' } },
    ];
    await test.admin.send(
      'mutation ($input: UpsertRecordsInput!) { upsertRecords(input: $input) { errors { code } } }',
      {
        input: { modelId: upsertDataModel.dataModel.id, records },
      },
    );
    await eventually(
      async () => filesOf(),
      (files) => files.length === 1,
    );

    const contactId = conversation.contact.id;
    const { eraseContact } = await test.admin.send(ERASE, { id: contactId });
    expect(eraseContact.errors).toEqual([]);
    expect(eraseContact.report).toMatchObject({ contactId, conversations: 1, messages: 3, files: 1, records: 1 });
    expect(eraseContact.report.webhookDeliveries).toBeGreaterThan(0);

    expect(filesOf()).toEqual([]);
    const tables = await test.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const texts = await test.database.query<{ text: string }>(
        `SELECT row_to_json(entry)::text AS text FROM "${name}" AS entry`,
      );
      const left = texts.filter(
        ({ text }) => /Ann Unique|16505551234|very long word|An answer/.test(text) || holdsBytes(text),
      );
      if (left.length > 0) found.push(name);
    }
    expect(found).toEqual([]);

    expect((await office.messagesWith('Bob')).map(({ text }: { text: string }) => text)).toEqual(['Hello from Bob']);
    const { account } = await test.admin.send(
      'query ($id: ID!) { account(id: $id) { history(first: 1) { nodes { to source } } } }',
      { id: office.account.id },
    );
    expect(account.history.nodes).toEqual([{ to: `A contact was erased (${contactId})`, source: 'USER' }]);
    expect((await test.admin.send(ERASE, { id: contactId })).eraseContact.errors).toEqual([
      { code: 'NOT_FOUND', path: ['contactId'] },
    ]);
  });

  it('is told at once to everybody who may have the conversation on the screen', async () => {
    const { test } = office;
    await office.writes(office.customer('16505550001', 'Cleo'), 'Forget me, please');
    const { id, contact } = await office.conversationWith('Cleo');
    const [ann, ben] = [
      await addPerson(test, 'OPERATOR', [office.account.id]),
      await addPerson(test, 'OPERATOR', [office.account.id]),
    ];
    await office.send(ann.client, id, { text: { body: 'It will be done' } });
    const before = await office.cursor();
    const lives = await Promise.all([test.admin, ann.client, ben.client].map((client) => office.watch(client)));
    await test.admin.send(ERASE, { id: contact.id });
    const withdrawn = { __typename: 'ConversationWithdrawn', conversationId: id };
    for (const live of lives) {
      await live.until(
        ({ events }) => events.some(({ __typename }) => __typename === withdrawn.__typename),
        'the news',
      );
      expect(live.events).toContainEqual(withdrawn);
    }
    await Promise.all(lives.map((live) => live.close()));
    const late = test.admin.subscribe(
      `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { __typename ... on ConversationWithdrawn { conversationId } } }`,
      { id: office.account.id, after: before },
    );
    await late.until(({ events }) => events.length > 0, 'the news, later');
    expect(late.events).toContainEqual(withdrawn);
    await late.close();
  });
});

/** A bytea is shown as \x and hexadecimal digits. */
function holdsBytes(text: string): boolean {
  return text.includes(Buffer.from('16505551234').toString('hex'));
}
