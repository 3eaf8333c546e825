import { demoAccount } from '../scripts/local-server.js';
import { DEMO } from '../src/simulator/world/demo-world.js';
import type { Simulator } from '../src/simulator/simulator.js';
import type { SimCustomer, SimPhone } from '../src/simulator/world/world.js';
import type { Client } from './client.js';
import type { Ledger } from './ledger.js';
import type { Random } from './random.js';

const CUSTOMERS = 200;
const BROADCAST_SIZE = 80;

interface Chat {
  customer: SimCustomer;
  conversationId: string;
  written: number;
  answered: number;
  /** Answers of one conversation are asked for one after another, as an operator does. */
  tail: Promise<void>;
}

/** Customers who write, operators who answer, programs that send templates to one and to many. */
export class Load {
  private readonly chats: Chat[] = [];
  private readonly phone: SimPhone;
  private readonly pending = new Set<Promise<void>>();
  private templateId = '';
  private numbers = 0;

  constructor(
    private readonly simulator: Simulator,
    private readonly client: Client,
    private readonly ledger: Ledger,
    private readonly random: Random,
    /** What createAccount of the version that is asked first calls Meta's ids. */
    private readonly accountNames: 'NOW' | 'BEFORE' = 'NOW',
  ) {
    const phone = simulator.world.phones.get(DEMO.phoneNumberId);
    if (phone === undefined) throw new Error('The demo has no phone.');
    this.phone = phone;
  }

  async prepare(): Promise<void> {
    const account = demoAccount('Soak');
    const created = await this.client.ask<{ createAccount: { account: { id: string } } }>(
      'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }',
      { input: this.accountNames === 'NOW' ? account : formerly(account) },
    );
    const { id } = created.createAccount.account;
    for (const action of ['subscribeWebhooks', 'testConnection']) {
      await this.client.ask(`mutation ($id: ID!) { ${action}(input: { accountId: $id }) { errors { message } } }`, {
        id,
      });
    }
    await this.prepareTemplate(id);
    await this.prepareChats();
  }

  /** About this many of everything, a second. */
  async run(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1_000;
    await this.runWhile(() => Date.now() < end);
  }

