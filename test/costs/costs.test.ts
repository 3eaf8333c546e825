import { MessageTalliesService } from '../../src/modules/messages/statistics/message-tallies.service.js';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { aStatus, aWebhook } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const CARDS = graphql(`
  query RateCards { rateCards { id currency effectiveFrom rates { market amount category } } }
`);
const NODE = graphql(`
  query RateCardAsNode($id: ID!) { node(id: $id) { __typename id ... on RateCard { effectiveFrom } } }
`);
const DELETE = graphql(`
  mutation DeleteRateCard($id: ID!) {
    deleteRateCard(input: { rateCardId: $id }) { rateCard { id } errors { ...Problem } }
  }
`);
const AUDIT = graphql(`
  query RateCardsInTheTrail { auditEntries(first: 5) { nodes { action subjectType subjectName } } }
`);
const SEND = graphql(`
  query SentWamids($search: String!) {
    conversations(filter: { search: $search }) {
      nodes { messages(last: 5) { nodes { id whatsappId direction } } }
    }
  }
`);
const PLAIN = { body: 'Your plan is ready.', variables: [], appliesTo: null, phoneField: null };
const GERMAN = '+4915112345678';
const CANADIAN = '+14165550123';
const AUSTRIAN = '+436641234567';
const JAMAICAN = '+18765550123';

