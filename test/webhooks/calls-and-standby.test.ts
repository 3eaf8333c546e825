import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { first, must } from '../support/expectations.js';
import { aTextMessage } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const CHAT = graphql(`
  query ChatWithCalls($search: String!) {
    conversations(first: 5, filter: { search: $search }) {
      nodes {
        messages(last: 10) { nodes { direction text raw content { ... on SystemContent { kind body } } } }
      }
    }
  }
`);
const HISTORY = graphql(`
  query HistoryOfUsername($id: ID!) { account(id: $id) { history(first: 1) { nodes { to reason details } } } }
`);

const metadata = { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId };

describe('Calls, and what Meta passes on while another answers', () => {
  let world: TestWorld;
  let people = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const somebody = () => {
    people += 1;
    const wa_id = `1650557${String(1_000 + people)}`;
    return { wa_id, profile: { name: `Caller ${wa_id}` } };
  };
  const chatWith = async ({ wa_id }: { wa_id: string }) =>
    first((await world.admin.send(CHAT, { search: `+${wa_id}` })).conversations.nodes);
  const aCall = (from: string, changes: object = {}) => ({
    id: `wacid.${from}`,
    from,
    to: metadata.display_phone_number,
    event: 'terminate',
    direction: 'USER_INITIATED',
    timestamp: '1795600100',
    status: 'FAILED',
    ...changes,
  });

  it.each([
    [{}, 'Missed call from the customer.'],
    [{ status: 'COMPLETED', duration: 90 }, 'Call from the customer, 1 min 30 s.'],
    [{ status: 'COMPLETED' }, 'Call from the customer.'],
    [{ event: 'connect', status: undefined }, 'The customer is calling.'],
  ])('a call stands in the chat, once: %j', async (changes, body) => {
    const customer = somebody();
    const call = aCall(customer.wa_id, changes);
    for (let time = 0; time < 2; time += 1)
      await world.webhooks.receivesField('calls', { metadata, contacts: [customer], calls: [call] });
    const { messages } = await chatWith(customer);
    expect(messages.nodes).toMatchObject([
      { direction: 'INBOUND', text: body, content: { body }, raw: { id: call.id } },
    ]);
  });

  it('a call to a customer stands in theirs', async () => {
    const customer = somebody();
    const ends = { from: metadata.display_phone_number, to: customer.wa_id, direction: 'BUSINESS_INITIATED' };
    const calls = [aCall(customer.wa_id, ends)];
    await world.webhooks.receivesField('calls', { metadata, contacts: [customer], calls });
    expect((await chatWith(customer)).messages.nodes).toMatchObject([
      { text: 'The customer did not answer the call.' },
    ]);
  });

  it('the chat has no holes where Meta’s agent answers', async () => {
    const customer = somebody();
    const message = aTextMessage('asked the agent', { from: customer.wa_id });
    const echo = { ...aTextMessage('answered the agent'), from: metadata.display_phone_number, to: customer.wa_id };
    await world.webhooks.receivesField('standby', { metadata, contacts: [customer], messages: [message] });
    await world.webhooks.receivesField('standby', { metadata, message_echoes: [echo] });
    const another = { ...aTextMessage('answered an app'), from: metadata.display_phone_number, to: customer.wa_id };
    await world.webhooks.receivesField('message_echoes', { metadata, message_echoes: [another] });
    const { messages } = await chatWith(customer);
    expect(new Set(messages.nodes.map(({ direction, text }) => `${direction} ${text ?? ''}`))).toEqual(
      new Set(['INBOUND asked the agent', 'OUTBOUND answered the agent', 'OUTBOUND answered an app']),
    );
  });

  it('a decision about the user name of the company is in the history of the account', async () => {
    const update = { display_phone_number: '15550783881', username: 'luckyshrub', status: 'approved' };
    await world.webhooks.receivesField('business_username_updates', update);
    const { history } = must((await world.admin.send(HISTORY, { id: world.account.id })).account);
    const reason = 'USERNAME_APPROVED: luckyshrub';
    expect(first(history.nodes)).toEqual({ to: 'USERNAME_APPROVED', reason, details: update });
  });
});