  async runWhile(goesOn: () => boolean): Promise<void> {
    let ticks = 0;
    while (goesOn()) {
      ticks += 1;
      for (let count = 0; count < 2; count += 1) this.write();
      for (let count = 0; count < 2; count += 1) this.answer();
      if (ticks % 10 === 0) this.sendTemplate(1);
      if (ticks % 200 === 1) this.broadcast();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await Promise.all(this.pending);
    await Promise.all(this.chats.map(({ tail }) => tail));
  }

  private write(chat = this.random.pick(this.chats)): void {
    chat.written += 1;
    const body = `in ${chat.customer.waId} ${chat.written}`;
    this.ledger.written.add(body);
    this.simulator.conversations.write(this.phone, chat.customer, 'text', { body });
  }

  private answer(): void {
    const chat = this.random.pick(this.chats);
    chat.answered += 1;
    const place = chat.answered;
    const body = `out ${chat.customer.waId} ${place}`;
    const input = { idempotencyKey: body, conversationId: chat.conversationId, content: { text: { body } } };
    chat.tail = chat.tail.then(async () => {
      const { sendMessage } = await this.client.ask<{
        sendMessage: { message: { id: string } | null; errors: { message: string }[] };
      }>('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { message } } }', {
        input,
      });
      if (sendMessage.message === null) this.ledger.refusals.push(JSON.stringify(sendMessage.errors));
      else this.ledger.asked.set(sendMessage.message.id, { lane: chat.conversationId, place });
    });
  }

  private sendTemplate(count: number): void {
    const recipients = this.newRecipients(count);
    const input = { idempotencyKey: `template ${this.numbers}`, templateId: this.templateId, recipients };
    this.begin(async () => {
      const { sendTemplate } = await this.client.ask<{
        sendTemplate: { results: { message: { id: string } | null }[] };
      }>('mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) { results { message { id } } } }', {
        input,
      });
      for (const { message } of sendTemplate.results) {
        if (message === null) this.ledger.refusals.push('sendTemplate');
        else this.ledger.asked.set(message.id, { lane: message.id, place: 1 });
      }
    });
  }

  private broadcast(): void {
    const recipients = this.newRecipients(BROADCAST_SIZE);
    const input = { idempotencyKey: `broadcast ${this.numbers}`, templateId: this.templateId, recipients };
    this.begin(async () => {
      const { startBroadcast } = await this.client.ask<{ startBroadcast: { broadcast: { id: string } | null } }>(
        'mutation ($input: StartBroadcastInput!) { startBroadcast(input: $input) { broadcast { id } errors { message } } }',
        { input },
      );
      if (startBroadcast.broadcast === null) this.ledger.refusals.push('startBroadcast');
      else this.ledger.broadcasts.push(startBroadcast.broadcast.id);
    });
  }

  private begin(work: () => Promise<void>): void {
    const pending: Promise<void> = work().finally(() => this.pending.delete(pending));
    this.pending.add(pending);
  }

  private newRecipients(count: number): { phoneNumber: string }[] {
    return Array.from({ length: count }, () => {
      this.numbers += 1;
      return { phoneNumber: `+1212${5_000_000 + this.numbers}` };
    });
  }

  private async prepareTemplate(accountId: string): Promise<void> {
    const body = 'We have moved to a new place, and look forward to seeing you there.';
    const draft = { accountId, displayName: 'Moved', language: 'en_US', category: 'UTILITY', body };
    const made = await this.client.ask<{ createTemplate: { template: { id: string } } }>(
      'mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id } } }',
      { draft },
    );
    this.templateId = made.createTemplate.template.id;
    const id = this.templateId;
    await this.client.ask('mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { message } } }', {
      id,
    });
    const { templates, world } = this.simulator;
    for (const template of world.templates.values()) templates.decide(template, 'APPROVED');
    await until(async () => {
      const { template } = await this.client.ask<{ template: { status: string } }>(
        'query ($id: ID!) { template(id: $id) { status } }',
        { id },
      );
      return template.status === 'APPROVED';
    });
  }

  private async prepareChats(): Promise<void> {
    for (let index = 0; index < CUSTOMERS; index += 1) {
      const customer = this.simulator.world.ensureCustomer(`1917${5_000_000 + index}`, `Customer ${index}`);
      const chat = { customer, conversationId: '', written: 0, answered: 0, tail: Promise.resolve() };
      this.chats.push(chat);
      this.write(chat);
    }
    const byNumber = new Map(this.chats.map((chat) => [chat.customer.waId, chat]));
    await until(async () => {
      let after: string | null = null;
      do {
        const page: Page = await this.client.ask<Page>(
          'query ($after: String) { conversations(first: 100, after: $after) { nodes { id contact { waId } } pageInfo { hasNextPage endCursor } } }',
          { after },
        );
        for (const { id, contact } of page.conversations.nodes) {
          const chat = byNumber.get(contact.waId);
          if (chat !== undefined) chat.conversationId = id;
        }
        after = page.conversations.pageInfo.hasNextPage ? page.conversations.pageInfo.endCursor : null;
      } while (after !== null);
      return this.chats.every(({ conversationId }) => conversationId !== '');
    });
  }
}

/** As 0.1.0 called them. */
function formerly({ whatsappAccountId, whatsappPhoneNumberId, ...rest }: Record<string, string>): object {
  return { ...rest, accountId: whatsappAccountId, phoneNumberId: whatsappPhoneNumberId };
}

interface Page {
  conversations: {
    nodes: { id: string; contact: { waId: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

export async function until(condition: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`It did not come about in ${seconds} s.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
