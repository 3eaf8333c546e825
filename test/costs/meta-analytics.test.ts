import { MetaAnalyticsWorker } from '../../src/modules/costs/meta/meta-analytics.worker.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimCustomer, SimWaba } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type { TemplateDetailsFragment } from '../generated/graphql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

const OF_TEMPLATE = graphql(`
  query TemplateMetaAnalytics($id: ID!, $period: MetaAnalyticsPeriod!) {
    template(id: $id) {
      metaAnalytics(period: $period) {
        currency
        reading { state readAt refusal { code subcode } }
        days { date product sent delivered read clicks { type text count } amount }
      }
    }
  }
`);
const OF_ACCOUNT = graphql(`
  query AccountMetaAnalytics($id: ID!, $period: MetaAnalyticsPeriod!) {
    account(id: $id) {
      metaAnalytics(period: $period) {
        currency isEnabledForInsights
        templates { state askedAt readAt refusal { code } }
        pricing { state askedAt readAt refusal { code handling } }
        prices { date country category type messages amount }
        comparison { category metaMessages metaAmount messages amount }
      }
    }
  }
`);
const READ = graphql(`
  mutation ReadMetaAnalytics($id: ID!) { readMetaAnalytics(input: { accountId: $id }) { errors { code path } } }
`);
const ENABLE = graphql(`
  mutation EnableTemplateInsights($id: ID!) {
    enableTemplateInsights(input: { accountId: $id }) { errors { code ... on MetaRefusedError { refusal { subcode } } } }
  }
`);

const BY_MARKETING_API = graphql(`
  mutation SendMarketingByItsApi($id: ID!) {
    updateAccount(input: { id: $id, marketingMessagesPolicy: STRICT }) { errors { code } }
  }
`);

