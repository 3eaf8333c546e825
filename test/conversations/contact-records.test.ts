import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

const RECORDS = graphql(`
  query ContactRecords($id: ID!) {
    contact(id: $id) { records { externalId messages(first: 5) { nodes { text } } } }
  }
`);

describe('The records of a contact', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    const field = (key: string, type: 'TEXT' | 'PHONE') => ({ key, label: key, type });
    await world.records.upsertModel({
      key: 'customer',
      label: 'Customer',
      fields: [field('name', 'TEXT'), field('phone', 'PHONE')],
    });
    await world.records.upsertModel({
      key: 'order',
      label: 'Order',
      fields: [
        field('number', 'TEXT'),
        { key: 'customer', label: 'customer', type: 'RELATION', relatesTo: 'customer' },
      ],
    });
  });
  afterAll(() => world.close());

  const recordsOf = async (id: string, client = world.admin) =>
    must((await client.send(RECORDS, { id })).contact, 'the contact').records;

  it('have their number, relate to such a one, or were named by a message', async () => {
    const { conversation } = await world.customers.startsConversation();
    const { id, phoneNumber } = conversation.contact;
    expect(await recordsOf(id)).toEqual([]);
    await world.records.push('customer', [
      { externalId: 'C1', values: { name: 'Ada', phone: phoneNumber } },
      { externalId: 'C2', values: { name: 'Bob', phone: '+16505550199' } },
    ]);
    await world.records.push('order', [
      { externalId: 'O1', values: { number: '1', customer: 'C1' } },
      { externalId: 'O2', values: { number: '2', customer: 'C2' } },
      { externalId: 'O3', values: { number: '3' } },
    ]);
    expect((await recordsOf(id)).map(({ externalId }) => externalId).sort()).toEqual(['C1', 'O1']);

    const template = await world.templates.approvedFrom({
      ...aDraft({ accountId: world.account.id, body: 'Your order {{1}} has left our shop today.' }),
      appliesTo: world.records.modelId('order'),
      variables: [aFieldVariable({ fieldPath: 'number' })],
    });
    await world.inbox.send(conversation.id, {
      template: { templateId: template.id, recordId: world.records.id('O3') },
    });
    const records = await recordsOf(id);
    expect(records.map(({ externalId }) => externalId).sort()).toEqual(['C1', 'O1', 'O3']);
    expect(records.find(({ externalId }) => externalId === 'O3')?.messages.nodes).toEqual([
      { text: 'Your order 3 has left our shop today.' },
    ]);

    const ann = await world.people.add('OPERATOR', { name: 'Ann' });
    await world.inbox.assign(conversation.id, await world.people.add('OPERATOR', { name: 'Ben' }));
    // What she may not see, she is not told of by its records either.
    expect((await recordsOf(id, ann.client)).map(({ externalId }) => externalId).sort()).toEqual(['C1', 'O1']);
  });
});
