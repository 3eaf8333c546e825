import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, problems } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { PICTURE } from '../support/factories/files.js';
import { asJson, NONSENSE } from '../support/factories/nonsense.js';
import { HostilePeer, type HostileAnswer } from '../support/hostile-peer.js';
import { SUBSCRIBE_WEBHOOKS } from '../support/world/accounts.js';
import { TestWorld } from '../support/world/test-world.js';

const SHOW_TYPING = graphql(`
  mutation ShowTypingToHostileMeta($id: ID!) {
    showTyping(input: { conversationId: $id }) { errors { ...Problem } }
  }
`);
/** What is an object, but not one with an id or a handle. */
const WITHOUT_ID: [string, HostileAnswer][] = [
  ...NONSENSE,
  ['an empty object', asJson({})],
  ['an id that is no text', asJson({ id: {}, h: [] })],
];

describe('An errand to a hostile Meta that answers it with', () => {
  let peer: HostilePeer;
  let world: TestWorld;
  let customer: SimCustomer;
  let conversationId: string;
  let templateId: string;

  beforeAll(async () => {
    peer = await HostilePeer.start();
    world = await TestWorld.start({ environment: { GRAPH_API_URL: peer.url }, isConnected: false });
    peer.forwardTo(world.meta.simulator.url);
    await world.connect();
    const started = await world.customers.startsConversation('Hello');
    customer = started.customer;
    conversationId = started.conversation.id;
    const { body: file } = await world.files.upload(PICTURE, 'image/png', 'a.png');
    const header = { type: 'IMAGE' as const, mediaId: file.id };
    templateId = (await world.templates.createFrom(aDraft({ accountId: world.account.id, header }))).id;
  });
  afterAll(async () => {
    await world.close();
    await peer.close();
  });
  afterEach(() => peer.behave());

  it.each(NONSENSE)('%s is refused with a code', async (_what, answer) => {
    peer.answer(/./, answer);
    const { subscribeWebhooks } = await world.admin.send(SUBSCRIBE_WEBHOOKS, { id: world.account.id });
    expect(problems(subscribeWebhooks.errors)).toEqual(['META_UNREACHABLE']);
    const { showTyping } = await world.admin.send(SHOW_TYPING, { id: conversationId });
    expect(problems(showTyping.errors)).toEqual(['META_UNREACHABLE']);
  });

  it.each(WITHOUT_ID)('%s does not submit a template, wherever on the way', async (_what, answer) => {
    for (const step of [/\/uploads/, /upload:/, /\/message_templates/]) {
      peer.answer(step, answer);
      expect(problems((await world.templates.trySubmit(templateId)).errors)).toEqual(['META_UNREACHABLE']);
      peer.behave();
    }
    expect((await world.templates.read(templateId)).status).toBe('DRAFT');
  });

  it.each(WITHOUT_ID)('%s holds back a file that is sent, and nobody doubts whether it was', async (_what, answer) => {
    peer.answer(/\/media$/, answer);
    const { body: file } = await world.files.upload(PICTURE, 'image/png', 'a.png');
    const before = world.customers.got(customer).length;
    const message = await world.inbox.send(conversationId, { media: { mediaId: file.id } });
    await eventually(
      () =>
        world.countRows(
          `outgoing_jobs WHERE message_id = '${message.id}' AND state = 'QUEUED' AND next_attempt_at IS NOT NULL`,
        ),
      (count) => count === 1,
    );
    peer.behave();
    await world.later(60_000);
    await world.inbox.until(message.id, 'DELIVERED');
    expect(world.customers.got(customer).length - before).toBe(1);
  });

  it.each(WITHOUT_ID)('%s leaves a file of a customer to be fetched later', async (_what, answer) => {
    peer.answer(/phone_number_id/, answer);
    await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    const waits = await world.files.untilLastOf(must(customer.waId), ({ error }) => error !== null);
    expect(waits.state).toBe('PENDING');
    peer.behave();
    await world.files.retry(waits.id);
    await world.files.untilLastOf(must(customer.waId), ({ state }) => state === 'STORED');
  });
});
