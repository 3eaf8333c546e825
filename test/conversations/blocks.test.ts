import { graphql } from '../generated/gql.js';
import { BlockSyncWorker } from '../../src/modules/conversations/contacts/blocks/block-sync.worker.js';
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

const SYNC = graphql(`
  mutation SyncBlocks($input: AccountIdInput!) {
    syncBlocks(input: $input) { account { id } blockedCount unblockedCount errors { ...Problem } }
  }
`);
const BLOCKED_AT = graphql(`
  query BlockedAt($id: ID!) { contact(id: $id) { blockedAt } }
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

  it('is read back from Meta, however many pages its list has: by hand, and by schedule', async () => {
    const sync = async () => (await world.admin.send(SYNC, { input: { accountId: world.account.id } })).syncBlocks;
    const blockedAt = async (id: string) => must((await world.admin.send(BLOCKED_AT, { id })).contact).blockedAt;
    const { customer, conversation } = await world.customers.startsConversation();
    const other = await world.customers.startsConversation();
    await block(other.conversation.contact.id);
    const { blocks } = world.meta.world;
    const [phone] = must([...blocks.keys()][0]).split(' ');
    // In WhatsApp Manager: strangers, who fill pages, one customer more, and one customer less.
    blocks.clear();
    for (let number = 0; number < 120; number++)
      blocks.set(`${phone} ${world.meta.world.ensureCustomer(String(16505560000 + number)).userId}`, 0);
    blocks.set(`${phone} ${customer.userId}`, 0);
    expect(await sync()).toMatchObject({ blockedCount: 1, unblockedCount: 1, errors: [] });
    expect(await blockedAt(conversation.contact.id)).toEqual(expect.any(String));
    expect(await blockedAt(other.conversation.contact.id)).toBeNull();
    expect(await kinds(conversation.id)).toContain('BLOCKED');
    expect(await sync()).toMatchObject({ blockedCount: 0, unblockedCount: 0 });

    world.meta.world.plannedErrors.push({ path: '/block_users', times: 1, kind: 'CODE', code: 139102 });
    expect(await sync()).toMatchObject({ account: null, errors: [{ code: 'META_REFUSED' }] });
    expect(await blockedAt(conversation.contact.id)).toEqual(expect.any(String));

    blocks.clear();
    await world.app.get(BlockSyncWorker).run();
    expect(await blockedAt(conversation.contact.id)).toBeNull();
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
