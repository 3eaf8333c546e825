import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type TestApp,
} from '../support/legacy/test-app.js';
import { eventually } from '../support/legacy/graphql-client.js';

const EVENTS = `subscription ($accountId: ID!, $after: ID) {
  inboxEvents(accountId: $accountId, after: $after) {
    __typename cursor
    ... on MessageChanged { message { id direction status text content { ... on TextContent { body } } conversation { id } } }
    ... on ConversationChanged { conversation { id unreadCount } } } }`;

describe('The main job', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeAll(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterAll(() => test.close());

  it('brings a customer’s message to an operator live, and the answer back with its ticks', async () => {
    const operator = await addPerson(test, 'OPERATOR', [account.id]);
    const live = operator.client.subscribe(EVENTS, { accountId: account.id });
    const phone = [...test.simulator.world.phones.values()][0]!;
    const customer = test.simulator.world.customers[0]!;
    await new Promise((resolve) => setTimeout(resolve, 200));

    test.simulator.conversations.write(phone, customer, 'text', { body: 'Zoë asks: 🌵 / "ok"?' });
    await live.until(
      ({ events }) => events.some((event) => event.message?.text === 'Zoë asks: 🌵 / "ok"?'),
      'the message',
    );
    const { message } = live.events.find((event) => event.message !== undefined);
    expect(message).toMatchObject({
      direction: 'INBOUND',
      status: 'RECEIVED',
      content: { body: 'Zoë asks: 🌵 / "ok"?' },
    });

    const { sendMessage } = await operator.client.send(
      `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id status } errors { code message } } }`,
      {
        input: {
          idempotencyKey: 'answer-1',
          conversationId: message.conversation.id,
          content: { text: { body: 'Yes 👍' } },
        },
      },
    );
    expect(sendMessage).toMatchObject({ message: { status: 'QUEUED' }, errors: [] });
    await live.until(
      ({ events }) =>
        events.some((event) => event.message?.id === sendMessage.message.id && event.message.status === 'DELIVERED'),
      'the ticks',
    );
    expect(test.simulator.world.messages.at(-1)).toMatchObject({
      direction: 'OUT',
      text: 'Yes 👍',
      status: 'delivered',
    });

    test.simulator.conversations.read(phone, customer);
    const { message: answer } = await eventually(
      () =>
        operator.client.send(
          'query ($id: ID!) { message(id: $id) { status statusHistory { status occurredAt } author { ... on User { id } } } }',
          { id: sendMessage.message.id },
        ),
      (found) => found.message.status === 'READ',
    );
    expect(answer.statusHistory.map((step: { status: string }) => step.status)).toEqual([
      'QUEUED',
      'SENT',
      'DELIVERED',
      'READ',
    ]);
    expect(answer.author).toEqual({ id: operator.id });
    await live.close();
  });
});
