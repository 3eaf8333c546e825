import { fillOffice } from '../permissions/filled-office.js';
import { NESTED } from '../permissions/permission-table.js';
import { must, pause } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { aDraft } from '../support/factories/drafts.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import type { Subscription } from '../support/graphql/subscription.js';
import { TestWorld } from '../support/world/test-world.js';
import { everyFieldOf } from './every-field.js';

/** Marked as different from viewer to viewer: one of them, and nothing of the answer is shared. */
const PER_VIEWER = [
  'User.email',
  'User.phoneNumber',
  'Contact.conversations',
  'Account.conversations',
  'Account.templates',
  'Template.preview',
];
/** For some roles only. */
const FORBIDDEN = Object.keys(NESTED).filter((field) => !must(NESTED[field]).split(' ').includes('O'));
const THE_END = 'the very end';

describe('Every field of every event', () => {
  let world: TestWorld;
  let people: Record<string, GraphqlClient>;
  let after: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    after = await world.accounts.eventCursor();
    const second = await world.accounts.create(anAccount({ accountId: '4711', phoneNumberId: '13' }));
    const accountIds = [world.account.id, must(second.account).id];
    const [ann, ben] = [await world.people.add('OPERATOR'), await world.people.add('OPERATOR')];
    const [eva, mia] = [await world.people.add('OPERATOR', { accountIds }), await world.people.add('MANAGER')];
    people = { ben: ben.client, ann: ann.client, eva: eva.client, mia: mia.client, admin: world.admin };
    await fillOffice(world);
    const order = { key: 'order', label: 'Order', fields: [{ key: 'number', label: 'Number', type: 'TEXT' as const }] };
    expect((await world.records.upsertModel({ ...order, accountIds })).errors).toEqual([]);
    await world.templates.createFrom(aDraft({ accountId: world.account.id, allowedUserIds: [ann.id] }));
    const { id } = await world.inbox.conversationWith('Ann');
    expect((await world.inbox.addParticipants(id, [ann, ben, eva, mia])).errors).toEqual([]);
    await world.inbox.as(ann).markRead(id);
    const [ofAnn, stranger] = ['16505551235', '16505551236'].map((number) => world.customers.named(number, number));
    await world.customers.writes(must(ofAnn), 'For Ann alone');
    const own = await world.inbox.conversationWith('16505551235');
    expect((await world.inbox.addParticipants(own.id, [ann])).errors).toEqual([]);
    for (let events = -1; events !== (events = await world.countRows('events'));) await pause(2_000);
    await world.customers.writes(must(stranger), THE_END);
  });
  afterAll(() => world.close());

  /** What each is shown who comes back now and asks this, all at the same time; without the signatures in addresses of files. */
  const shownTo = async (questionOf: (name: string) => string): Promise<Record<string, unknown[]>> => {
    const lives = Object.entries(people).map(([name, client]): [string, Subscription<unknown>] => [
      name,
      client.subscribeRaw(questionOf(name), { id: world.account.id, after }),
    ]);
    const shown: Record<string, unknown[]> = {};
    for (const [name, live] of lives) {
      await live.until(({ events }) => JSON.stringify(events).includes(THE_END), `all of ${name}`, 30_000);
      expect(live.problems).toEqual([]);
      shown[name] = JSON.parse(JSON.stringify(live.events).replaceAll(/(\/media\/[^"?]*)\?[^"]*/g, '$1')) as unknown[];
      await live.close();
    }
    return shown;
  };

  it('shows who shares an answer with others exactly what they are shown alone', async () => {
    const question = everyFieldOf([...FORBIDDEN, ...PER_VIEWER]);
    let [shared, alone]: Record<string, unknown[]>[] = [{}, {}];
    let events: number;
    do {
      events = await world.countRows('events');
      shared = await shownTo(() => question);
      alone = await shownTo((name) => `${question} # ${name}`);
    } while (events !== (await world.countRows('events'))); // something late came between the two: they differ by that
    for (const name of Object.keys(people)) expect(shared[name]).toEqual(alone[name]);
    // They are not all the same, or nothing was tried.
    expect(shared.ann).not.toEqual(shared.ben);
    expect(shared.eva).not.toEqual(shared.ben);
    const text = JSON.stringify(shared);
    for (const part of ['unreadCount', 'allowedActions', 'allowedUsers', 'appliesTo']) expect(text).toContain(part);
  });

  it.each(PER_VIEWER)('and nothing of %s is shared either', async (field) => {
    const question = everyFieldOf([...FORBIDDEN, ...PER_VIEWER.filter((other) => other !== field)]);
    let [shared, alone]: Record<string, unknown[]>[] = [{}, {}];
    let events: number;
    do {
      events = await world.countRows('events');
      shared = await shownTo(() => question);
      alone = await shownTo((name) => `${question} # ${name}`);
    } while (events !== (await world.countRows('events'))); // something late came between the two: they differ by that
    for (const name of Object.keys(people)) expect(shared[name]).toEqual(alone[name]);
  });
});
