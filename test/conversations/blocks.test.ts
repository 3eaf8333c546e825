import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { DAY_MS } from '../support/world/test-clock.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const BLOCK = graphql(`
  mutation Block($input: ContactIdInput!) {
    blockContact(input: $input) { contact { id blockedAt } errors { ...Problem } }
  }
`);
const UNBLOCK = graphql(`
  mutation Unblock($input: ContactIdInput!) {
    unblockContact(input: $input) { contact { id blockedAt } errors { ...Problem } }
  }
`);
const TOLD = graphql(`
  query BlocksTold($id: ID!) { conversation(id: $id) { timeline(last: 3) { nodes { kind } } } }
`);

describe('Blocking a customer', () => {
  let world: TestWorld;
  let ann: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
  });
  afterAll(() => world.close());

  const block = async (contactId: string) => (await ann.client.send(BLOCK, { input: { contactId } })).blockContact;
  const unblock = async (contactId: string) =>
    (await ann.client.send(UNBLOCK, { input: { contactId } })).unblockContact;
  const kinds = async (id: string) =>
    must((await world.admin.send(TOLD, { id })).conversation).timeline.nodes.map(({ kind }) => kind);

  it('holds at Meta until they are unblocked: nothing comes, and nothing goes', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const { id, contact } = conversation;
    expect(await block(contact.id)).toMatchObject({ contact: { blockedAt: expect.any(String) }, errors: [] });
    expect(await block(contact.id)).toMatchObject({ errors: [] });
    expect([...world.meta.world.blocks.keys()]).toEqual([expect.stringContaining(customer.userId)]);
    const { id: messageId } = await world.inbox.send(id, 'Hello?');
    const sent = await eventually(
      () => world.inbox.read(messageId),
      ({ status }) => status === 'FAILED',
    );
    expect(sent.failure).toMatchObject({ code: 130403 });

    expect(await unblock(contact.id)).toMatchObject({ contact: { blockedAt: null }, errors: [] });
    expect(await unblock(contact.id)).toMatchObject({ errors: [] });
    expect(world.meta.world.blocks.size).toBe(0);
    expect(await kinds(id)).toEqual(['BLOCKED', 'JOINED', 'UNBLOCKED']);
    await world.customers.writes(customer, 'I am back');
  });

  it('is refused for whoever has not written within a day, for strangers and for what Meta refuses', async () => {
    const { conversation } = await world.customers.startsConversation();
    world.meta.world.plannedErrors.push({ path: '/block_users', times: 1, kind: 'CODE', code: 139101 });
    expect(await block(conversation.contact.id)).toMatchObject({
      contact: null,
      errors: [{ code: 'META_REFUSED', refusal: { code: 139101 } }],
    });
    expect(await kinds(conversation.id)).toEqual([]);
    world.clock.advance(DAY_MS + 1_000);
    await world.people.signInAgain();
    expect((await block(conversation.contact.id)).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['contactId'] },
    ]);
    expect((await block('none')).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['contactId'] }]);
  });
});
