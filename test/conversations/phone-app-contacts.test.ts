import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { eventually, first, must, only } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const CONTACTS = graphql(`
  query ContactsOfThePhone($search: String!) {
    contacts(first: 5, filter: { search: $search }) {
      nodes { id displayName profileName phoneAppName phoneAppFirstName phoneAppNameAsOf conversations { id } }
    }
  }
`);
const REQUEST = graphql(`
  mutation AskThePhone($input: RequestPhoneAppDataInput!) {
    requestPhoneAppData(input: $input) {
      phoneNumber { id historyImport { requestedAt contactsRequestedAt finishedAt } }
      errors { __typename code path message ... on MetaRefusedError { refusal { code } } }
    }
  }
`);
const NUMBER = graphql(`
  query NumberOfThePhone($id: ID!) {
    account(id: $id) {
      webhookFields { name subscribed }
      phoneNumbers { id historyImport { requestedAt progress chunksRead messagesRead finishedAt refusal { code } } }
    }
  }
`);

const metadata = { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId };

describe("The contacts of the phone's app", () => {
  let world: TestWorld;
  let people = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const somebody = () => `1650559${String(1_000 + ++people)}`;
  const anEntry = (number: string, name: string | null, timestamp: number) => ({
    type: 'contact',
    contact: { phone_number: number, ...(name === null ? {} : { full_name: name, first_name: name.split(' ')[0] }) },
    action: name === null ? 'remove' : 'add',
    metadata: { timestamp: String(timestamp) },
  });
  const tells = (...entries: object[]) =>
    world.webhooks.receivesField('smb_app_state_sync', {
      messaging_product: 'whatsapp',
      metadata,
      state_sync: entries,
    });
  const found = async (search: string) => (await world.admin.send(CONTACTS, { search })).contacts.nodes;
  const contactAt = async (number: string) => only(await found(`+${number}`), 'the contact');
  const number = async () =>
    only(must((await world.admin.send(NUMBER, { id: world.account.id })).account, 'the account').phoneNumbers, 'it');
  const ask = async (data: 'HISTORY' | 'CONTACTS') =>
    (await world.admin.send(REQUEST, { input: { phoneNumberId: (await number()).id, data } })).requestPhoneAppData;

  it('are named as the company calls them, beside how they call themselves', async () => {
    const customer = somebody();
    await world.webhooks.receives({
      contacts: [{ wa_id: customer, profile: { name: 'pablo_m' } }],
      messages: [
        { from: customer, id: `wamid.${customer}`, timestamp: '1795600100', type: 'text', text: { body: 'Hi' } },
      ],
    });
    await tells(anEntry(customer, 'Pablo Morales', 1_738_346_006));
    expect(await contactAt(customer)).toMatchObject({
      ...{ displayName: 'Pablo Morales', profileName: 'pablo_m', phoneAppName: 'Pablo Morales' },
      ...{ phoneAppFirstName: 'Pablo', phoneAppNameAsOf: '2025-01-31T17:53:26.000Z' },
    });
    expect(await found('morales')).toHaveLength(1);
    expect(await found('pablo_m')).toHaveLength(1);
  });

  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['mixed', [1, 2, 0]],
  ])('have the name that was given last, %s', async (_name, order) => {
    const customer = somebody();
    const entries = [
      anEntry(customer, 'First Name', 1_738_000_000),
      anEntry(customer, null, 1_738_000_010),
      anEntry(customer, 'Third Name', 1_738_000_020),
    ];
    for (const index of order) await tells(must(entries[index], 'an entry'));
    await tells(...entries);
    expect(await contactAt(customer)).toMatchObject({ phoneAppName: 'Third Name', displayName: 'Third Name' });
  });

  it.each([[[0, 1]], [[1, 0]]])('lose the name alone when they are removed: %j', async (order) => {
    const customer = somebody();
    const entries = [anEntry(customer, 'Gone Fellow', 1_738_000_000), anEntry(customer, null, 1_738_000_001)];
    for (const index of order) await tells(must(entries[index], 'an entry'));
    expect(await contactAt(customer)).toMatchObject({ phoneAppName: null, displayName: `+${customer}` });
    expect(await found('gone fellow')).toEqual([]);
  });

  it('are read beside one that has no number', async () => {
    const customer = somebody();
    await tells({ type: 'contact', action: 'add' }, anEntry(customer, 'With Number', 1_738_000_000));
    expect(await contactAt(customer)).toMatchObject({ phoneAppName: 'With Number' });
    expect(first(await world.webhooks.deliveries())).toMatchObject({ state: 'FAILED' });
  });

  it('are asked for once, and so is the history; Meta says why not again', async () => {
    const { account } = await world.admin.send(NUMBER, { id: world.account.id });
    const fields = must(account, 'the account').webhookFields;
    for (const name of ['history', 'smb_app_state_sync']) expect(fields).toContainEqual({ name, subscribed: true });
    expect(await ask('CONTACTS')).toMatchObject({ errors: [] });
    await eventually(
      () => found('(garden)'),
      (contacts) => contacts.length > 0,
    );
    const asked = await ask('HISTORY');
    expect(asked).toMatchObject({ errors: [], phoneNumber: { historyImport: { finishedAt: null } } });
    const { historyImport } = await eventually(number, (read) => read.historyImport?.finishedAt != null);
    expect(historyImport).toMatchObject({ progress: 100, chunksRead: 3, refusal: null });
    expect(must(historyImport, 'the import').messagesRead).toBeGreaterThan(0);
    const { errors } = await ask('HISTORY');
    expect(errors).toMatchObject([{ code: 'META_REFUSED', refusal: { code: 2_593_107 } }]);
  });
});
