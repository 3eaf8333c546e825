import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { GraphqlClient, type Answer } from './support/graphql-client.js';
import { Office } from './support/office.js';
import { PICTURE } from './support/studio.js';

/**
 * Who may do what, written down by hand and not taken from the code: A administrators, M managers, O operators, and the
 * scopes of API keys. Every field of the schema is asked for as each of them; a field that is missing here fails.
 */
const ALL = 'A M O';
const ROOT: Record<string, string> = {
  'Query.me': ALL,
  'Query.account': `${ALL} ACCOUNTS_READ ACCOUNTS_WRITE`,
  'Query.accounts': `${ALL} ACCOUNTS_READ ACCOUNTS_WRITE`,
  'Query.apiKeys': 'A',
  'Query.contact': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Query.contacts': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Query.conversation': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Query.conversations': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Query.message': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Query.searchMessages': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Query.dataModel': `${ALL} RECORDS_WRITE TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.dataModels': `${ALL} RECORDS_WRITE TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.records': `${ALL} RECORDS_WRITE TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.searchFields': `${ALL} RECORDS_WRITE TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.errorCatalog': `${ALL} ACCOUNTS_READ ACCOUNTS_WRITE`,
  'Query.notifications': ALL,
  'Query.template': `${ALL} TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.templates': `${ALL} TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.templateLibrary': `${ALL} TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Query.validateTemplate': 'A M TEMPLATES_WRITE',
  'Query.users': `${ALL} ACCOUNTS_READ ACCOUNTS_WRITE CONVERSATIONS_READ`,
  'Query.webhookDeliveries': 'A WEBHOOKS_ADMIN',
  'Mutation.addNote': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.addParticipants': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.removeParticipants': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.assignConversation': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.closeConversation': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.reopenConversation': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.markConversationRead': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.optInContact': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.optOutContact': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.retryMedia': `${ALL} CONVERSATIONS_WRITE`,
  'Mutation.reactToMessage': `${ALL} MESSAGES_SEND`,
  'Mutation.sendMessage': `${ALL} MESSAGES_SEND`,
  'Mutation.sendTemplate': `${ALL} MESSAGES_SEND`,
  'Mutation.showTyping': `${ALL} MESSAGES_SEND`,
  'Mutation.markNotificationsRead': ALL,
  'Mutation.archiveAccount': 'A ACCOUNTS_WRITE',
  'Mutation.createAccount': 'A ACCOUNTS_WRITE',
  'Mutation.updateAccount': 'A ACCOUNTS_WRITE',
  'Mutation.setNotifyUsers': 'A ACCOUNTS_WRITE',
  'Mutation.subscribeWebhooks': 'A ACCOUNTS_WRITE',
  'Mutation.testConnection': 'A ACCOUNTS_WRITE',
  'Mutation.createApiKey': 'A',
  'Mutation.revokeApiKey': 'A',
  'Mutation.createUser': 'A',
  'Mutation.updateUser': 'A',
  'Mutation.createTemplate': 'A M TEMPLATES_WRITE',
  'Mutation.updateTemplate': 'A M TEMPLATES_WRITE',
  'Mutation.deleteTemplate': 'A M TEMPLATES_WRITE',
  'Mutation.duplicateTemplate': 'A M TEMPLATES_WRITE',
  'Mutation.resetTemplateToDraft': 'A M TEMPLATES_WRITE',
  'Mutation.submitTemplate': 'A M TEMPLATES_WRITE',
  'Mutation.syncTemplate': 'A M TEMPLATES_WRITE',
  'Mutation.syncTemplates': 'A M TEMPLATES_WRITE',
  'Mutation.upsertDataModel': 'A M RECORDS_WRITE',
  'Mutation.deleteDataModel': 'A M RECORDS_WRITE',
  'Mutation.upsertRecords': 'A M RECORDS_WRITE',
  'Mutation.deleteRecords': 'A M RECORDS_WRITE',
  'Mutation.replayWebhookDeliveries': 'A WEBHOOKS_ADMIN',
  'Subscription.inboxEvents': `${ALL} EVENTS_READ`,
  'Subscription.conversationEvents': `${ALL} EVENTS_READ`,
};
/** For everybody, without a token or with any: test/people.test.ts looks after them. */
const OPEN = ['Mutation.login', 'Mutation.refreshSession', 'Mutation.logout'];
/** Fields that need more than whatever leads to them. */
const NESTED: Record<string, string> = {
  'Account.webhookVerifyToken': 'A ACCOUNTS_WRITE',
  'Account.history': 'A ACCOUNTS_WRITE',
  'Account.conversations': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Account.templates': `${ALL} TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'Contact.conversations': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE`,
  'Conversation.messages': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE EVENTS_READ`,
  'Conversation.lastMessage': `${ALL} CONVERSATIONS_READ CONVERSATIONS_WRITE EVENTS_READ`,
  'Message.record': `${ALL} RECORDS_WRITE TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
  'TemplateContent.template': `${ALL} TEMPLATES_READ TEMPLATES_WRITE MESSAGES_SEND`,
};
/** Parts of what was reached that only special templates, conflicts and refusals have; none of their fields needs a right. */
const MISSED = [
  'AuthenticationOptions',
  'LimitedTimeOffer',
  'MetaRefusedError',
  'NotAllowedNowError',
  'SupportedApp',
  'SyncConflict',
  'TemplateCard',
  'WindowClosedError',
];
const SCOPES = [
  'ACCOUNTS_READ',
  'ACCOUNTS_WRITE',
  'TEMPLATES_READ',
  'TEMPLATES_WRITE',
  'RECORDS_WRITE',
  'MESSAGES_SEND',
  'CONVERSATIONS_READ',
  'CONVERSATIONS_WRITE',
  'EVENTS_READ',
  'WEBHOOKS_ADMIN',
];

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', 'schema.gql'), 'utf8'));

/** They lead to a message of one kind; a conversation leads to all kinds. */
const ONE_KIND_ONLY = [
  'Query.message',
  'Query.searchMessages',
  'Conversation.lastMessage',
  'TemplateHeader.media',
  'TemplateContent.media',
];

interface Step {
  parent: string;
  field: string;
  /** Of an abstract type: which of its types. */
  on: string | null;
}

/** The shortest way from a query to each type that is made of fields. */
function waysToTypes(): Map<string, Step[]> {
  const ways = new Map<string, Step[]>();
  const waiting: [GraphQLObjectType, Step[]][] = [[schema.getQueryType()!, []]];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [type, way] = next;
    for (const field of Object.values(type.getFields())) {
      if (ONE_KIND_ONLY.includes(`${type.name}.${field.name}`)) continue;
      const target = getNamedType(field.type);
      const targets = isAbstractType(target) ? schema.getPossibleTypes(target) : isObjectType(target) ? [target] : [];
      for (const found of targets) {
        if (ways.has(found.name)) continue;
        const step = { parent: type.name, field: field.name, on: isAbstractType(target) ? found.name : null };
        ways.set(found.name, [...way, step]);
        waiting.push([found, [...way, step]]);
      }
    }
  }
  return ways;
}

/** Anything that an input of this type takes. */
function dummy(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return dummy(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(({ type: of }) => isNonNullType(of));
    return Object.fromEntries(needed.map((field) => [field.name, dummy(field.type)]));
  }
  return { Boolean: true, Int: 1, Float: 1, DateTime: '2030-01-01T00:00:00Z', JSON: {} }[String(type)] ?? 'nonsense';
}

describe('Permissions', () => {
  let office: Office;
  const viewers = new Map<string, GraphqlClient>();
  const args: Record<string, string> = {};

  beforeAll(async () => {
    office = await Office.open();
    const { test, account } = office;
    viewers.set('A', test.admin);
    const [manager, operator] = [await office.hire('MANAGER', 'Mona'), await office.hire('OPERATOR', 'Otto')];
    viewers.set('M', manager.client).set('O', operator.client);
    for (const scope of SCOPES) {
      const { createApiKey } = await test.admin.send(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
        { input: { name: scope, scopes: [scope] } },
      );
      viewers.set(scope, test.client(createApiKey.secret));
    }
    await fill();
    await office.act(test.admin, 'addParticipants', 'ParticipantsInput', {
      conversationId: (await office.conversationWith('Ann')).id,
      userIds: [operator.id],
    });
    args['Query.account'] = `id: "${account.id}"`;
  });
  afterAll(() => office.test.close());

  /** Something of every kind, so that there is a way to every type. */
  async function fill(): Promise<void> {
    const { test } = office;
    const customer = office.customer('16505551234', 'Ann');
    const send = (type: string, body: unknown, extra: object = {}) =>
      office.writes(customer, { type, body, extra: { ...extra } });
    const first = await office.writes(customer, 'Hello');
    await send('image', office.file('image/png', PICTURE));
    await send('location', { latitude: 1, longitude: 2 });
    await send('contacts', [{ name: { formatted_name: 'Bob' }, phones: [{ phone: '+16505550101' }] }]);
    await send('button', { text: 'OK', payload: 'ok' });
    await send('order', {
      catalog_id: '1',
      product_items: [{ product_retailer_id: 'p', quantity: 1, item_price: 1, currency: 'EUR' }],
    });
    await send('system', { type: 'customer_identity_changed', body: 'changed' });
    await send('hologram', {});
    await send('reaction', { message_id: 'wamid.unknown', emoji: '👍' });
    await send('reaction', { message_id: first, emoji: '👍' });
    await send(
      'text',
      { body: 'This one?' },
      { context: { referred_product: { catalog_id: '1', product_retailer_id: 'p' } } },
    );
    const { id } = await office.conversationWith('Ann');
    const option = { id: 'a', title: 'A' };
    await office.send(test.admin, id, { interactive: { kind: 'BUTTONS', body: 'b', buttons: [option] } });
    await test.admin.send(
      'mutation ($id: ID!) { addNote(input: { conversationId: $id, body: "note" }) { errors { code } } }',
      { id },
    );
    await office.receivesField('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'X', expiration: 1_900_000_000 }],
    });
    await test.admin.send('mutation ($id: ID!) { testConnection(input: { accountId: $id }) { errors { code } } }', {
      id: office.account.id,
    });
    const { upsertDataModel } = await test.admin.send(
      `mutation { upsertDataModel(input: { key: "order", label: "Order", fields: [{ key: "number", label: "Number", type: TEXT }] }) { dataModel { id } } }`,
    );
    const modelId = upsertDataModel.dataModel.id;
    await test.admin.send(
      'mutation ($id: ID!) { upsertRecords(input: { modelId: $id, records: [{ externalId: "1", values: { number: "A-1" } }] }) { errors { code } } }',
      { id: modelId },
    );
    const record = await test.admin.send('query ($id: ID!) { records(modelId: $id) { nodes { id } } }', {
      id: modelId,
    });
    const draft = {
      accountId: office.account.id,
      displayName: 'Order sent',
      language: 'en_US',
      category: 'UTILITY',
      appliesTo: modelId,
      body: 'Your order {{1}} has left our shop today.',
      buttons: [{ type: 'QUICK_REPLY', text: 'Thanks' }],
      variables: [{ placement: 'BODY', name: '1', source: 'FIELD', fieldPath: 'number', sampleValue: '1' }],
    };
    const made = await test.admin.send(
      'mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id } errors { message } } }',
      { draft },
    );
    const templateId = made.createTemplate.template.id;
    await test.admin.send('mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { message } } }', {
      id: templateId,
    });
    for (const template of test.simulator.world.templates.values())
      test.simulator.templates.decide(template, 'APPROVED');
    await test.admin.send('mutation ($id: ID!) { syncTemplates(input: { accountId: $id }) { errors { code } } }', {
      id: office.account.id,
    });
    await office.send(test.admin, id, { template: { templateId, recordId: record.records.nodes[0].id } });
    const [message] = await office.messagesWith('Ann');
    Object.assign(args, {
      'Query.conversation': `id: "${id}"`,
      'Query.contact': `id: "${(await office.conversationWith('Ann')).contact.id}"`,
      'Query.message': `id: "${message.id}"`,
      'Query.searchMessages': 'query: "o"',
      'Query.dataModel': `id: "${modelId}"`,
      'Query.records': `modelId: "${modelId}"`,
      'Query.searchFields': `modelId: "${modelId}"`,
      'Query.template': `id: "${templateId}"`,
      'Query.validateTemplate': `input: { accountId: "${office.account.id}", displayName: "x", language: "en", category: UTILITY, body: "" }`,
      'Conversation.messages': 'last: 50',
    });
  }

  const isAllowed = (viewer: string, list: string | undefined): boolean =>
    list === undefined || list.split(' ').includes(viewer);
  const isForbidden = ({ errors }: Answer): boolean =>
    errors.some(({ extensions }) => extensions?.code === 'FORBIDDEN');
  const call = (parent: string, field: string): string => {
    const given = args[`${parent}.${field}`];
    return given === undefined ? field : `${field}(${given})`;
  };
  const queryFor = (way: readonly Step[], selection: string): string =>
    way.reduceRight(
      (inner, { parent, field, on }) =>
        `{ ${call(parent, field)} ${on === null ? inner : `{ ... on ${on} ${inner} }`} }`,
      `{ ${selection} }`,
    );
  const selectionOf = (parent: string, field: string): string =>
    isObjectType(getNamedType((schema.getType(parent) as GraphQLObjectType).getFields()[field]!.type)) ||
    isAbstractType(getNamedType((schema.getType(parent) as GraphQLObjectType).getFields()[field]!.type))
      ? `${call(parent, field)} { __typename }`
      : call(parent, field);

  it('are written down for every query, mutation and subscription, and for nothing else', () => {
    const fields = ['Query', 'Mutation', 'Subscription'].flatMap((type) =>
      Object.keys((schema.getType(type) as GraphQLObjectType).getFields()).map((field) => `${type}.${field}`),
    );
    expect([...Object.keys(ROOT), ...OPEN].sort()).toEqual(fields.sort());
    for (const name of Object.keys(NESTED)) {
      const [type = '', field = ''] = name.split('.');
      expect((schema.getType(type) as GraphQLObjectType).getFields()[field]).toBeDefined();
    }
  });

  it('hold for every field that a query leads to, as every role and every scope', async () => {
    const wrong: string[] = [];
    const reached = new Set<string>();
    for (const [type, way] of waysToTypes()) {
      const fields = Object.keys((schema.getType(type) as GraphQLObjectType).getFields());
      const withoutArguments = fields.filter(
        (field) => !needsArguments(type, field) || args[`${type}.${field}`] !== undefined,
      );
      const free = withoutArguments.filter((field) => NESTED[`${type}.${field}`] === undefined);
      const guarded = withoutArguments.filter((field) => NESTED[`${type}.${field}`] !== undefined);
      for (const [viewer, client] of viewers) {
        const leads = way.every(({ parent, field }) =>
          isAllowed(viewer, ROOT[`${parent}.${field}`] ?? NESTED[`${parent}.${field}`]),
        );
        const answer = await client.request(
          queryFor(way, ['__typename', ...free.map((field) => selectionOf(type, field))].join(' ')),
        );
        const others = answer.errors.filter(({ extensions }) => extensions?.code !== 'FORBIDDEN');
        if (others.length > 0) wrong.push(`${viewer} ${type}: ${JSON.stringify(others[0])}`);
        if (isForbidden(answer) === leads)
          wrong.push(
            `${viewer} ${leads ? 'may' : 'may not'} reach ${type} by ${way.map(({ field }) => field).join('.')}`,
          );
        if (JSON.stringify(answer.data).includes(`"__typename":"${type}"`)) reached.add(type);
        for (const field of leads ? guarded : []) {
          const may = isAllowed(viewer, NESTED[`${type}.${field}`]);
          const one = await client.request(queryFor(way, selectionOf(type, field)));
          if (isForbidden(one) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} read ${type}.${field}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    const missed = [...waysToTypes().keys()].filter((type) => !reached.has(type));
    expect(missed.sort()).toEqual(MISSED);
  }, 300_000);

  it('hold for every query itself', async () => {
    const wrong: string[] = [];
    for (const field of Object.keys(schema.getQueryType()!.getFields())) {
      for (const [viewer, client] of viewers) {
        const answer = await client.request(`{ ${selectionOf('Query', field)} }`);
        const may = isAllowed(viewer, ROOT[`Query.${field}`]);
        if (isForbidden(answer) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} ${field}`);
        if (may && answer.errors.length > 0) wrong.push(`${viewer} ${field}: ${JSON.stringify(answer.errors[0])}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('hold for every mutation, as every role and every scope', async () => {
    const wrong: string[] = [];
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const name = `Mutation.${field.name}`;
      if (OPEN.includes(name)) continue;
      const [input] = field.args;
      for (const [viewer, client] of viewers) {
        const answer = await client.request(
          `mutation ($input: ${String(input!.type)}) { ${field.name}(input: $input) { errors { code } } }`,
          { input: dummy(input!.type) },
        );
        const may = isAllowed(viewer, ROOT[name]);
        if (isForbidden(answer) === may) wrong.push(`${viewer} ${may ? 'may' : 'may not'} ${field.name}`);
        const others = answer.errors.filter(({ extensions }) => extensions?.code !== 'FORBIDDEN');
        if (others.length > 0) wrong.push(`${viewer} ${field.name}: ${JSON.stringify(others[0])}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('hold for every subscription, as every role and every scope', async () => {
    const { id } = await office.conversationWith('Ann');
    const wrong: string[] = [];
    for (const [name, argument] of [
      ['inboxEvents', `accountId: "${office.account.id}"`],
      ['conversationEvents', `conversationId: "${id}"`],
    ]) {
      for (const [viewer, client] of viewers) {
        const live = client.subscribe(`subscription { ${name}(${argument}) { cursor } }`);
        const may = isAllowed(viewer, ROOT[`Subscription.${name}`]);
        if (!may) await live.until(({ problems }) => problems.length > 0, `a refusal of ${viewer}`);
        else await new Promise((resolve) => setTimeout(resolve, 100));
        const codes = live.problems.map(({ extensions }) => extensions.code);
        if (may ? codes.length > 0 : codes[0] !== 'FORBIDDEN') wrong.push(`${viewer} ${name}: ${codes.join()}`);
        await live.close();
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  function needsArguments(type: string, field: string): boolean {
    return (schema.getType(type) as GraphQLObjectType)
      .getFields()
      [field]!.args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined);
  }
});
