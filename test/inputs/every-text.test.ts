import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { must } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { inputLeaves, type Leaf } from './input-leaves.js';
import { TestWorld } from '../support/world/test-world.js';

const BAD: Readonly<Record<string, string>> = {
  NUL: 'a\0b',
  'half an emoji': 'great \ud83d',
  'the other half': '\udf35x',
  'one megabyte': 'x'.repeat(1_000_000),
  'a turn to the left': '\u202egpj.exe',
  'a control character': '\u001b[31m',
  'a next line': 'a\u0085b',
  'nothing to see': '\u2800\u200b',
};

const CONCURRENCY = 8;

/** A megabyte in each of some hundred inputs takes long where the machine has much else to do. */
const PATIENCE_MS = 240_000;

describe('Every text of every operation', () => {
  let world: TestWorld;
  let leaves: Leaf[];

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    const template = await world.templates.approved();
    const { conversation } = await world.customers.startsConversation();
    leaves = inputLeaves({
      accountId: world.account.id,
      templateId: template.id,
      conversationId: conversation.id,
      contactId: conversation.contact.id,
      modelId: world.records.modelId('order'),
      recipients: [{ phoneNumber: '+16505550100' }],
      records: [{ externalId: 'A-1', values: {} }],
      get idempotencyKey() {
        return aKey();
      },
    });
  });
  afterAll(() => world.close());

  /** Each value is asked about once, whatever is expected of its answers. */
  const known = new Map<string, Promise<Map<string, string>>>();
  const answersOf = (value: string): Promise<Map<string, string>> => {
    const asked = leaves.filter(({ query }) => !query.startsWith('subscription'));
    const answers = known.get(value) ?? answersTo(value, asked);
    known.set(value, answers);
    return answers;
  };

  async function answersTo(value: string, of: readonly Leaf[]): Promise<Map<string, string>> {
    const answers = new Map<string, string>();
    const rest = [...of];
    const work = async (): Promise<void> => {
      for (let leaf = rest.shift(); leaf !== undefined; leaf = rest.shift()) {
        const { status, data, errors } = await world.admin.requestRaw(leaf.query, leaf.variables(value));
        answers.set(leaf.name, `${status} ${JSON.stringify({ data, errors })}`);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return answers;
  }

  it('is reached', () => {
    const names = leaves.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(250);
    expect(names).toEqual(
      expect.arrayContaining([
        'login input.email',
        'startBroadcast input.recipients.0.values.0.value',
        'startBroadcast input.recordFilter',
        'createTemplate input.draft.buttons.0.supportedApps.0.packageName',
        'conversations after',
        'upsertRecords input.records.0.values',
        'inboxEvents after',
      ]),
    );
  });

  it.each(Object.entries(BAD))(
    'is no internal error with %s',
    async (_what, value) => {
      for (const [name, answer] of await answersOf(value)) {
        expect(`${name}: ${answer.slice(0, 400)}`).not.toMatch(/INTERNAL_SERVER_ERROR|: 5\d\d /);
        if (value.length > 100)
          expect(`${name}: ${answer.length > 100_000 ? 'echoed' : 'bounded'}`).toBe(`${name}: bounded`);
      }
    },
    PATIENCE_MS,
  );

  it(
    'is refused for its length everywhere, but for ids, which are unknown',
    async () => {
      const ids = new Set(leaves.filter(({ type }) => type === 'ID').map(({ name }) => name));
      const answers = [...(await answersOf(must(BAD['one megabyte'])))].filter(([name]) => !ids.has(name));
      expect(answers.length).toBeGreaterThan(200);
      expect(answers.filter(([, answer]) => !answer.includes('TOO_LONG'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each(Object.entries(BAD))('closes no subscription as faulty with %s', async (_what, value) => {
    for (const { name, query, variables } of leaves.filter((leaf) => leaf.query.startsWith('subscription'))) {
      if (value.length > 100_000) continue; // the socket takes no frame of that size
      const said = await subscribed(query, variables(value));
      expect(`${name}: ${said}`).toMatch(/BAD_USER_INPUT/);
    }
  });

  /** What the server says to a subscription: its errors, or how it closed. */
  async function subscribed(query: string, variables: Record<string, unknown>): Promise<string> {
    const client = createClient({
      url: `${world.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${world.admin.token ?? ''}` },
      retryAttempts: 0,
    });
    const said = await new Promise<string>((resolve) => {
      client.subscribe(
        { query, variables },
        {
          next: (answer) => resolve(JSON.stringify(answer)),
          error: (error) => resolve(JSON.stringify(error)),
          complete: () => undefined,
        },
      );
    });
    await client.dispose();
    return said;
  }
});
