import { graphql } from '../generated/gql.js';
import type { TemplateDetailsFragment, VariableSource } from '../generated/graphql.js';
import { eventually, must, only, problems } from '../support/expectations.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const UPDATE_USER = graphql(`
  mutation RenameUser($input: UpdateUserInput!) { updateUser(input: $input) { user { id name } errors { ...Problem } } }
`);
const UPDATE_ACCOUNT = graphql(`
  mutation RenameAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) { account { id name } errors { ...Problem } }
  }
`);
const CREATE_KEY = graphql(`
  mutation CreateNamedKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { apiKey { name } errors { ...Problem } }
  }
`);
const NAMES = graphql(`
  query NamesOfContacts($search: String) { contacts(search: $search, first: 1) { nodes { displayName profileName } } }
`);
const NOTIFIED = graphql(`
  query NotifiedNames { notifications(first: 1) { nodes { title body } } }
`);

const INVISIBLE = ['\u2800', '\u3164', '\u200e', '\u200b\u200b', '   ', '\u00a0', '\u202e', '\ufeff', '\u{e0020}'];

describe('Names', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
  });
  afterAll(() => world.close());

  it.each(INVISIBLE)('that nobody can see (%j) fall back to the number, in lists and notifications', async (name) => {
    const number = aNumber();
    await world.webhooks.receives({
      contacts: [{ profile: { name }, wa_id: number }],
      messages: [
        { from: number, id: `wamid.${aKey('name')}`, timestamp: seconds(), type: 'text', text: { body: 'Hi' } },
      ],
    });
    const { contacts } = await world.admin.send(NAMES, { search: number });
    expect(only(contacts.nodes).displayName).toBe(`+${number}`);
  });

  it('fall back to the user id where there is no number, and are one line where there is a name', async () => {
    for (const [name, expected] of [
      ['\u2800', 'DE.123456'],
      ['Ann\nLee \u202egpj', 'Ann Lee gpj'],
    ] as const) {
      await world.webhooks.receives({
        contacts: [{ profile: { name }, user_id: 'DE.123456' }],
        messages: [
          {
            from_user_id: 'DE.123456',
            id: `wamid.${aKey('user')}`,
            timestamp: seconds(),
            type: 'text',
            text: { body: 'Hi' },
          },
        ],
      });
      const { contacts } = await world.admin.send(NAMES, { search: null });
      expect(must(contacts.nodes[0]).displayName).toBe(expected);
    }
  });

  it('of cards are what a card has to be read by', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const cards: [Record<string, unknown>, string][] = [
      [{ name: { formatted_name: '' }, org: { company: 'Lucky Garden' } }, 'Lucky Garden'],
      [
        { name: { formatted_name: '\u200b' }, org: { company: 'Lucky Garden' }, phones: [{ phone: '+1650' }] },
        'Lucky Garden',
      ],
      [{ org: { company: '\u2800' }, phones: [{ phone: '+16505550100' }] }, '+16505550100'],
      [{ emails: [{ email: 'ann@garden.example' }] }, 'ann@garden.example'],
      [{ name: { first_name: 'Ann', last_name: 'Lee' }, org: { company: 'Lucky Garden' } }, 'Ann Lee'],
    ];
    for (const [card, expected] of cards) {
      await world.customers.writes(customer, { type: 'contacts', body: [card] });
      const messages = await world.inbox.messagesWith(customer.waId ?? '');
      expect(messages.map(({ text }) => text)).toContain(expected);
    }
    expect(conversation.id).not.toBe('');
  });

  it('of a customer’s message that nobody can see stay what they are', async () => {
    const { customer } = await world.customers.startsConversation('\u200b');
    const [message] = await world.inbox.messagesWith(customer.waId ?? '');
    expect(must(message)).toMatchObject({ text: '\u200b', direction: 'INBOUND' });
  });

  it('of people, accounts and keys are one line that can be seen', async () => {
    const person = await world.people.add('OPERATOR');
    const renamed = await world.admin.send(UPDATE_USER, {
      input: { id: person.id, name: ' Ann\nLee\t    Smith\u202e ' },
    });
    expect(must(renamed.updateUser.user).name).toBe('Ann Lee Smith');
    const account = await world.admin.send(UPDATE_ACCOUNT, {
      input: { id: world.account.id, name: 'Lucky\r\nGarden' },
    });
    expect(must(account.updateAccount.account).name).toBe('Lucky Garden');
    for (const name of INVISIBLE) {
      const answers = await Promise.all([
        world.admin.send(UPDATE_USER, { input: { id: person.id, name } }).then(({ updateUser }) => updateUser.errors),
        world.admin
          .send(UPDATE_ACCOUNT, { input: { id: world.account.id, name } })
          .then(({ updateAccount }) => updateAccount.errors),
        world.admin
          .send(CREATE_KEY, { input: { name, scopes: ['ACCOUNTS_READ'] } })
          .then(({ createApiKey }) => createApiKey.errors),
      ]);
      expect(answers.map((errors) => problems(errors))).toEqual([
        ['REQUIRED name'],
        ['REQUIRED name'],
        ['REQUIRED name'],
      ]);
    }
    const model = await world.records.upsertModel({
      key: 'thing',
      label: '\u2800',
      fields: [{ key: 'a', label: '\u3164', type: 'TEXT' }],
    });
    expect(problems(model.errors)).toEqual(expect.arrayContaining(['REQUIRED label', 'REQUIRED fields.0.label']));
  });

  it('that a notification begins with can be seen', async () => {
    const operator = await world.people.add('OPERATOR');
    const number = aNumber();
    const sends = (id: string) =>
      world.webhooks.receives({
        contacts: [{ profile: { name: '\u2800' }, wa_id: number }],
        messages: [{ from: number, id, timestamp: seconds(), type: 'text', text: { body: 'Hi' } }],
      });
    await sends(`wamid.${aKey('first')}`);
    const conversation = await world.inbox.conversationWith(number);
    await world.inbox.assign(conversation.id, operator);
    await sends(`wamid.${aKey('second')}`);
    const { notifications } = await eventually(
      () => operator.client.send(NOTIFIED),
      (answer) => answer.notifications.nodes[0]?.body === 'Hi',
    );
    expect(only(notifications.nodes).title).toBe(`+${number}`);
  });
});

describe('Values of variables', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
  });
  afterAll(() => world.close());

  const bound = (source: VariableSource, fallback: string | null = null): Promise<TemplateDetailsFragment> =>
    world.templates.approved({
      body: 'Hello my friend {{1}}, how are you today?',
      variables: [
        {
          placement: 'BODY',
          name: '1',
          source,
          sampleValue: 'Ann',
          fallback,
          fieldPath: source === 'FIELD' ? 'customer.name' : null,
        },
      ],
    });

  it('go on one line, from whatever source', async () => {
    const operator = await world.people.add('MANAGER');
    await world.database.run('UPDATE users SET name = $2 WHERE id = $1', [operator.id, 'Ann\nLee\u2028     Smith\t!']);
    const number = aNumber();
    const template = await bound('USER_NAME');
    const { results } = await world.templates
      .as(operator)
      .trySend({ templateId: template.id, recipients: [{ phoneNumber: `+${number}` }] });
    expect(only(results).errors).toEqual([]);
    const [got] = await world.customers.getsAt(number);
    expect(JSON.stringify(must(got))).toContain('Ann, Lee, Smith !');
    const { body } = await world.templates.as(operator).preview(template.id, { recordId: world.records.id('o1') });
    expect(body).toContain('Ann, Lee, Smith !');
  });

  it.each(['\u200b', '\u2800', '\u3164', '\u200e', ' \u00a0 ', ''])(
    'of which nothing can be seen (%j) take the fallback',
    async (value) => {
      const template = await bound('FREE_TEXT', 'you');
      const values = [{ name: '1', value }];
      const { results } = await world.templates.trySend({
        templateId: template.id,
        recipients: [{ phoneNumber: `+${aNumber()}`, values }],
      });
      expect(must(only(results).message).text).toBe('Hello my friend you, how are you today?');
    },
  );

  it('of which nothing can be seen are missing without one', async () => {
    const template = await bound('FREE_TEXT');
    const { results } = await world.templates.trySend({
      templateId: template.id,
      recipients: [{ phoneNumber: `+${aNumber()}`, values: [{ name: '1', value: '\u2800' }] }],
    });
    expect(only(results).errors.map(({ code }) => code)).toEqual(['VARIABLE_MISSING']);
  });
});

function seconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
