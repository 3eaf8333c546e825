import { randomBytes, randomInt } from 'node:crypto';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../../src/simulator/webhooks/webhook-sender.js';
import type { JsonRecord } from '../../src/whatsapp/json.js';

/** Answer of a query that is written here. */
export type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of queries written here

const PATIENCE_MS = 30_000;
const STEP_MS = 25;

/** A running Parley with a simulated Meta, asked as its administrator. */
export class CoveredWorld {
  private token = '';

  constructor(
    readonly url: string,
    readonly simulator: string,
  ) {}

  async signIn(email: string, password: string): Promise<void> {
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken errors { message } } }';
    const { login } = await this.ask(query, { input: { email, password } });
    this.token = String(login.accessToken);
    // Statuses of the simulated Meta's own would come over those of the payloads.
    await this.simulate('settings', { sentAfterMs: null, deliveredAfterMs: null, readAfterMs: null });
  }

  async ask(query: string, variables: Json = {}): Promise<Json> {
    const headers = {
      'content-type': 'application/json',
      ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
    };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${this.url}/graphql`, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as { data: Json; errors?: unknown };
    const refused = Object.values(data ?? {}).flatMap((answer) => (answer as Json | null)?.errors ?? []);
    if (errors !== undefined || refused.length > 0) throw new Error(JSON.stringify(errors ?? refused));
    return data;
  }

  /** Posts a webhook as Meta signs it, and waits until every webhook has been processed. */
  async deliver(payload: JsonRecord): Promise<void> {
    const body = metaJson(payload);
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': metaSignature(body, DEMO.appSecret),
    };
    const { status } = await fetch(`${this.url}/webhooks/whatsapp`, { method: 'POST', headers, body });
    if (status !== 200) throw new Error(`The webhook was answered ${status}.`);
    await this.until('the webhooks are processed', async () => {
      const waiting = await this.ask('{ webhookDeliveries(first: 1, filter: { state: [RECEIVED] }) { nodes { id } } }');
      return waiting.webhookDeliveries.nodes.length === 0 ? true : null;
    });
  }

  /** A message that a customer writes now. */
  async customerWrites(from: JsonRecord, id: string, text: string, contacts: unknown[] = []): Promise<void> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const message = { ...from, id, timestamp, type: 'text', text: { body: text } };
    await this.deliver(webhookWith({ metadata: METADATA, contacts, messages: [message] }));
  }

  /** A message that a customer writes now whom the simulated Meta knows, so that an answer to them is accepted. */
  async knownCustomerWrites({ from, from_user_id: userId }: JsonRecord, text: string): Promise<void> {
    const customer = (await this.simulate('customers', { phone: from ?? null, userId })) as { userId: string };
    await this.simulate('inbound', { from: customer.userId, type: 'text', text });
    await this.until('the message of a customer is here', async () => this.conversationOf(text).catch(() => null));
  }

  private async simulate(what: string, body: Json): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.simulator}/sim/${what}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulated Meta answers ${response.status}: ${await response.text()}`);
    return response.json();
  }

  /** Meta's id of an answer that Meta has accepted. */
  async answer(conversationId: string): Promise<string> {
    const input = { conversationId, idempotencyKey: aWamid(), content: { text: { body: 'An answer' } } };
    const { sendMessage } = await this.ask(
      'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { message } } }',
      { input },
    );
    return this.until('Meta accepts the answer', async () => {
      const { message } = await this.ask('query ($id: ID!) { message(id: $id) { whatsappId } }', {
        id: sendMessage.message.id,
      });
      return message.whatsappId as string | null;
    });
  }

  async conversationOf(text: string): Promise<{ id: string }> {
    const { conversations } = await this.ask(
      '{ conversations(first: 5) { nodes { id messages(last: 3) { nodes { text } } } } }',
    );
    const found = conversations.nodes.find(({ messages }: Json) =>
      messages.nodes.some((each: Json) => each.text === text),
    );
    if (found === undefined) throw new Error(`There is no conversation with the message ${text}.`);
    return found as { id: string };
  }

  /** A template that has been submitted: its ids here and at Meta. */
  async template(name: string, language: string): Promise<{ id: string; remoteId: string }> {
    const { accounts } = await this.ask('{ accounts { id } }');
    const draft = {
      accountId: accounts[0].id,
      displayName: name,
      name,
      language,
      category: 'UTILITY',
      body: 'Your order has left us.',
    };
    const { createTemplate } = await this.ask(
      'mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { template { id } errors { message path } } }',
      { input: { draft } },
    );
    const { id } = createTemplate.template;
    const { submitTemplate } = await this.ask(
      'mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { template { remoteId } errors { message path } } }',
      { id },
    );
    return { id: String(id), remoteId: String(submitTemplate.template.remoteId) };
  }

  private async until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
      const found = await look();
      if (found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
    throw new Error(`Waited too long until ${what}.`);
  }
}

export const METADATA = { display_phone_number: DEMO.displayPhoneNumber, phone_number_id: DEMO.phoneNumberId };

export function webhookWith(value: JsonRecord): JsonRecord {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: DEMO.whatsappAccountId, changes: [{ field: 'messages', value }] }],
  };
}

/** A message id that Meta has not used yet. */
export function aWamid(): string {
  return `wamid.${randomBytes(24).toString('base64url')}`;
}

/** As many digits, of which the first few stay: a number of the same country. */
export function anotherNumber(number: string): string {
  const kept = number.slice(0, 5);
  return kept + Array.from({ length: number.length - kept.length }, () => randomInt(10)).join('');
}

/** A user id of the same shape that nobody has. */
export function anotherUserId(userId: string): string {
  const prefix = /^[A-Z]{2}\.(?:ENT\.)?/.exec(userId)?.[0] ?? '';
  return prefix + String(randomInt(1e12, 9e12)) + String(randomInt(1e6));
}