describe('Costs', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
  });
  afterAll(() => world.close());

  const sendTo = async (templateId: string, ...numbers: string[]) => {
    const before = (await world.costs.of()).total.messages;
    const recipients = numbers.map((phoneNumber) => ({ phoneNumber }));
    await world.templates.trySend({ templateId, recipients });
    await eventually(
      () => world.costs.of(),
      ({ total }) => total.messages === before + numbers.length,
    );
  };

  it('are told without a rate card too: what Meta charges, and no amount', async () => {
    const template = await world.templates.approved(PLAIN);
    await sendTo(template.id, GERMAN);
    const { currency, rows, total } = await world.costs.of({ by: ['CATEGORY'] });
    expect([currency, total]).toEqual([null, { messages: 1, charged: 1, withoutRate: 1, amount: null }]);
    expect(rows).toMatchObject([{ category: 'utility', messages: 1, charged: 1, amount: null }]);
  });

  it('are told by the rate of the recipient’s country, of its region, or of all others', async () => {
    const { rateCard, errors } = await world.costs.upload();
    expect(errors).toEqual([]);
    expect(rateCard).toMatchObject({ currency: 'USD', effectiveFrom: '2020-01-01' });
    expect(must(rateCard).rates).toContainEqual({
      market: 'REST_OF_WESTERN_EUROPE',
      marketName: 'Rest of Western Europe',
      category: 'UTILITY',
      amount: '0.0171',
    });
    const template = await world.templates.approved(PLAIN);
    await sendTo(template.id, CANADIAN, AUSTRIAN, JAMAICAN);
    const byCountry = await world.costs.of({ by: ['COUNTRY'] });
    expect(byCountry.rows.map(({ country, amount, messages }) => [country, amount, messages])).toEqual([
      ['DE', '0.055', 1],
      ['AT', '0.0171', 1],
      ['JM', '0.0077', 1],
      ['CA', '0.004', 1],
    ]);
    expect(byCountry).toMatchObject({ currency: 'USD', total: { messages: 4, charged: 4, amount: '0.0838' } });
    const byTemplate = await world.costs.of({ by: ['TEMPLATE', 'PHONE_NUMBER'], filter: { country: 'at' } });
    expect(byTemplate.rows).toMatchObject([
      { template: { id: template.id }, messages: 1, amount: '0.0171', country: null },
    ]);
    expect(must(byTemplate.rows[0]).phoneNumber).not.toBeNull();
  });

  it('of a broadcast are told by it', async () => {
    const template = await world.templates.approved(PLAIN);
    const numbers = ['+4915112345601', '+4915112345602', '+5511987654321'];
    const recipients = numbers.map((phoneNumber) => ({ phoneNumber }));
    const { id } = await world.broadcasts.start({ templateId: template.id, recipients });
    const costs = () => world.costs.of({ by: ['BROADCAST'], filter: { broadcastId: id } });
    await eventually(costs, ({ total }) => total.messages === 3);
    expect((await costs()).rows).toMatchObject([{ broadcast: { id }, messages: 3, charged: 3, amount: '0.1168' }]);
  });

  it('are none for what Meta says is free, and unknown for what no card has a rate of', async () => {
    await world.customers.writes(world.customers.named('Winifred', '18765550199'), 'Hello');
    const { id } = await world.inbox.conversationWith('Winifred');
    const priced = async (pricing: object) => {
      const { id: messageId } = await world.inbox.send(id, 'Here');
      await world.inbox.until(messageId, 'SENT');
      const { conversations } = await world.admin.send(SEND, { search: 'Winifred' });
      const sent = must(conversations.nodes[0]?.messages.nodes.find((message) => message.id === messageId));
      const details = { pricing, recipient_id: '18765550199' };
      await world.webhooks.post(aWebhook({ statuses: [aStatus(must(sent.whatsappId), 'read', details)] })).expect(200);
      await world.webhooks.settled();
    };
    const service = { by: ['CATEGORY' as const], filter: { category: 'service' } };
    const before = (await world.costs.of(service)).total;
    await priced({ billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' });
    const free = (await world.costs.of(service)).total;
    expect([free.messages - before.messages, free.charged - before.charged, free.amount]).toEqual([
      1,
      0,
      before.amount,
    ]);
    await priced({ billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' });
    const charged = (await world.costs.of(service)).total;
    expect(charged).toEqual({ messages: free.messages + 1, charged: 1, withoutRate: 1, amount: before.amount });
  });

  it('count by the card of the day, and by the one before once it is deleted', async () => {
    const before = await world.costs.of();
    const today = world.clock.now().toISOString().slice(0, 10);
    const dearer = (await world.costs.upload('Market;Currency;Utility\nGermany;$US;1,5\nOther;$US;1', today)).rateCard;
    const { total } = await world.costs.of({ filter: { country: 'DE', category: 'utility' } });
    expect(total.amount).toBe('4.50');
    const later = await world.costs.upload('Market,Currency,Utility\nOther,$US,9', '2099-01-01');
    expect(later.errors).toEqual([]);
    expect((await world.costs.of({ filter: { country: 'DE', category: 'utility' } })).total).toEqual(total);
    const again = (await world.costs.upload('Market,Currency,Utility\nOther,$US,2', today)).rateCard;
    const { rateCards } = await world.admin.send(CARDS);
    expect(rateCards.map((card) => [card.id, card.effectiveFrom])).toEqual([
      [must(later.rateCard).id, '2099-01-01'],
      [must(again).id, today],
      [expect.anything(), '2020-01-01'],
    ]);
    expect((await world.admin.send(NODE, { id: must(again).id })).node).toMatchObject({ effectiveFrom: today });
    expect((await world.admin.send(NODE, { id: must(dearer).id })).node).toBeNull();
    const gone = await world.admin.send(DELETE, { id: must(again).id });
    expect(gone.deleteRateCard).toMatchObject({ rateCard: { id: must(again).id }, errors: [] });
    expect(await world.costs.of()).toEqual(before);
    const twice = await world.admin.send(DELETE, { id: must(again).id });
    expect(twice.deleteRateCard.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['rateCardId'] }]);
    const { auditEntries } = await world.admin.send(AUDIT);
    expect(auditEntries.nodes[0]).toMatchObject({
      action: 'RATE_CARD_DELETED',
      subjectType: 'RATE_CARD',
      subjectName: `USD ${today}`,
    });
  });

  it('in several currencies are told in the one that is meant', async () => {
    const { errors } = await world.costs.upload(
      'Market,Currency,Utility\nGermany,EUR,0.05\nOther,EUR,0.01',
      '2020-01-01',
    );
    expect(errors).toEqual([]);
    await expect(world.costs.of()).rejects.toThrow('several currencies');
    expect(
      (await world.costs.of({ currency: 'eur', filter: { country: 'DE', category: 'utility' } })).total,
    ).toMatchObject({
      amount: '0.15',
    });
    expect((await world.costs.of({ currency: 'JPY' })).total.amount).toBeNull();
  });

  it.each([
    ['a page instead of the file', '<html>', ['RATE_CARD_HEADING_MISSING', {}]],
    [
      'an unknown country',
      'Market,Currency,Utility\nGermany,EUR,1\nAtlantis,EUR,1',
      ['RATE_MARKET_UNKNOWN', { line: 3 }],
    ],
    [
      'a market twice',
      'Market,Currency,Utility\nTurkey,EUR,1\nTürkiye,EUR,2',
      ['RATE_MARKET_TWICE', { line: 3, other: 2 }],
    ],
    [
      'an amount that is none',
      'x\nMarket,Currency,Utility\nPeru,EUR,1e3',
      ['RATE_NO_AMOUNT', { line: 3, column: 'UTILITY' }],
    ],
    [
      'a price below nothing',
      'Market,Currency,Utility\nPeru,EUR,-1',
      ['RATE_NO_AMOUNT', { line: 2, column: 'UTILITY' }],
    ],
    ['no currency', 'Market,Currency,Utility\nPeru,,1', ['RATE_CURRENCY_UNKNOWN', { line: 2 }]],
    ['two currencies', 'Market,Currency,Utility\nPeru,EUR,1\nChile,USD,1', ['RATE_CURRENCIES_MIXED', { line: 3 }]],
    ['a quote that is not closed', 'Market,Currency,Utility\n"Peru,EUR,1', ['CSV_BROKEN', expect.anything()]],
    ['no rates', 'Market,Currency,Utility\nPeru,EUR,n/a', ['RATE_CARD_EMPTY', {}]],
  ] as const)('refuse a card with %s, and say where', async (_name, csv, [reason, values]) => {
    const { rateCard, errors } = await world.costs.upload(csv, '2021-01-01');
    expect(rateCard).toBeNull();
    expect(errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['csv'], reason, values }]);
  });

  it('refuse a card from no day, and costs of no period or currency', async () => {
    const { errors } = await world.costs.upload(undefined, 'July 2026');
    expect(errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['effectiveFrom'] }]);
    const period = { from: '2026-02-30', to: '2026-03-01', timeZone: 'UTC' };
    await expect(world.costs.of({ period, currency: 'EUR' })).rejects.toThrow();
    await expect(world.costs.of({ currency: 'euros' })).rejects.toThrow();
  });

  it('are what the messages say, however they came to be', async () => {
    expect(await world.app.get(MessageTalliesService).recount()).toEqual([]);
    await world.app.get(MessageTalliesService).fold();
    expect(await world.app.get(MessageTalliesService).recount()).toEqual([]);
  });
});
