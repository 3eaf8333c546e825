import fc from 'fast-check';
import { CheckInboxService } from '../../src/modules/conversations/inbox/check-inbox.service.js';
import { ClosedWindowsService } from '../../src/modules/conversations/inbox/closed-windows.service.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aMessage, aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { isEmbedded } from '../support/test-database.js';
import { listed, listedByHand, type Reader } from '../support/world/lists-by-hand.js';
import type { Person } from '../support/world/people.js';
import { DAY_MS, HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseInStorm($id: ID!) { eraseContact(input: { contactId: $id }) { errors { code } } }
`);
const ARCHIVE = graphql(`
  mutation ArchiveInStorm($id: ID!) { archiveAccount(input: { accountId: $id }) { errors { ...Problem } } }
`);

const CUSTOMERS = 10;
/** How often each is done, of all that is done. */
const DEEDS = {
  writes: 8,
  writesByUserId: 4,
  isMerged: 2,
  reacts: 1,
  takesBack: 1,
  sends: 5,
  marksRead: 6,
  assigns: 3,
  unassigns: 1,
  adds: 3,
  removes: 3,
  closes: 3,
  reopens: 1,
  notes: 1,
  broadcasts: 1,
  isErased: 1,
} as const;
type Deed = keyof typeof DEEDS;

interface Step {
  deed: Deed;
  customer: number;
  person: number;
  other: number;
  place: number;
}

interface ConversationRow {
  id: string;
  contact_id: string;
}

/** Many do everything at once, in two processes where the engine lets them: the read model never differs from the messages. */
/** Somebody may be erased while others ask for them. */
function unlessErased(error: Error): void {
  if (!error.message.includes('"code":"NOT_FOUND"')) throw error;
}

describe('The inbox in a storm', () => {
  let world: TestWorld;
  let people: Person[];
  let another: Awaited<ReturnType<TestWorld['startAnother']>> | null = null;
  let templateId: string;
  let count = 0;
  const wamids: string[] = [];

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    people = [
      await world.people.add('OPERATOR', { name: 'Ann' }),
      await world.people.add('OPERATOR', { name: 'Ben' }),
      await world.people.add('MANAGER', { name: 'Cara' }),
    ];
    await world.accounts.setNotifyUsers(people.slice(0, 1));
    if (!isEmbedded) another = await world.startAnother();
    const template = await world.templates.approved({ body: 'News', variables: [], appliesTo: null, phoneField: null });
    templateId = template.id;
  });
  afterAll(async () => {
    await another?.close();
    await world.close();
  });

  const conversations = () =>
    world.database.query<ConversationRow>(
      'SELECT id, contact_id FROM conversations WHERE merged_into_id IS NULL ORDER BY id',
    );
  const isTrue = async () =>
    expect(await world.app.get(CheckInboxService).check(false)).toMatchObject({ differences: 0, examples: [] });

  /** As the person in one of the processes. */
  function inboxOf(person: Person, place: number) {
    if (another === null || place % 2 === 0) return world.inbox.as(person);
    return world.inbox.as({ client: new GraphqlClient(another.url, person.client.token) });
  }

  const waId = (customer: number) => `1650888${1_000 + customer}`;
  /** As the simulated Meta has it, which also tells it with statuses: whoever is written to by both becomes one. */
  const userId = (customer: number) => world.customers.named(`Storm ${customer}`, waId(customer)).userId;

  async function receives(customer: number, ids: object, message: object): Promise<void> {
    const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
    const profile = { name: `Storm ${customer}` };
    const contact = {
      profile,
      ...('from' in ids ? { wa_id: ids.from } : {}),
      ...('from_user_id' in ids ? { user_id: ids.from_user_id } : {}),
    };
    const body = { ...message, from: undefined, ...ids, timestamp };
    if ('id' in body) wamids.push(String(body.id));
    await world.webhooks.post(aWebhook({ messages: [body], contacts: [contact] })).expect(200);
  }

  /** What one does; that it is refused now and then is part of it, and what fails is told. */
  async function does(
    { deed, customer, person, other, place }: Step,
    known: readonly ConversationRow[],
  ): Promise<void> {
    count += 1;
    const byNumber = { from: waId(customer) };
    const byUserId = { from_user_id: userId(customer) };
    const text = aTextMessage(`Message ${count}`);
    const target = must(wamids[(place * 31 + customer) % wamids.length]);
    const someone = must(people[person]);
    const another = must(people[other]);
    const inbox = inboxOf(someone, place);
    const { id, contact_id: contactId } = must(known[(customer + place) % known.length]);
    switch (deed) {
      case 'writes':
        return receives(customer, byNumber, text);
      case 'writesByUserId':
        return receives(customer, byUserId, text);
      case 'isMerged':
        return receives(customer, { ...byNumber, ...byUserId }, text);
      case 'reacts':
        return receives(
          customer,
          byNumber,
          aMessage({ type: 'reaction', reaction: { message_id: target, emoji: '👍' } }),
        );
      case 'takesBack':
        return receives(customer, byNumber, aMessage({ type: 'revoke', revoke: { original_message_id: target } }));
      case 'sends':
        return void (await inbox.trySend(id, `Answer ${count}`));
      case 'marksRead':
        return void (await inbox.markRead(id));
      case 'assigns':
        return void (await inbox.assign(id, another));
      case 'unassigns':
        return void (await inbox.assign(id, null));
      case 'adds':
        return void (await inbox.addParticipants(id, [another]));
      case 'removes':
        return void (await inbox.removeParticipants(id, [another]));
      case 'closes':
        return void (await inbox.close(id));
      case 'reopens':
        return void (await inbox.reopen(id));
      case 'notes':
        return void (await inbox.addNote(id, `Note ${count}`));
      case 'broadcasts': {
        const recipients = [customer, (customer + 3) % CUSTOMERS].map((one) => ({ phoneNumber: `+${waId(one)}` }));
        return void (await world.broadcasts.tryStart({ templateId, recipients }));
      }
      case 'isErased':
        return void (await world.admin.send(ERASE, { id: contactId }));
    }
  }

  const steps = fc.sample(
    fc.record({
      deed: fc.oneof(
        ...(Object.entries(DEEDS) as [Deed, number][]).map(([deed, weight]) => ({
          weight,
          arbitrary: fc.constant(deed),
        })),
      ),
      customer: fc.nat(CUSTOMERS - 1),
      person: fc.nat(2),
      other: fc.nat(2),
      place: fc.nat(100),
    }),
    { numRuns: 320, seed: 40 },
  );
  const AT_ONCE = 16;

  it('is what messages, participants and markers say, whoever does what at once', async () => {
    for (let customer = 0; customer < CUSTOMERS; customer += 1) {
      await receives(customer, { from: waId(customer) }, aTextMessage('Hello'));
    }
    await world.webhooks.settled();
    for (let begin = 0; begin < steps.length; begin += AT_ONCE) {
      const known = await conversations();
      await Promise.all(steps.slice(begin, begin + AT_ONCE).map((step) => does(step, known).catch(unlessErased)));
      await world.webhooks.settled();
      await isTrue();
      // windows close, and a clock that is set back opens them again
      if (begin === 5 * AT_ONCE) await world.later(25 * HOUR_MS);
      if (begin === 9 * AT_ONCE) await world.later(-2 * HOUR_MS);
      if (begin === 14 * AT_ONCE) await world.later(16 * DAY_MS);
      if (begin % (4 * AT_ONCE) === 0) await world.app.get(ClosedWindowsService).recordBatch();
    }
    const merged = await world.countRows('conversations WHERE merged_into_id IS NOT NULL');
    const waiting = await world.countRows('conversations WHERE waiting_since IS NOT NULL');
    expect({ hasMerged: merged > 0, hasWaiting: waiting > 0 }).toEqual({ hasMerged: true, hasWaiting: true });
  }, 240_000);

  async function comparesLists(): Promise<void> {
    const [admin] = await world.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'ADMIN'`);
    const readers: Reader[] = [
      { name: 'administrator', id: must(admin).id, client: world.admin, isOperator: false, accountIds: null },
      ...people.map((person, index) => ({
        ...{ name: `person ${index}`, ...person, isOperator: index < 2, accountIds: [world.account.id] },
      })),
    ];
    const filters = [
      {},
      ...[true, false].flatMap((flag) => [
        { unread: flag },
        { participating: flag },
        { unassigned: flag },
        { windowOpen: flag },
        { waiting: flag },
        { unread: flag, windowOpen: !flag },
      ]),
      { status: ['CLOSED' as const] },
      { assigneeId: people.map(({ id }) => id) },
    ];
    for (const reader of readers) {
      for (const filter of filters) {
        const order = { field: 'waiting' in filter ? ('WAITING_SINCE' as const) : ('LAST_ACTIVITY_AT' as const) };
        expect({ reader: reader.name, filter, ids: await listed(reader, filter, order, 3) }).toEqual({
          reader: reader.name,
          filter,
          ids: await listedByHand(world, reader, filter, order),
        });
      }
    }
  }

  it('has the lists that these make, for every role, before and after a clock is set', async () => {
    await comparesLists();
    await world.later(25 * HOUR_MS);
    await comparesLists(); // nothing has recorded yet that windows have closed
    await world.app.get(ClosedWindowsService).recordBatch();
    await comparesLists();
    await world.later(-25 * HOUR_MS);
    await world.app.get(ClosedWindowsService).recordBatch();
    await comparesLists();
    expect(await world.countRows('conversations WHERE is_window_open')).toBeGreaterThan(0);
  });

  it('stays as it is when its account is archived', async () => {
    const { archiveAccount } = await world.admin.send(ARCHIVE, { id: world.account.id });
    expect(archiveAccount.errors).toEqual([]);
    await comparesLists();
    await isTrue();
  });
});
