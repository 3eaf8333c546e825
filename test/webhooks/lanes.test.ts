import { DeliveryQueue } from '../../src/modules/webhooks/delivery-queue.js';
import { EXCLUSIVE_LANE } from '../../src/modules/webhooks/lanes.js';
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

interface StoredText {
  person: string;
  text: string;
}

describe('Deliveries of one account that are processed side by side', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  beforeEach(() => world.database.run('TRUNCATE webhook_deliveries, conversations, contacts CASCADE'));
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
    const lanes = await world.database.query('SELECT DISTINCT lane FROM webhook_deliveries');
    expect(lanes.length).toBeGreaterThan(5);
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

  (isEmbedded ? it.skip : it)(
    'are claimed by lane, and everything at once by whoever waits until all others are done',
    async () => {
      const queue = world.app.get(DeliveryQueue);
      const accountId = '01a202bc-b51f-70ee-84fa-9e2d3c84eb0b'; // nobody's: no worker looks at it
      const add = (lane: number) =>
        world.database.run(
          `INSERT INTO webhook_deliveries (id, account_id, body, lane, received_at) VALUES (gen_random_uuid(), $1, '{}', $2, now())`,
          [accountId, lane],
        );
      for (const lane of [2, 2, 3]) await add(lane);
      const lanesOf = (claimed: { lane: number }[]) => claimed.map(({ lane }) => lane).sort();
      expect(await queue.pending(accountId, 1)).toEqual([
        { lane: 2, waiting: 1 },
        { lane: 3, waiting: 1 },
      ]);
      let isAlone = false;
      let alone: Promise<void> | null = null;
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
    },
  );
});
