import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimMarketing } from '../../src/simulator/world/marketing.js';
import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type { TemplateCategory, TemplateDetailsFragment, UpdateAccountInput } from '../generated/graphql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import type { InboxDriver } from '../support/world/inbox.js';
import { TestWorld } from '../support/world/test-world.js';

const CHANGE = graphql(`
  mutation ChooseMarketingMessages($input: UpdateAccountInput!) {
    updateAccount(input: $input) {
      account { marketingMessages { policy activitySharing onboardingStatus isRequired readAt } }
      errors { code path }
    }
  }
`);
const TEST = graphql(`
  mutation TestMarketingMessages($id: ID!) {
    testConnection(input: { accountId: $id }) {
      report { ok checks { name outcome messageWording { reason } } }
      account { marketingMessages { onboardingStatus isRequired readAt } }
    }
  }
`);
const AUDIT = graphql(`
  query AuditOfMarketingMessages {
    auditEntries(first: 1, filter: { action: [ACCOUNT_CHANGED] }) { nodes { details { name from to } } }
  }
`);
const PRICED = graphql(`
  query PricedMarketingMessage($id: ID!) {
    message(id: $id) { pricing { category } refusal { code handling advice } }
  }
`);

const BY_API = '/marketing_messages';
const ORDINARY = '/messages';

