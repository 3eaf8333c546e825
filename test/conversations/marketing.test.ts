import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import type { TemplateCategory } from '../generated/graphql.js';
import { eventually, first, problems } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { TestWorld } from '../support/world/test-world.js';

const OPT_OUT = graphql(`
  mutation OptOutContact($id: ID!) {
    optOutContact(input: { contactId: $id }) { contact { optedOutAt optOutSource } errors { ...Problem } }
  }
`);
const OPT_IN = graphql(`
  mutation OptInContact($id: ID!) {
    optInContact(input: { contactId: $id }) { contact { optedOutAt optOutSource } errors { ...Problem } }
  }
`);

describe('Customers who want no marketing', () => {
  let world: TestWorld;
  let offer: string;
  let notice: string;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { OPT_OUT_WORDS: 'HALT,no más' } });
    offer = await approved('MARKETING');
    notice = await approved('UTILITY');
  });
  afterAll(() => world.close());

  async function approved(category: TemplateCategory): Promise<string> {
    const body = 'Our garden has something for you today.';
    return (await world.templates.approvedFrom(aDraft({ accountId: world.account.id, category, body }))).id;
  }
  async function sendTo(name: string, templateId: string): Promise<string[]> {
    const { id } = await world.inbox.conversationWith(name);
    return problems((await world.inbox.trySend(id, { template: { templateId } })).errors);
  }
  const contact = async (name: string) => (await world.inbox.conversationWith(name)).contact;
  const untilRefusedByMeta = (name: string) =>
    eventually(
      () => contact(name),
      ({ optOutSource }) => optOutSource === 'DELIVERY',
    );
  const optOut = async (client: GraphqlClient, id: string) => (await client.send(OPT_OUT, { id })).optOutContact;
  const optIn = async (client: GraphqlClient, id: string) => (await client.send(OPT_IN, { id })).optInContact;

  it('say so in a word, which may be configured, and take it back in another', async () => {
    const customer = world.customers.named('Worda');
    await world.customers.writes(customer, 'stop'); // not configured here
    expect(await contact('Worda')).toMatchObject({ optedOutAt: null });
    await world.customers.writes(customer, 'Halt!');
    expect(await contact('Worda')).toMatchObject({ optedOutAt: expect.any(String), optOutSource: 'CUSTOMER_WORD' });
    expect(await sendTo('Worda', offer)).toEqual(['OPTED_OUT content.template']);
    expect(await sendTo('Worda', notice)).toEqual([]);
    await world.inbox.send((await world.inbox.conversationWith('Worda')).id, 'Understood'); // they wrote: an answer is no marketing
    await world.customers.writes(customer, 'START');
    expect(await contact('Worda')).toMatchObject({ optedOutAt: null, optOutSource: null });
    expect(await sendTo('Worda', offer)).toEqual([]);
    await world.customers.writes(customer, { type: 'button', body: { text: 'No más', payload: 'x' } });
    expect(await contact('Worda')).toMatchObject({ optOutSource: 'CUSTOMER_WORD' });
  });

  it('say so to WhatsApp; older news changes nothing', async () => {
    const customer = world.customers.named('Prefa');
    await world.customers.writes(customer, 'Hello');
    const at = Math.floor(Date.now() / 1000);
    const prefers = (value: string, timestamp: number) =>
      world.webhooks.receivesField('user_preferences', {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId },
        user_preferences: [
          { wa_id: customer.waId, user_id: customer.userId, category: 'marketing_messages', value, timestamp },
        ],
      });
    await prefers('stop', at);
    await prefers('resume', at - 100);
    expect(await contact('Prefa')).toMatchObject({ optOutSource: 'WHATSAPP' });
    await prefers('resume', at + 10);
    await prefers('stop', at);
    expect(await contact('Prefa')).toMatchObject({ optedOutAt: null });
  });

  it('are known by what Meta answers to an offer', async () => {
    await world.customers.writes(world.customers.named('Refusa'), 'Hello');
    world.meta.planError({ code: 131050 });
    expect(await sendTo('Refusa', offer)).toEqual([]);
    await untilRefusedByMeta('Refusa');
    const later = world.customers.named('Latera');
    await world.customers.writes(later, 'Hello');
    expect(await sendTo('Latera', offer)).toEqual([]);
    const sent = first(await world.customers.gets(later, 1));
    world.meta.simulator.conversations.reportStatus(sent, 'failed', 131050);
    await untilRefusedByMeta('Latera');
  });

  it('are noted by colleagues, and by nobody who may not', async () => {
    await world.customers.writes(world.customers.named('Colla'), 'Hello');
    const { id } = await contact('Colla');
    const { client } = await world.people.add('OPERATOR', { name: 'Ann' });
    expect(await optOut(client, id)).toMatchObject({ errors: [], contact: { optOutSource: 'COLLEAGUE' } });
    const { optedOutAt } = await contact('Colla');
    expect(optedOutAt).not.toBeNull();
    expect(await optOut(client, id)).toMatchObject({ errors: [], contact: { optedOutAt } });
    expect(await optIn(client, id)).toMatchObject({ errors: [], contact: { optedOutAt: null } });
    expect(problems((await optIn(client, 'nonsense')).errors)).toEqual(['NOT_FOUND contactId']);
    const stranger = await world.people.add('OPERATOR', { name: 'Stranger' });
    await world.people.limitTo(stranger, []);
    expect(await optOut(stranger.client, id)).toMatchObject({ errors: [{ code: 'NOT_FOUND' }] });
  });
});
