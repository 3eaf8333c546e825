/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { DEMO } from '../../../src/simulator/demo-world.js';
import type { SimCustomer, SimMessage, SimPhone } from '../../../src/simulator/world.js';
import { eventually } from './graphql-client.js';
import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type Person,
  type TestApp,
} from './test-app.js';

export const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
  message { id status } errors { __typename code message path ... on InvalidInputError { limit } ... on WindowClosedError { closedAt } } } }`;
export const MESSAGE = `query ($id: ID!) { message(id: $id) { id status whatsappId text failure { code advice handling details } replyTo { text }
  statusHistory { status occurredAt } } }`;

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

/** An operator at work, and the customer who has just written. */
export class Desk {
  conversationId = '';
  customer!: SimCustomer;
  private keys = 0;

  private constructor(
    readonly test: TestApp,
    readonly account: ConnectedAccount,
    readonly operator: Person,
    private readonly phone: SimPhone,
  ) {}

  static async open(environment: NodeJS.ProcessEnv = {}): Promise<Desk> {
    const test = await startTestApp({ environment });
    const account = await connectAccount(test);
    const operator = await addPerson(test, 'OPERATOR', [account.id]);
    return new Desk(test, account, operator, test.simulator.world.phones.get(DEMO.phoneNumberId)!);
  }

  /** A new customer writes; from now on the desk is about them. */
  async nextCustomer(): Promise<void> {
    this.keys += 1;
    this.customer = this.test.simulator.world.ensureCustomer(`1650555${String(7000 + this.keys)}`);
    this.test.simulator.world.plannedErrors.length = 0;
    this.test.simulator.conversations.write(this.phone, this.customer, 'text', { body: `Hello from ${this.keys}` });
    const { conversations } = await eventually(
      () =>
        this.test.admin.send(
          'query ($search: String) { conversations(filter: { search: $search }) { nodes { id } } }',
          {
            search: this.customer.waId,
          },
        ),
      (found) => found.conversations.nodes.length === 1,
    );
    this.conversationId = conversations.nodes[0].id;
  }

  async send(body: string, changes: Record<string, unknown> = {}): Promise<any> {
    this.keys += 1;
    const input = {
      idempotencyKey: `key-${this.keys}`,
      conversationId: this.conversationId,
      content: { text: { body } },
    };
    const { sendMessage } = await this.operator.client.send(SEND, { input: { ...input, ...changes } });
    return sendMessage;
  }

  /** The message, once it has the status. */
  async until(id: string, wanted: string): Promise<any> {
    const { message } = await eventually(
      () => this.operator.client.send(MESSAGE, { id }),
      (found) => found.message.status === wanted,
    );
    return message;
  }

  sentToCustomer(): SimMessage[] {
    return this.test.simulator.world.messages.filter(
      (message) => message.direction === 'OUT' && message.customerUserId === this.customer.userId,
    );
  }
}