describe('Marketing messages', () => {
  let world: TestWorld;
  let inbox: InboxDriver;
  let customer: SimCustomer;
  let conversationId: string;
  let names = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
    inbox = world.inbox;
    await world.admin.send(TEST, { id: world.account.id });
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    world.meta.forgetPlannedErrors();
    standing({ status: 'ONBOARDED', isRequired: false });
    await change({ marketingMessagesPolicy: 'CLOUD_API_FALLBACK', marketingActivitySharing: null });
    const started = await world.customers.startsConversation('Hello');
    customer = started.customer;
    conversationId = started.conversation.id;
    world.meta.world.requests.length = 0;
  });

  function standing(marketing: SimMarketing): void {
    must(world.meta.world.wabas.get(DEMO.whatsappAccountId), 'the account').marketing = marketing;
  }

  async function change(input: Omit<UpdateAccountInput, 'id'>) {
    const { updateAccount } = await world.admin.send(CHANGE, { input: { id: world.account.id, ...input } });
    expect(updateAccount.errors).toEqual([]);
    return must(updateAccount.account, 'the account').marketingMessages;
  }

  async function anOffer(category: TemplateCategory = 'MARKETING'): Promise<TemplateDetailsFragment> {
    names += 1;
    const name = { name: `offer_${names}`, displayName: `Offer ${names}` };
    return world.templates.approvedFrom(aDraft({ accountId: world.account.id, category, ...name }));
  }

  async function send({ id: templateId }: { id: string }): Promise<string> {
    const { results, errors } = await world.templates.trySend({
      templateId,
      recipients: [{ phoneNumber: must(customer.waId) }],
    });
    expect(errors).toEqual([]);
    const { message, errors: refusals } = only(results, 'result');
    expect(refusals).toEqual([]);
    return must(message, 'the message').id;
  }

  const categoryOf = async (id: string) =>
    eventually(
      async () => (await world.admin.send(PRICED, { id })).message?.pricing?.category ?? null,
      (category) => category !== null,
    );
  const refusalOf = async (id: string) => (await inbox.until(id, 'FAILED')).refusal;
  const callsOf = (path: string) => world.meta.requestsTo(path).filter(({ method }) => method === 'POST');

  it('sends marketing templates by the Marketing Messages API, and everything else as before', async () => {
    const offer = await send(await anOffer());
    await inbox.until(offer, 'DELIVERED');
    expect(only(callsOf(BY_API), 'call').body).toMatchObject({
      to: customer.waId,
      type: 'template',
      product_policy: 'CLOUD_API_FALLBACK',
      biz_opaque_callback_data: offer,
    });
    expect(only(callsOf(BY_API), 'call').body).not.toHaveProperty('message_activity_sharing');
    expect(await categoryOf(offer)).toBe('marketing_lite');
    const reminder = await send(await anOffer('UTILITY'));
    await inbox.until(reminder, 'DELIVERED');
    await inbox.until((await inbox.send(conversationId, 'A plain text')).id, 'DELIVERED');
    expect(callsOf(BY_API)).toHaveLength(1);
    expect(callsOf(ORDINARY)).toHaveLength(2);
  });

  it('is chosen by the setting, which the audit trail keeps, and tells Meta whether activity is shared', async () => {
    const offer = await anOffer();
    expect(await change({ marketingMessagesPolicy: 'STRICT', marketingActivitySharing: false })).toMatchObject({
      policy: 'STRICT',
      activitySharing: false,
    });
    await inbox.until(await send(offer), 'DELIVERED');
    expect(only(callsOf(BY_API), 'call').body).toMatchObject({
      product_policy: 'STRICT',
      message_activity_sharing: false,
    });
    const { auditEntries } = await world.admin.send(AUDIT);
    expect(only(auditEntries.nodes, 'entry').details).toEqual([
      { name: 'marketingMessagesPolicy', from: 'CLOUD_API_FALLBACK', to: 'STRICT' },
      { name: 'marketingActivitySharing', from: null, to: 'false' },
    ]);
    expect(await change({ marketingMessagesPolicy: 'OFF' })).toMatchObject({ policy: 'OFF', activitySharing: false });
    const ordinary = await send(offer);
    expect(await categoryOf(ordinary)).toBe('marketing');
    expect(callsOf(BY_API)).toHaveLength(1);
  });

  it('sends as an ordinary message, once, what Meta does not take by that API', async () => {
    standing({ status: 'ELIGIBLE', isRequired: false });
    const offer = await anOffer();
    const first = await send(offer);
    await inbox.until(first, 'DELIVERED');
    expect(await categoryOf(first)).toBe('marketing');
    const got = (): number => world.customers.got(customer).length;
    expect([callsOf(BY_API).length, callsOf(ORDINARY).length, got()]).toEqual([1, 1, 1]);
    await inbox.until(await send(offer), 'DELIVERED');
    expect([callsOf(BY_API).length, callsOf(ORDINARY).length, got()]).toEqual([1, 2, 2]); // it is not asked each time
  });

  it.each([131055, 134100, 134101, 134102])('takes %i for an answer about that API alone', async (code) => {
    world.meta.planError({ path: BY_API, code });
    await inbox.until(await send(await anOffer()), 'DELIVERED');
    expect([callsOf(BY_API).length, callsOf(ORDINARY).length]).toEqual([1, 1]);
  });

  it('never sends again what may have arrived, or what the customer does not get anyway', async () => {
    world.meta.planError({ path: BY_API, kind: 'RESET_AFTER' });
    const lost = await send(await anOffer());
    await inbox.until(lost, 'DELIVERED'); // Meta had it, and its webhook says so
    expect(world.customers.got(customer)).toHaveLength(1);
    world.meta.planError({ path: BY_API, code: 131049 });
    expect(await refusalOf(await send(await anOffer()))).toMatchObject({ code: 131049 });
    world.meta.planError({ path: BY_API, code: 131000 });
    await inbox.until(await send(await anOffer()), 'UNCONFIRMED');
    expect(callsOf(ORDINARY)).toEqual([]);
  });

  it('fails with advice where nothing else is allowed', async () => {
    standing({ status: 'ELIGIBLE', isRequired: false });
    await change({ marketingMessagesPolicy: 'STRICT' });
    const refused = await send(await anOffer());
    expect(await refusalOf(refused)).toMatchObject({ code: 131055 });
    const { message } = await world.admin.send(PRICED, { id: refused });
    expect(message?.refusal).toMatchObject({
      handling: 'FIX_ACCOUNT',
      advice: expect.stringMatching(/Accept its terms/),
    });
    expect(callsOf(ORDINARY)).toEqual([]);
  });

  it('says what the endpoint said where the ordinary one is closed to marketing', async () => {
    standing({ status: 'ELIGIBLE', isRequired: true });
    expect(await refusalOf(await send(await anOffer()))).toMatchObject({ code: 131055 });
    await change({ marketingMessagesPolicy: 'OFF' });
    expect(await refusalOf(await send(await anOffer()))).toMatchObject({ code: 131063 });
  });

  it.each<[UpdateAccountInput['marketingMessagesPolicy'], SimMarketing, string | null]>([
    ['OFF', { status: 'ELIGIBLE', isRequired: false }, null],
    ['OFF', { status: 'ONBOARDED', isRequired: true }, 'CHECK_MARKETING_API_REQUIRED'],
    ['STRICT', { status: 'ONBOARDED', isRequired: true }, null],
    ['STRICT', { status: 'ELIGIBLE', isRequired: false }, 'CHECK_MARKETING_API_REFUSED'],
    ['CLOUD_API_FALLBACK', { status: 'INELIGIBLE', isRequired: false }, 'CHECK_MARKETING_API_FALLS_BACK'],
  ])('testConnection: %s, %o', async (marketingMessagesPolicy, marketing, reason) => {
    standing(marketing);
    await change({ marketingMessagesPolicy });
    const { report, account } = (await world.admin.send(TEST, { id: world.account.id })).testConnection;
    const check = must(report, 'the report').checks.find(({ name }) => name === 'MARKETING_MESSAGES');
    expect(check).toMatchObject({ outcome: reason === null ? 'PASSED' : 'WARNING' });
    if (reason !== null) expect(check?.messageWording?.reason).toBe(reason);
    expect(report?.ok).toBe(true);
    expect(account?.marketingMessages).toEqual({
      onboardingStatus: marketing.status,
      isRequired: marketing.isRequired,
      readAt: expect.any(String),
    });
  });

  it('asks for the former name of the status where Meta knows no other', async () => {
    world.meta.planError({ path: `/${DEMO.whatsappAccountId}?fields=id%2Cmarketing_messages_onboarding`, code: 100 });
    const { account } = (await world.admin.send(TEST, { id: world.account.id })).testConnection;
    expect(account?.marketingMessages).toMatchObject({ onboardingStatus: 'ONBOARDED' });
    expect(world.meta.world.plannedErrors).toEqual([]);
  });
});