describe("Meta's own analytics", () => {
  let world: TestWorld;
  let customer: SimCustomer;
  let offer: TemplateDetailsFragment;
  let period: { from: string; to: string };

  beforeAll(async () => {
    world = await TestWorld.start();
    ({ customer } = await world.customers.startsConversation('Hello'));
    const draft = aDraft({ accountId: world.account.id, name: 'offer', category: 'MARKETING' });
    offer = await world.templates.approvedFrom(draft);
    await send();
    const today = new Date(world.meta.world.now()).toISOString().slice(0, 10);
    period = { from: today, to: today };
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());

  const waba = (): SimWaba => must(world.meta.world.wabas.get(DEMO.whatsappAccountId), 'the account');
  const id = (): string => world.account.id;

  async function send(): Promise<void> {
    const recipients = [{ phoneNumber: must(customer.waId) }];
    const { results } = await world.templates.trySend({ templateId: offer.id, recipients });
    await world.inbox.until(must(only(results, 'result').message, 'the message').id, 'DELIVERED');
  }

  async function read() {
    expect((await world.admin.send(READ, { id: id() })).readMetaAnalytics.errors).toEqual([]);
    return ofAccount();
  }
  const ofAccount = async () =>
    must((await world.admin.send(OF_ACCOUNT, { id: id(), period })).account, 'the account').metaAnalytics;
  const ofTemplate = async () =>
    must((await world.admin.send(OF_TEMPLATE, { id: offer.id, period })).template, 'the template').metaAnalytics;

  it('say that nothing was read yet', async () => {
    expect(await ofTemplate()).toMatchObject({
      currency: null,
      reading: { state: 'NOT_READ', readAt: null },
      days: [],
    });
    expect(await ofAccount()).toMatchObject({ templates: { state: 'NOT_READ', askedAt: null }, prices: [] });
  });

  it('say that template analytics are off, and read the prices all the same, beside what is counted here', async () => {
    const analytics = await read();
    expect(analytics).toMatchObject({
      currency: 'USD',
      isEnabledForInsights: false,
      templates: { state: 'NOT_ENABLED', readAt: null, refusal: null },
      pricing: { state: 'READ', readAt: expect.any(String) },
    });
    expect(analytics.prices).toEqual([
      { date: period.from, country: 'US', category: 'MARKETING', type: 'REGULAR', messages: 1, amount: '0.05' },
    ]);
    expect(analytics.comparison).toEqual([
      { category: 'marketing', metaMessages: 1, metaAmount: '0.05', messages: 1, amount: null },
    ]);
    expect(world.meta.requestsTo('/template_analytics')).toEqual([]);
  });

  it('are switched on for good, and then read by the worker, with clicks and amounts', async () => {
    expect((await world.admin.send(ENABLE, { id: id() })).enableTemplateInsights.errors).toEqual([]);
    expect(waba().isEnabledForInsights).toBe(true);
    const analytics = await eventually(ofTemplate, ({ reading }) => reading.state === 'READ');
    expect(analytics).toMatchObject({ currency: 'USD', reading: { readAt: expect.any(String), refusal: null } });
    const day = { date: period.from, product: 'CLOUD_API', sent: 1, delivered: 1, read: 0, clicks: [], amount: '0.05' };
    expect(analytics.days).toEqual([day]);
    expect((await ofAccount()).isEnabledForInsights).toBe(true);
  });

  it('are read again by schedule, by product, and never fall', async () => {
    const message = must(
      world.meta.world.messages.find(({ template }) => template?.name === 'offer'),
      'the message',
    );
    message.status = 'read';
    waba().marketing = { status: 'ONBOARDED', isRequired: false };
    await world.admin.send(BY_MARKETING_API, { id: id() });
    await send();
    await world.app.get(MetaAnalyticsWorker).scheduleAll();
    const { days } = await eventually(ofTemplate, (analytics) => analytics.days.length === 2);
    expect(days).toMatchObject([
      { product: 'CLOUD_API', sent: 1, read: 1 },
      { product: 'MARKETING_MESSAGES', sent: 1, read: 0 },
    ]);
    message.status = 'delivered'; // Meta forgets after a week who has read
    const analytics = await read();
    expect((await ofTemplate()).days[0]).toMatchObject({ sent: 1, read: 1 });
    expect(analytics.prices.map(({ category }) => category)).toEqual(['MARKETING', 'MARKETING_LITE']);
  });

  it('pass over a template that Meta does not know, and ask for the others', async () => {
    const gone = await world.templates.approvedFrom(aDraft({ accountId: id(), name: 'gone', category: 'UTILITY' }));
    world.meta.world.templates.delete(must(gone.remoteId));
    expect((await read()).templates).toMatchObject({ state: 'READ', refusal: null });
  });

  it.each([
    ['the account', `/${DEMO.whatsappAccountId}?fields=id`, 'REFUSED', 'REFUSED'],
    ['templates', '/template_analytics', 'REFUSED', 'READ'],
    ['prices', 'pricing_analytics', 'READ', 'REFUSED'],
  ])('say what Meta refused of %s, and keep what was read', async (_what, path, templates, pricing) => {
    world.meta.planError({ path, code: 10, times: null });
    const analytics = await read();
    expect([analytics.templates.state, analytics.pricing.state]).toEqual([templates, pricing]);
    expect([analytics.templates, analytics.pricing].flatMap(({ refusal }) => refusal?.code ?? [])).toContain(10);
    expect(analytics.prices).toHaveLength(2);
    expect((await ofTemplate()).days).toHaveLength(2);
  });

  it('say that Meta does not answer', async () => {
    world.meta.planError({ path: 'pricing_analytics', kind: 'RESET_BEFORE', times: null });
    expect((await read()).pricing).toMatchObject({ state: 'UNREACHABLE', refusal: null });
  });

  it('say that Meta does not offer them for the account, as in the EU', async () => {
    waba().hasNoInsights = true;
    expect((await read()).templates).toMatchObject({ state: 'NOT_AVAILABLE', refusal: { code: 100 } });
    const { errors } = (await world.admin.send(ENABLE, { id: id() })).enableTemplateInsights;
    expect(errors).toMatchObject([{ code: 'META_REFUSED', refusal: { subcode: 200005 } }]);
  });

  it('are refused to operators, and for days that are none', async () => {
    const operator = await world.people.add('OPERATOR');
    await expect(operator.client.send(OF_TEMPLATE, { id: offer.id, period })).rejects.toThrow(/FORBIDDEN/);
    const reversed = { from: '2026-11-02', to: '2026-11-01' };
    await expect(world.admin.send(OF_ACCOUNT, { id: id(), period: reversed })).rejects.toThrow(/PERIOD_REVERSED/);
  });
});
