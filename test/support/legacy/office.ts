import { createHash } from 'node:crypto';
import { DEMO } from '../../../src/simulator/demo-world.js';
import type { SimCustomer, SimMessage, SimPhone } from '../../../src/simulator/world.js';
import { eventually, type GraphqlClient, type Subscription } from './graphql-client.js';
import { settled } from './received.js';
import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type Person,
  type TestApp,
} from './test-app.js';
import { post, textMessage, webhook, type ValueParts } from './webhooks.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

export const ERRORS =
  'errors { __typename code message path ... on InvalidInputError { limit } ... on NotAllowedNowError { allowedActions } ... on WindowClosedError { closedAt usableTemplates { displayName } } }';
export const CONTENT = `content { __typename
  ... on TextContent { body referral } ... on MediaContent { mediaKind: kind caption media { id state mimeType fileName size sha256 error url } }
  ... on LocationContent { latitude longitude name address url }
  ... on ContactsContent { contacts { formattedName phones emails organization } }
  ... on ReplyContent { replyKind: kind optionId title payload response }
  ... on OrderContent { catalogId orderText: text items { productId quantity price currency } }
  ... on InteractiveContent { interactiveKind: kind header interactiveBody: body footer options { optionId title description url } }
  ... on SystemContent { systemKind: kind notice: body } ... on NoteContent { note: body }
  ... on ReactionContent { emoji } ... on UnsupportedContent { unsupportedKind: kind details raw }
  ... on TemplateContent { templateName: name templateBody: body } }`;
export const MESSAGE = `id direction status text origin isForwarded editedAt revokedAt whatsappId occurredAt referral referredProduct { catalogId productId }
  replyTo { id text } reactions { emoji author { __typename ... on User { name } ... on Contact { displayName } } } failure { code } ${CONTENT}`;
export const CONVERSATION = `id origin status unreadCount lastActivityAt allowedActions returnsToNotifyUsersAt serviceWindow { isOpen expiresAt }
  assignee { id } participants { user { id name } addedBy { id } lastReadMessage { id } } lastMessage { id text }
  contact { id displayName profileName username phoneNumber waId userId optedOutAt optOutSource } phoneNumber { id }`;

/** An office at work: an account that operators share, a simulated Meta, and customers. */
export class Office {
  private keys = 0;

  private constructor(
    readonly test: TestApp,
    readonly account: ConnectedAccount,
    readonly phone: SimPhone,
  ) {}

  static async open(environment: NodeJS.ProcessEnv = {}): Promise<Office> {
    const test = await startTestApp({ environment });
    const account = await connectAccount(test);
    const phone = test.simulator.world.phones.get(DEMO.phoneNumberId);
    if (phone === undefined) throw new Error('The demo has no phone.');
    return new Office(test, account, phone);
  }

  async hire(role: 'ADMIN' | 'MANAGER' | 'OPERATOR', name: string): Promise<Person> {
    const person = await addPerson(this.test, role, [this.account.id]);
    await this.test.admin.send(
      'mutation ($id: ID!, $name: String) { updateUser(input: { id: $id, name: $name }) { errors { code } } }',
      { id: person.id, name },
    );
    return person;
  }

  async setNotifyUsers(people: Person[], phoneNumberId = this.account.phoneNumber.id, days?: number): Promise<void> {
    const input = { phoneNumberId, userIds: people.map(({ id }) => id), returnAfterDays: days };
    const { setNotifyUsers } = await this.test.admin.send(
      `mutation ($input: SetNotifyUsersInput!) { setNotifyUsers(input: $input) { ${ERRORS} } }`,
      { input },
    );
    expect(setNotifyUsers.errors).toEqual([]);
  }

  customer(number: string, name: string): SimCustomer {
    const customer = this.test.simulator.world.ensureCustomer(number, name);
    customer.name = name;
    return customer;
  }

  /** The customer writes, and it has been taken in. */
  async writes(
    customer: SimCustomer,
    text: string | { type: string; body: unknown; extra?: Record<string, unknown> },
    phone = this.phone,
  ): Promise<string> {
    const { conversations } = this.test.simulator;
    const wamid =
      typeof text === 'string'
        ? conversations.write(phone, customer, 'text', { body: text })
        : conversations.write(phone, customer, text.type, text.body as Record<string, unknown>, text.extra);
    await this.known(wamid);
    return wamid;
  }

  /** Resolves when the message has been stored. */
  async known(wamid: string): Promise<void> {
    await eventually(
      () => this.test.database.query('SELECT 1 FROM messages WHERE whatsapp_id = $1', [wamid]),
      (rows) => rows.length === 1,
    );
    await settled(this.test);
  }

  /** A webhook with these messages and statuses, taken in. */
  async receives(value: ValueParts): Promise<void> {
    expect((await post(this.test.url, webhook(value))).status).toBe(200);
    await settled(this.test);
  }

