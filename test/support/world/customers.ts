import type { SimCustomer, SimMessage, SimPhone } from '../../../src/simulator/world/world.js';
import type { ConversationDetailsFragment } from '../../generated/graphql.js';
import { eventually } from '../expectations.js';
import { aNumber } from '../factories/keys.js';
import type { TestWorld } from './test-world.js';

/** What a customer writes: a text, or any kind with its body under Meta's names. */
export type Written = string | { type: string; body: object; extra?: Record<string, unknown> };

/** People on WhatsApp: what they write, read and get. */
export class CustomersDriver {
  constructor(private readonly world: TestWorld) {}

  /** The customer of this name, at a number of their own unless one is given. */
  named(name: string, number = aNumber()): SimCustomer {
    const customer = this.world.meta.world.ensureCustomer(number, name);
    customer.name = name;
    return customer;
  }

  /** Somebody new who has just written, and the conversation that it began. */
  async startsConversation(
    text = 'Hello',
  ): Promise<{ customer: SimCustomer; conversation: ConversationDetailsFragment }> {
    const number = aNumber();
    const customer = this.named(`Customer ${number.slice(-4)}`, number);
    await this.writes(customer, text);
    return { customer, conversation: await this.world.inbox.conversationWith(number) };
  }

  /** Writes, and returns once the application has stored and processed it. Returns the wamid. */
  async writes(customer: SimCustomer, written: Written, phone?: SimPhone): Promise<string> {
    const wamid = this.sends(customer, written, phone);
    await this.isStored(wamid);
    return wamid;
  }

  /** Writes, and waits for nothing. Returns the wamid. */
  sends(customer: SimCustomer, written: Written, phone = this.world.meta.phone): string {
    const { type, body, extra } =
      typeof written === 'string' ? { type: 'text', body: { body: written } } : { extra: {}, ...written };
    const content = body as Record<string, unknown>; // Meta's shape: an object for most types, a list for contacts
    return this.world.meta.simulator.conversations.write(phone, customer, type, content, extra);
  }

  /** Opens the chat: what was delivered becomes read. */
  reads(customer: SimCustomer, phone = this.world.meta.phone): void {
    this.world.meta.simulator.conversations.read(phone, customer);
  }

  /** Resolves when the message has been stored. */
  async isStored(wamid: string): Promise<void> {
    await eventually(
      () => this.world.database.query('SELECT 1 FROM messages WHERE whatsapp_id = $1', [wamid]),
      (rows) => rows.length === 1,
    );
    await this.world.webhooks.settled();
  }

  /** What the customer has got so far, oldest first. */
  got(customer: SimCustomer | undefined): SimMessage[] {
    if (customer === undefined) return [];
    return this.world.meta.world.messages.filter(
      ({ direction, customerUserId }) => direction === 'OUT' && customerUserId === customer.userId,
    );
  }

  /** The same by phone number, written in any way; nothing for a number that Meta has never heard of. */
  gotAt(phoneNumber: string): SimMessage[] {
    return this.got(this.world.meta.world.customerByNumber(phoneNumber));
  }

  /** The same, once there are so many. */
  async getsAt(phoneNumber: string, count = 1): Promise<SimMessage[]> {
    return eventually(
      () => this.gotAt(phoneNumber),
      (found) => found.length >= count,
    );
  }

  /** What the customer got, once there are so many. */
  async gets(customer: SimCustomer, count: number): Promise<SimMessage[]> {
    return eventually(
      () => this.got(customer),
      (found) => found.length >= count,
    );
  }
}
