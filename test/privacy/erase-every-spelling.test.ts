import { graphql } from '../generated/gql.js';
import { must, only } from '../support/expectations.js';
import { aStatus, aTextMessage } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseEverySpelling($id: ID!) {
    eraseContact(input: { contactId: $id }) {
      report { records earlyStatuses idempotencyKeys webhookDeliveries } errors { code path }
    }
  }
`);
const CONTACT = graphql(`
  query ContactToErase($search: String) { contacts(search: $search) { nodes { id conversations { id } } } }
`);
const SEND = graphql(`
  mutation SendWithKey($input: SendMessageInput!) {
    sendMessage(input: $input) { message { id } errors { ...Problem } }
  }
`);

/** wa_id, and the same person's number as a company has it. */
const SPELLINGS = [
  ['Brazil', '551199990001', '+5511999990001', '(11) 99999-0001'],
  ['Mexico', '5215599990002', '+525599990002', '55 9999 0002'],
  ['Argentina', '5491123450003', '+541123450003', '011 15 2345-0003'],
  ['Germany', '4915155590004', '+4915155590004', '0151 / 555 90004'],
] as const;

describe('Erasing a person', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.upsertModel({
      key: 'customer',
      label: 'Customer',
      fields: [
        { key: 'name', label: 'Name', type: 'TEXT' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
        { key: 'note', label: 'Note', type: 'TEXT' },
      ],
    });
  });
  afterAll(() => world.close());

  const knownBy = async (waId: string) => {
    await world.webhooks.receives({
      messages: [aTextMessage('hello', { from: waId })],
      contacts: [{ wa_id: waId, profile: { name: `Secret ${waId}` } }],
    });
    return only((await world.admin.send(CONTACT, { search: `Secret ${waId}` })).contacts.nodes, 'contact');
  };
  const erase = async (id: string) => {
    const { report, errors } = (await world.admin.send(ERASE, { id })).eraseContact;
    expect(errors).toEqual([]);
    return must(report, 'report');
  };

  it.each(SPELLINGS)(
    'of %s takes the records with their number in every spelling',
    async (country, waId, number, written) => {
      const { errors } = await world.records.push('customer', [
        { externalId: `${country} phone`, values: { name: 'Secret', phone: number } },
        { externalId: `${country} text`, values: { note: `Call ${written} after five` } },
        { externalId: number, values: { name: 'the number is the id' } },
        { externalId: `${country} other`, values: { name: 'Somebody else', phone: `${number.slice(0, -1)}9` } },
      ]);
      expect(errors).toEqual([]);
      const { id } = await knownBy(waId);
      expect(await erase(id)).toMatchObject({ records: 3 });
      const left = await world.database.query<{ external_id: string }>(
        `SELECT external_id FROM data_records WHERE external_id LIKE $1 || ' %' OR external_id = $2`,
        [country, number],
      );
      expect(left).toEqual([{ external_id: `${country} other` }]);
    },
  );

  it('leaves no status that waits for a message with their number in its id', async () => {
    const wamidOf = (digits: string): string =>
      `wamid.${Buffer.from(`\u001c\u0018${String.fromCharCode(digits.length)}${digits}\u0015\u0002\u0000\u0011\u0018\u0012abc`, 'latin1').toString('base64')}`;
    await world.webhooks.receives({
      statuses: ['5511987000001', '551187000001', '5511987000002'].map((digits) =>
        aStatus(wamidOf(digits), 'delivered', { recipient_id: digits }),
      ),
    });
    const { id } = await knownBy('551187000001');
    expect(await erase(id)).toMatchObject({ earlyStatuses: 2 });
    const left = await world.database.query('SELECT whatsapp_id FROM early_statuses');
    expect(left).toEqual([{ whatsapp_id: wamidOf('5511987000002') }]);
    expect(
      await world.countRows(
        `webhook_bodies WHERE position(convert_to('${wamidOf('551187000001')}', 'UTF8') IN body) > 0`,
      ),
    ).toBe(0);
  });

  it('leaves no name in an idempotency key, and the same request still sends nothing again', async () => {
    const contact = await knownBy('4915155590005');
    const conversationId = must(contact.conversations[0]).id;
    const input = {
      conversationId,
      idempotencyKey: 'greeting for Ann Secretname',
      content: { text: { body: 'Hello Ann' } },
    };
    expect((await world.admin.send(SEND, { input })).sendMessage.errors).toEqual([]);
    expect(await erase(contact.id)).toMatchObject({ idempotencyKeys: 1 });
    expect(await world.countRows(`idempotency_keys WHERE key LIKE '%Secretname%'`)).toBe(0);
    expect(await world.countRows(`idempotency_keys WHERE key LIKE 'erased %'`)).toBe(1);
    const again = await world.admin.send(SEND, { input });
    expect(again.sendMessage.message).toBeNull();
    expect(await world.countRows(`messages WHERE text = 'Hello Ann'`)).toBe(0);
  });
});