  /** The same for any other field. */
  async receivesField(field: string, value: object, time = Math.floor(Date.now() / 1000)): Promise<void> {
    const entry = [{ id: DEMO.whatsappAccountId, time, changes: [{ field, value }] }];
    expect((await post(this.test.url, { object: 'whatsapp_business_account', entry })).status).toBe(200);
    await settled(this.test);
  }

  message(changes: Record<string, unknown>): Record<string, unknown> {
    return textMessage('', { text: undefined, ...changes });
  }

  /** A file that lies at Meta, as a message speaks of it. */
  file(mimeType: string, bytes: Buffer, changes: Record<string, unknown> = {}): Record<string, unknown> {
    const { world } = this.test.simulator;
    const media = { id: world.newId(), phoneId: this.phone.id, mimeType, bytes, createdAt: world.now() };
    world.media.set(media.id, media);
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    return { id: media.id, mime_type: mimeType, sha256, ...changes };
  }

  async conversationWith(search: string, client: GraphqlClient = this.test.admin): Promise<any> {
    const { conversations } = await client.send(
      `query ($search: String) { conversations(filter: { search: $search }) { nodes { ${CONVERSATION} } } }`,
      { search },
    );
    return conversations.nodes[0] ?? null;
  }

  async messagesWith(search: string, client: GraphqlClient = this.test.admin): Promise<any[]> {
    const { conversations } = await client.send(
      `query ($search: String) { conversations(first: 3, filter: { search: $search }) { nodes { messages(first: 100) { nodes { ${MESSAGE} } } } } }`,
      { search },
    );
    return conversations.nodes.flatMap(({ messages }: any) => messages.nodes);
  }

  /** sendMessage, with whatever it answers. */
  async send(client: GraphqlClient, conversationId: string, content: object, more: object = {}): Promise<any> {
    this.keys += 1;
    const input = { idempotencyKey: `office-${this.keys}`, conversationId, content, ...more };
    const { sendMessage } = await client.send(
      `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { ${MESSAGE} } ${ERRORS} } }`,
      { input },
    );
    return sendMessage;
  }

  /** Any mutation of a conversation, by name. */
  async act(client: GraphqlClient, mutation: string, type: string, input: object): Promise<any> {
    const answer = await client.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { conversation { ${CONVERSATION} } ${ERRORS} } }`,
      { input },
    );
    return answer[mutation];
  }

  async react(client: GraphqlClient, messageId: string, emoji: string | null): Promise<any> {
    this.keys += 1;
    const { reactToMessage } = await client.send(
      `mutation ($input: ReactToMessageInput!) { reactToMessage(input: $input) { message { ${MESSAGE} } ${ERRORS} } }`,
      { input: { idempotencyKey: `reaction-${this.keys}`, messageId, emoji } },
    );
    return reactToMessage;
  }

  async notificationsOf(
    person: Person,
  ): Promise<{ reason: string; title: string; body: string; readAt: string | null }[]> {
    const { notifications } = await person.client.send(
      '{ notifications(first: 100) { nodes { reason title body readAt conversation { id } message { text } } } }',
    );
    return notifications.nodes.reverse();
  }

  async cursor(): Promise<string> {
    const { account } = await this.test.admin.send('query ($id: ID!) { account(id: $id) { eventCursor } }', {
      id: this.account.id,
    });
    return account.eventCursor;
  }

  /** What a person sees live, from now on. */
  async watch(client: GraphqlClient): Promise<Subscription> {
    return client.subscribe(
      `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { __typename
         ... on MessageChanged { message { id text direction status reactions { emoji } conversation { id contact { displayName } } } }
         ... on ConversationChanged { conversation { id status contact { displayName } } }
         ... on ConversationWithdrawn { conversationId }
         ... on NotificationAdded { notification { reason title body } }
         ... on AccountChanged { account { status } } } }`,
      { id: this.account.id, after: await this.cursor() },
    );
  }

  /** What the customer got, once there are so many. */
  async got(customer: SimCustomer, count: number): Promise<SimMessage[]> {
    const messages = (): SimMessage[] =>
      this.test.simulator.world.messages.filter(
        ({ direction, customerUserId }) => direction === 'OUT' && customerUserId === customer.userId,
      );
    await eventually(
      async () => messages(),
      (found) => found.length >= count,
    );
    return messages();
  }

  /** Both clocks, and everybody signs in again. */
  async later(milliseconds: number, ...people: Person[]): Promise<void> {
    this.test.clock.advance(milliseconds);
    this.test.simulator.world.advance(milliseconds);
    await this.test.admin.login('admin@example.com', 'a long enough password');
    for (const { client, email, password } of people) await client.login(email, password);
  }
}

export const DAY_MS = 86_400_000;
