import { EXCLUSIVE_LANE } from '../../src/modules/webhooks/deliveries/lanes.js';
import { WebhookQueue } from '../../src/modules/webhooks/deliveries/webhook-queue.js';
import { must } from '../support/expectations.js';
import { aFieldWebhook, aMessage, aStatus, aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { isEmbedded } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const CUSTOMERS = 24;
const MESSAGES_EACH = 12;
/** Two people of whom Meta writes the number in two ways. */
const SPELLINGS = [
  ['5511987654321', '551187654321'],
  ['5215512345678', '525512345678'],
];

/** The embedded database has one session, in which everything is processed alone. */
const needsSessions = isEmbedded ? it.skip : it;

interface StoredText {
  person: string;
  text: string;
}

describe('Deliveries of one account that are processed side by side', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  beforeEach(() => world.database.run('TRUNCATE webhook_deliveries, webhook_bodies, conversations, contacts CASCADE'));
  afterAll(() => world.close());

  const from = (number: string, text: string, more: object = {}) =>
    aWebhook({
      contacts: [{ profile: { name: `Customer ${number}` }, wa_id: number }],
      messages: [aTextMessage(text, { from: number, ...more })],
    });
  /** Each list is posted in order, one after the other; the lists at the same time. */
  const postInOrder = (lists: object[][]): Promise<void[]> =>
    Promise.all(
      lists.map(async (payloads) => {
        for (const payload of payloads) await world.webhooks.post(payload).expect(200);
      }),
    );
  /** The same, while no worker may begin: then all of it waits, and they begin at once. */
  const postBeforeAnyWorks = (lists: object[][]): Promise<void> =>
    world.database.transaction(async () => {
      await world.app.get(WebhookQueue).lockAll(world.account.id);
      await world.database.outsideTransaction(() => postInOrder(lists));
    });
  /** Texts in the order in which they were stored. */
  const stored = (): Promise<StoredText[]> =>
    world.database.query<StoredText>(
      `SELECT conversation_id AS person, text FROM messages WHERE direction = 'INBOUND' ORDER BY position, id`,
    );
  const textsByPerson = async (): Promise<string[][]> => {
    const byPerson = new Map<string, string[]>();
    for (const { person, text } of await stored()) byPerson.set(person, [...(byPerson.get(person) ?? []), text]);
    return [...byPerson.values()].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  };
  const series = (name: string): string[] =>
    Array.from({ length: MESSAGES_EACH }, (_, index) => `${name} ${String(index).padStart(2, '0')}`);

  it('are stored once, in order for each customer, beside statuses and what needs the account alone', async () => {
    const names = Array.from({ length: CUSTOMERS }, (_, index) => `c${String(index).padStart(2, '0')}`);
    const customers = names.map((name, index) =>
      series(name).map((text) => from(String(16_505_550_100 + index), text)),
    );
    const statuses = Array.from({ length: 30 }, (_, index) =>
      aWebhook({ statuses: [aStatus(`wamid.x${index}`, 'read')] }),
    );
    const others = Array.from({ length: 4 }, () => aFieldWebhook('account_review_update', { decision: 'APPROVED' }));
    await postInOrder([...customers, statuses, others]);
    await world.webhooks.settled();
    expect(await textsByPerson()).toEqual(names.map(series));
    expect(await world.countRows('contacts')).toBe(CUSTOMERS);
    expect(await world.countRows('early_statuses')).toBe(30);
    expect(await world.webhooks.deliveries('FAILED')).toEqual([]);
    await world.database.run('DELETE FROM early_statuses');
  });

  it('are of one person, in order, in whichever spelling the number comes', async () => {
    await postInOrder(
      SPELLINGS.map((numbers, person) =>
        series(`p${person}`).map((text, index) => from(must(numbers[index % 2]), text)),
      ),
    );
    await world.webhooks.settled();
    expect(await textsByPerson()).toEqual([series('p0'), series('p1')]);
    expect(await world.countRows('contacts WHERE merged_into_id IS NULL')).toBe(2);
  });

  it('are of one person, in order, when they change their number while much waits', async () => {
    const ids = (index: number) =>
      index % 3 === 0 ? { from: undefined, from_user_id: 'US.77' } : { from_user_id: 'US.77' };
    const person = series('m').map((text, index) => {
      const number = index < 6 ? '16505550771' : '16505550772';
      const contacts = [
        { profile: { name: 'Mover' }, user_id: 'US.77', ...(index % 3 === 0 ? {} : { wa_id: number }) },
      ];
      return aWebhook({ contacts, messages: [aTextMessage(text, { from: number, ...ids(index) })] });
    });
    const crowd = Array.from({ length: 10 }, (_, index) =>
      series(`x${index}`).map((text) => from(String(16_505_550_300 + index), text)),
    );
    await postInOrder([person, ...crowd]);
    await world.webhooks.settled();
    expect(await textsByPerson()).toContainEqual(series('m'));
    const [mover] = await world.database.query(
      `SELECT wa_id FROM contacts WHERE whatsapp_user_id = 'US.77' AND merged_into_id IS NULL`,
    );
    expect(mover).toEqual({ wa_id: '16505550772' });
    expect(await world.countRows('contacts WHERE merged_into_id IS NULL')).toBe(11);
  });

  needsSessions(
    'are of one person, in order, who is met for the first time and has another number meanwhile',
    async () => {
      const names = Array.from({ length: 20 }, (_, index) => `n${String(index).padStart(2, '0')}`);
      const persons = names.map((name, person) =>
        series(name).map((text, index) => {
          const number = String(16_505_551_000 + person * 2 + (index < 6 ? 0 : 1));
          const user_id = `US.9${person}`;
          const contacts = [{ profile: { name }, wa_id: number, user_id }];
          return aWebhook({ contacts, messages: [aTextMessage(text, { from: number, from_user_id: user_id })] });
        }),
      );
      await postBeforeAnyWorks(persons);
      await world.webhooks.settled();
      expect(await textsByPerson()).toEqual(names.map(series));
      expect(await world.countRows('contacts WHERE merged_into_id IS NULL')).toBe(names.length);
    },
  );

  it('are in order where some of them hold messages of several customers', async () => {
    const [one, other] = [series('o0'), series('o1')];
    const numbers = ['16505550881', '16505550882'];
    const both = one.map((text, index) =>
      index % 4 === 1
        ? aWebhook({
            contacts: numbers.map((number) => ({ profile: { name: number }, wa_id: number })),
            messages: [
              aTextMessage(text, { from: numbers[0] }),
              aTextMessage(must(other[index]), { from: numbers[1] }),
            ],
          })
        : [from(must(numbers[0]), text), from(must(numbers[1]), must(other[index]))],
    );
    const crowd = Array.from({ length: 6 }, (_, index) =>
      series(`z${index}`).map((text) => from(String(16_505_550_900 + index), text)),
    );
    await postInOrder([both.flat(), ...crowd]);
    await world.webhooks.settled();
    expect((await textsByPerson()).slice(0, 2)).toEqual([one, other]);
  });

  needsSessions('are stored once and in order, although sessions of workers are cut off again and again', async () => {
    const names = Array.from({ length: CUSTOMERS }, (_, index) => `k${String(index).padStart(2, '0')}`);
    const lists = names.map((name, index) => series(name).map((text) => from(String(16_505_552_000 + index), text)));
    await postBeforeAnyWorks(lists);
    for (let count = 0; count < 8 && (await world.countRows('webhook_queue')) > 0; count += 1) {
      await world.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`,
      );
    }
    await world.webhooks.settled();
    expect(await textsByPerson()).toEqual(names.map(series));
    expect(await world.webhooks.deliveries('FAILED')).toEqual([]);
  });

  it('are of one person when a notice says that they have another number now', async () => {
    const system = { body: 'changed', type: 'user_changed_number', wa_id: '16505550992' };
    const notice = aWebhook({ contacts: [], messages: [aMessage({ from: '16505550991', type: 'system', system })] });
    const before = series('a').map((text) => from('16505550991', text));
    const after = series('b').map((text) => from('16505550992', text));
    await postInOrder([[...before, notice, ...after]]);
    await world.webhooks.settled();
    const texts = (await textsByPerson()).flat().filter((text) => text !== 'changed' && text !== null);
    expect(texts).toEqual([...series('a'), ...series('b')]);
    expect(await world.countRows('contacts WHERE merged_into_id IS NULL')).toBe(1);
  });

  it('keep an edit and what it edits together, whichever comes first', async () => {
    const target = aTextMessage('before', { from: '16505550555' });
    const edit = aMessage({
      from: '16505550555',
      type: 'edit',
      edit: { original_message_id: target.id, message: { type: 'text', text: { body: 'after' } } },
    });
    await postInOrder([
      [aWebhook({ contacts: [], messages: [edit] })],
      [aWebhook({ contacts: [], messages: [target] })],
      ...Array.from({ length: 5 }, (_, index) => [from(String(16_505_550_600 + index), 'crowd')]),
    ]);
    await world.webhooks.settled();
    const [row] = await world.database.query('SELECT text FROM messages WHERE whatsapp_id = $1', [target.id]);
    expect(row).toEqual({ text: 'after' });
  });

  needsSessions('are claimed by lane, and everything at once by whoever waits until all others are done', async () => {
    const queue = world.app.get(WebhookQueue);
    const accountId = '01a202bc-b51f-70ee-84fa-9e2d3c84eb0b'; // nobody's: no worker looks at it
    const add = (lane: number) =>
      world.database.run(
        `WITH delivery AS (SELECT gen_random_uuid() AS id),
                bodies AS (INSERT INTO webhook_bodies (delivery_id, body) SELECT id, '{}' FROM delivery)
           INSERT INTO webhook_queue (account_id, lane, position, delivery_id, received_at)
           SELECT $1, $2, nextval('webhook_delivery_positions'), id, now() FROM delivery`,
        [accountId, lane],
      );
    for (const lane of [2, 2, 3]) await add(lane);
    const lanesOf = (claimed: { lane: number }[]) => claimed.map(({ lane }) => lane).sort((one, other) => one - other);
    expect(await queue.pending(accountId, 1)).toEqual([
      { lane: 2, waiting: 1 },
      { lane: 3, waiting: 1 },
    ]);
    let isAlone = false;
    let alone: Promise<void> = Promise.resolve();
    await world.database.transaction(async () => {
      expect(lanesOf(await queue.claimLanes(accountId, [2], 10))).toEqual([2, 2]);
      await world.database.outsideTransaction(() =>
        world.database.transaction(async () => {
          expect(lanesOf(await queue.claimLanes(accountId, [2, 3], 10))).toEqual([3]);
        }),
      );
      alone = world.database.outsideTransaction(() =>
        world.database.transaction(async () => {
          expect(lanesOf(await queue.claimAll(accountId, 10))).toEqual([2, 2, 3]);
          isAlone = true;
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(isAlone).toBe(false);
      await world.database.outsideTransaction(() =>
        world.database.transaction(async () => {
          expect(await queue.claimLanes(accountId, [3], 10)).toEqual([]); // somebody waits to be alone
        }),
      );
    });
    await alone;
    expect(isAlone).toBe(true);
    await add(EXCLUSIVE_LANE);
    await world.database.transaction(async () => {
      expect(await queue.claimLanes(accountId, [2, 3], 10)).toEqual([]); // something has to be processed alone first
    });
  });
});
