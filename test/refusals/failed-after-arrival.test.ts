import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { manyRecipients } from '../support/factories/keys.js';
import { aStatus, aWebhook } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const REFUSAL = graphql(`
  query RefusalOfMessage($id: ID!) {
    message(id: $id) { status failure { code } refusal { code advice } statusHistory { status } }
  }
`);
const RETRY = graphql(`
  mutation RetryArrivedMessage($id: ID!) {
    retryMessage(input: { messageId: $id }) { message { id } errors { code message path } }
  }
`);
const SENT = graphql(`
  query SentOfBroadcast($id: ID!) { broadcast(id: $id) { messages { nodes { id whatsappId } } } }
`);
const STATISTICS = graphql(`
  query FailedOfTemplate($id: ID!) { template(id: $id) { statistics { read failed } } }
`);

/** Meta tells it, rarely, for one of several devices, or late. */
describe('A message that Meta reports as failed after the customer has got it', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    world.meta.behave({ sentAfterMs: null, deliveredAfterMs: null });
  });
  afterAll(() => world.close());

  const sent = async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const { id } = await world.inbox.send(conversation.id, 'Your garden plan');
    const { whatsappId } = await world.inbox.until(id, 'SENT');
    return { id, wamid: must(whatsappId), customer };
  };
  const tell = (wamid: string, ...statuses: string[]) =>
    world.webhooks.receives({
      statuses: statuses.map((status) =>
        aStatus(wamid, status, status === 'failed' ? { errors: [{ code: 131026, title: 'Undeliverable' }] } : {}),
      ),
    });
  const read = async (id: string) => must((await world.admin.send(REFUSAL, { id })).message);
  const retry = async (id: string) => (await world.admin.send(RETRY, { id })).retryMessage;

  it.each([
    ['delivered', 'DELIVERED'],
    ['read', 'READ'],
    ['played', 'PLAYED'],
  ])('stays as it is after %s, keeps the refusal beside it, and is not sent again', async (status, expected) => {
    const { id, wamid, customer } = await sent();
    await tell(wamid, status);
    await tell(wamid, 'failed');
    await tell(wamid, 'failed', 'sent');
    const message = await read(id);
    expect(message).toMatchObject({ status: expected, failure: null, refusal: { code: 131026 } });
    expect(message.statusHistory.map((step) => step.status)).not.toContain('FAILED');
    expect(await retry(id)).toEqual({
      message: null,
      errors: [
        {
          code: 'NOT_ALLOWED_NOW',
          message: 'The customer has this message already. Write a new one, if there is more to say.',
          path: ['messageId'],
        },
      ],
    });
    expect(world.customers.got(customer)).toHaveLength(1);
  });

  it.each([
    [['failed', 'read']],
    [['read', 'failed']],
    [['failed', 'delivered', 'read']],
    [['delivered', 'failed', 'read']],
  ])('ends the same in any order: %j', async (order) => {
    const apart = await sent();
    for (const status of order) await tell(apart.wamid, status);
    const together = await sent();
    await tell(together.wamid, ...order);
    for (const { id } of [apart, together]) {
      expect(await read(id)).toMatchObject({ status: 'READ', failure: null, refusal: { code: 131026 } });
    }
  });

  it('is FAILED, and can be sent again, only while nothing of it has arrived', async () => {
    const { id, wamid } = await sent();
    await tell(wamid, 'sent', 'failed');
    expect(await read(id)).toMatchObject({ status: 'FAILED', failure: { code: 131026 }, refusal: { code: 131026 } });
    expect((await retry(id)).errors).toEqual([]);
  });

  it('stays counted as read in its broadcast and in the statistics of its template', async () => {
    const template = await world.templates.approved({
      body: 'We have moved.',
      variables: [],
      appliesTo: null,
      phoneField: null,
    });
    const broadcast = await world.broadcasts.start({
      templateId: template.id,
      recipients: manyRecipients(3, 6_050_000),
    });
    await world.broadcasts.until(broadcast.id, (counts) => counts.sent === 3);
    const messages = must((await world.admin.send(SENT, { id: broadcast.id })).broadcast).messages.nodes;
    for (const { whatsappId } of messages) await tell(must(whatsappId), 'read');
    expect(await world.broadcasts.read(broadcast.id)).toMatchObject({ read: 3, failed: 0 });
    for (const { whatsappId } of messages) {
      await world.webhooks.post(
        aWebhook({ statuses: [aStatus(must(whatsappId), 'failed', { errors: [{ code: 131026 }] })] }),
      );
    }
    await world.webhooks.settled();
    expect(await world.broadcasts.read(broadcast.id)).toMatchObject({ read: 3, failed: 0 });
    const { template: counted } = await world.admin.send(STATISTICS, { id: template.id });
    expect(must(counted).statistics).toEqual({ read: 3, failed: 0 });
  });
});
