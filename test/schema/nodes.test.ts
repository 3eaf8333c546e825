import { randomUUID } from 'node:crypto';
import { isInterfaceType } from 'graphql';
import { fillOffice, type ArgumentsByField } from '../permissions/filled-office.js';
import { waysToTypes } from '../permissions/schema-ways.js';
import { graphql } from '../generated/gql.js';
import type { ApiKeyScope, CreateApiKeyInput } from '../generated/graphql.js';
import { must } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { schema } from '../support/graphql/schema.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const NODE = graphql(`
  query NodeById($id: ID!) { node(id: $id) { __typename id } }
`);
const NODES = graphql(`
  query NodesByIds($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }
`);
const LABELLED = graphql(`
  query NodeOfAConversation($id: ID!) {
    node(id: $id) { id ... on Conversation { contact { displayName } lastMessage { text } } }
  }
`);
const CREATE_KEY = graphql(`
  mutation CreateKeyForNodes($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { ...Problem } } }
`);
const NODE_TYPES = nodeTypes();

function nodeTypes(): string[] {
  const node = schema.getType('Node');
  if (!isInterfaceType(node)) throw new Error('There is no interface Node.');
  return schema.getPossibleTypes(node).map(({ name }) => name);
}

describe('Nodes', () => {
  let world: TestWorld;
  let args: ArgumentsByField;
  let operator: Person;
  const ids = new Map<string, string>();

  /** The first id that an administrator finds of a type, on the shortest way that leads to it. */
  async function idOf(type: string): Promise<string | null> {
    const way = must(waysToTypes().get(type), `a way to ${type}`);
    const text = way.reduceRight((inner, { parent, field, on }) => {
      const given = args[`${parent}.${field}`];
      const call = given === undefined ? field : `${field}(${given})`;
      return `{ ${call} ${on === null ? inner : `{ ... on ${on} ${inner} }`} }`;
    }, '{ nodeId: id nodeType: __typename }');
    const { data } = await world.admin.requestRaw(text);
    return new RegExp(`"nodeId":"(?<id>[^"]+)","nodeType":"${type}"`).exec(JSON.stringify(data))?.groups?.id ?? null;
  }

  const typeOf = async (client: GraphqlClient, type: string): Promise<string | null> =>
    (await client.send(NODE, { id: must(ids.get(type), `an id of ${type}`) })).node?.__typename ?? null;

  const keyOf = async (input: Omit<CreateApiKeyInput, 'name'>): Promise<GraphqlClient> => {
    const { createApiKey } = await world.admin.send(CREATE_KEY, { input: { name: 'key', ...input } });
    return world.client(must(createApiKey.secret, 'a key'));
  };
  const keyWith = (...scopes: ApiKeyScope[]) => keyOf({ scopes });

  beforeAll(async () => {
    world = await TestWorld.start();
    operator = await world.people.add('OPERATOR', { name: 'Otto' });
    await keyWith('EVENTS_READ');
    args = await fillOffice(world);
    for (const type of NODE_TYPES) {
      const id = await idOf(type);
      if (id !== null) ids.set(type, id);
    }
  }, 120_000);
  afterAll(() => world.close());

  it('are read by their ids, whatever their type', async () => {
    const read = await Promise.all([...ids.keys()].map((type) => typeOf(world.admin, type)));
    expect(read).toEqual([...ids.keys()]);
    expect(NODE_TYPES.filter((type) => !ids.has(type))).toEqual([]);
  });

  it('answer the fields of their types', async () => {
    const { node } = await world.admin.send(LABELLED, { id: must(ids.get('Conversation')) });
    expect(node).toMatchObject({ contact: { displayName: 'Ann' } });
  });

  it('are answered in order, null where there is none', async () => {
    const [account, message] = [must(ids.get('Account')), must(ids.get('Message'))];
    const asked = [message, randomUUID(), 'nonsense', account.toUpperCase(), message];
    const { nodes } = await world.admin.send(NODES, { ids: asked });
    expect(nodes.map((node) => node?.__typename ?? null)).toEqual(['Message', null, null, 'Account', 'Message']);
  });

  it('are 100 at a time at most, and cost as many as are asked for', async () => {
    const many = await world.admin.request(NODES, { ids: Array.from({ length: 101 }, () => randomUUID()) });
    expect(many.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ code: 'TOO_LONG', path: ['ids'] }],
    });
    const wide =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Conversation { messages(first: 100) { nodes { id status } } } } }';
    const one = await world.admin.requestRaw(wide, { ids: [randomUUID()] });
    const hundred = await world.admin.requestRaw(wide, { ids: Array.from({ length: 100 }, () => randomUUID()) });
    expect([one.errors, hundred.errors[0]?.extensions.code]).toEqual([[], 'QUERY_TOO_COSTLY']);
  });

  it('are null for whoever their own query would not show them to', async () => {
    const conversationId = must(ids.get('Conversation'));
    const manager = await world.people.add('MANAGER', { name: 'Mona' });
    expect((await world.inbox.addParticipants(conversationId, [manager])).errors).toEqual([]);
    const shown = async (client: GraphqlClient): Promise<string[]> => {
      const types = await Promise.all([...ids.keys()].map((type) => typeOf(client, type)));
      return types.filter((type) => type !== null).sort();
    };
    const ofConversations = ['Conversation', 'Message', 'TimelineEntry'];
    const ofAdmins = [
      ...['ApiKey', 'AuditEntry', 'Invitation', 'WebhookDelivery', 'WebhookEndpoint', 'EndpointDelivery'],
      ...['Notification', 'Session', 'PushDevice'], // each person's own
    ];
    // A change is of a template or of the account, whose history is for administrators.
    const forManager = [...ids.keys()].filter((type) => type !== 'Change' && !ofAdmins.includes(type)).sort();
    expect((await shown(manager.client)).filter((type) => type !== 'Change')).toEqual(forManager);
    expect((await shown(operator.client)).filter((type) => ofConversations.includes(type))).toEqual([]);
    expect(await shown(operator.client)).toEqual(expect.arrayContaining(['Account', 'Contact', 'Template', 'User']));
    expect(await shown(await keyWith('EVENTS_READ'))).toEqual([]);
    expect(await shown(await keyWith('ACCOUNTS_READ'))).toEqual(['Account', 'BusinessPhoneNumber', 'RateCard', 'User']);
    expect(await shown(await keyWith('CONVERSATIONS_READ'))).toEqual(
      expect.arrayContaining(['Broadcast', 'Contact', 'Conversation', 'Label', 'Message', 'TimelineEntry', 'User']),
    );
  });

  it('of other accounts are null', async () => {
    const stranger = await world.people.add('MANAGER', { name: 'Stella', accountIds: [] });
    const types = await Promise.all([...ids.keys()].map((type) => typeOf(stranger.client, type)));
    expect(types.filter((type) => type !== null).sort()).toEqual(['DataModel', 'DataRecord', 'RateCard', 'User']);
  });

  it('of webhooks to other systems are null for a key of other accounts', async () => {
    const ofWebhooks = ['WebhookEndpoint', 'EndpointDelivery'];
    const typesFor = async (accountIds: string[]) => {
      const key = await keyOf({ scopes: ['WEBHOOKS_ADMIN'], accountIds });
      return Promise.all(ofWebhooks.map((type) => typeOf(key, type)));
    };
    const other = await world.accounts.create(anAccount({ accountId: '900000001', phoneNumberId: '900000002' }));
    expect(other.errors).toEqual([]);
    expect(await typesFor([world.account.id])).toEqual(ofWebhooks);
    expect(await typesFor([must(other.account).id])).toEqual([null, null]);
  });

  it('demand a sign-in', async () => {
    const answer = await world.client('nonsense').request(NODE, { id: must(ids.get('Account')) });
    expect(answer.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
