import { hasEveryWordOrNumber } from '../../src/common/phone-numbers/number-search.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const CONTACTS = graphql(`
  query ContactsByNumber($search: String) { contacts(search: $search) { nodes { displayName } } }
`);
const CONVERSATIONS = graphql(`
  query ConversationsByNumber($search: String) {
    conversations(filter: { search: $search }) { nodes { contact { displayName } } }
  }
`);
const USERS = graphql(`
  query UsersByNumber($search: String) { users(search: $search) { nodes { name } } }
`);
const RECORDS = graphql(`
  query RecordsByNumber($modelId: ID!, $search: String) { records(modelId: $modelId, search: $search) { nodes { label } } }
`);
const TEMPLATES = graphql(`
  query TemplatesBySearch($search: String) { templates(filter: { search: $search }) { nodes { id } } }
`);
const SET_NUMBER = graphql(`
  mutation SetNumberOfUser($id: ID!) { updateUser(input: { id: $id, phoneNumber: "+4915155501234" }) { errors { ...Problem } } }
`);

const WRITTEN = [
  '0151 55501234',
  '015155501234',
  '151-555',
  '49 (151) 55501234',
  '+49 151 555 01234',
  '+49 (0)151 555 01234',
  '0049 151 55501234',
  '5550',
  '\u202a+49 151 55501234\u202c',
];

describe('A search for a phone number as people write it', () => {
  let world: TestWorld;
  let modelId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    for (const [name, waId] of [
      ['Nina', '4915155501234'],
      ['Bia', '551187654321'],
      ['Otto', '4915155509999'],
      ['Rosa', '79123456789'],
    ] as const) {
      await world.customers.writes(world.customers.named(name, waId), 'Hello');
    }
    const colleague = await world.people.add('OPERATOR', { name: 'Nina the colleague' });
    expect((await world.admin.send(SET_NUMBER, { id: colleague.id })).updateUser.errors).toEqual([]);
    await world.records.upsertModel({
      key: 'customer',
      label: 'Customer',
      fields: [
        { key: 'name', label: 'Name', type: 'TEXT' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
      ],
    });
    modelId = world.records.modelId('customer');
    await world.records.push('customer', [
      { externalId: 'n', values: { name: 'Nina’s record', phone: '+4915155501234' } },
      { externalId: 'o', values: { name: 'Another', phone: '+4915155599999' } },
    ]);
  });
  afterAll(() => world.close());

  const contacts = async (search: string) =>
    (await world.admin.send(CONTACTS, { search })).contacts.nodes.map(({ displayName }) => displayName);
  const conversations = async (search: string) =>
    (await world.admin.send(CONVERSATIONS, { search })).conversations.nodes.map(({ contact }) => contact.displayName);
  const users = async (search: string) =>
    (await world.admin.send(USERS, { search })).users.nodes.map(({ name }) => name);
  const records = async (search: string) =>
    (await world.admin.send(RECORDS, { modelId, search })).records.nodes.map(({ label }) => label);

  it.each(WRITTEN)('finds contacts, conversations, colleagues and records by %p', async (search) => {
    expect(await contacts(search)).toContain('Nina');
    expect(await conversations(search)).toContain('Nina');
    expect(await users(search)).toEqual(['Nina the colleague']);
    expect(await records(search)).toContain('Nina’s record');
  });

  it('finds nobody else by a whole number, and names beside it', async () => {
    expect(await contacts('0151 55501234')).toEqual(['Nina']);
    expect(await contacts('nina 0151 555')).toEqual(['Nina']);
    expect(await contacts('otto 0151 55501')).toEqual([]);
    expect(await conversations('0151 55501235')).toEqual([]);
    expect(await records('0151 55501234')).toEqual(['Nina’s record']);
  });

  it('finds the other spelling of Brazil, and the national writing of other countries', async () => {
    expect(await contacts('(11) 98765-4321')).toEqual(['Bia']);
    expect(await contacts('+55 11 98765-4321')).toEqual(['Bia']);
    expect(await contacts('8 (912) 345-67-89')).toEqual(['Rosa']);
  });

  it('finds everybody when it is blank, wherever it is asked', async () => {
    for (const blank of ['', ' ', '\t ']) {
      expect((await contacts(blank)).length).toBe(4);
      expect((await conversations(blank)).length).toBe(4);
      expect((await users(blank)).length).toBe(2);
      expect((await records(blank)).length).toBe(2);
      expect((await world.admin.request(TEMPLATES, { search: blank })).errors).toEqual([]);
    }
  });

  it('is looked up in the index of trigrams, in every form', async () => {
    const { sql, parameters } = must(hasEveryWordOrNumber('search_text', '0151 55501234', ['DE']));
    const where = Object.entries(parameters).reduce(
      (text, [name, value]) => text.replace(`:${name}`, `'${value}'`),
      sql,
    );
    const plan = await world.database.transaction(async () => {
      await world.database.run('SET LOCAL enable_seqscan = off'); // there are four contacts here
      return world.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT id FROM contacts WHERE ${where}`);
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/BitmapOr[\s\S]*contacts_search/);
  });
});
