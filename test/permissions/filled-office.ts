import { createECDH } from 'node:crypto';
import { graphql } from '../generated/gql.js';
import { eventually, first, must, only } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { OutgoingContentInput } from '../generated/graphql.js';
import { PICTURE } from '../support/factories/files.js';
import { aChunk } from '../support/factories/phone-app.js';
import { aStatus } from '../support/factories/webhooks.js';
import { anOrder } from '../support/factories/shop.js';
import type { TestWorld } from '../support/world/test-world.js';

const LEARN_NUMBERS = graphql(`
  mutation LearnNumbers($id: ID!) { testConnection(input: { accountId: $id }) { errors { code } } }
`);
const PUSH = graphql(`
  mutation AddSilentDevice($input: AddPushDeviceInput!) {
    updateNotificationSettings(input: { push: false }) { errors { ...Problem } }
    addPushDevice(input: $input) { errors { ...Problem } }
  }
`);
const INVITE = graphql(`
  mutation InviteSomebody($input: InviteUserInput!) { inviteUser(input: $input) { errors { code } } }
`);

const GREET = graphql(`
  mutation GreetFromOffice($phoneNumberId: ID!) {
    createQrCode(input: { phoneNumberId: $phoneNumberId, message: "Hello" }) { errors { ...Problem } }
    setConversationalComponents(
      input: { phoneNumberId: $phoneNumberId, commands: [{ name: "hours", description: "Opening hours" }] }
    ) { errors { ...Problem } }
  }
`);
const MAKE_RULE = graphql(`
  mutation MakeRuleOfOffice($input: CreateRecordRuleInput!) {
    createRecordRule(input: $input) { rule { id } errors { ...Problem } }
  }
`);
const START_RULE = graphql(`
  mutation StartRuleOfOffice($id: ID!) { enableRecordRule(input: { ruleId: $id }) { errors { ...Problem } } }
`);

/** What a query needs to lead somewhere: arguments by `Type.field`. */
export type ArgumentsByField = Record<string, string>;

/** Something of every kind, so that there is a way to every type. */
export async function fillOffice(world: TestWorld): Promise<ArgumentsByField> {
  const { account } = world;
  const conversationId = await fillConversation(world);
  await world.webhooks.receivesField('history', aChunk([]));
  await world.webhooks.receivesField('account_update', {
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type: 'X', expiration: 1_900_000_000 }],
  });
  await world.admin.send(LEARN_NUMBERS, { id: account.id });
  await world.admin.send(PUSH, {
    input: {
      endpoint: 'https://fcm.googleapis.com/fcm/send/office',
      p256dh: createECDH('prime256v1').generateKeys('base64url'),
      auth: Buffer.alloc(16).toString('base64url'),
    },
  });
  await world.admin.send(GREET, { phoneNumberId: account.phoneNumber.id });
  await world.admin.send(INVITE, { input: { name: 'Nia', email: 'nia@example.com', role: 'OPERATOR' } });

  await world.inbox.setLabels(conversationId, [await world.labels.create('VIP')]);
  await world.cannedReplies.create('hello', 'Hello {{contact.name}}');
  const modelId = await pushOrder(world);
  const recordId = world.records.id('1');
  const template = await world.templates.approvedFrom({
    ...aDraft({ accountId: account.id, body: 'Your order {{1}} has left our shop today.' }),
    appliesTo: modelId,
    phoneField: 'phone',
    buttons: [{ type: 'QUICK_REPLY', text: 'Thanks' }],
    variables: [aFieldVariable({ fieldPath: 'number' })],
  });
  // Refused while those that are pending are read by themselves.
  await eventually(
    () => world.templates.sync(),
    ({ errors }) => errors.length === 0,
  );
  await world.inbox.send(conversationId, { template: { templateId: template.id, recordId } });
  const broadcast = await world.broadcasts.start({
    templateId: template.id,
    recipients: [{ phoneNumber: '+16505550111', recordId }, {}],
    skipInvalid: true,
  });
  expect(only(broadcast.skipped, 'recipient that is skipped')).toMatchObject({ index: 1 });

  await world.costs.upload();
  const ruleId = await runRule(world, template.id);
  const today = world.clock.now().toISOString().slice(0, 10);
  const endpointId = await testEndpoint(world);
  await world.costs.readFromMeta();
  const message = first(await world.inbox.messagesWith('Ann'));
  return {
    'Query.account': `id: "${account.id}"`,
    'Query.accountStatistics': `period: { from: "${today}", to: "${today}" }`,
    'Query.costs': `period: { from: "${today}", to: "${today}" }, by: [PHONE_NUMBER, TEMPLATE, BROADCAST]`,
    'Query.businessProfile': `phoneNumberId: "${account.phoneNumber.id}"`,
    'Query.conversationalComponents': `phoneNumberId: "${account.phoneNumber.id}"`,
    'Query.qrCodes': `phoneNumberId: "${account.phoneNumber.id}"`,
    'Query.broadcast': `id: "${broadcast.id}"`,
    'Query.broadcasts': `accountId: "${account.id}"`,
    'Query.conversation': `id: "${conversationId}"`,
    'Query.checkPhoneNumbers': `input: { accountId: "${account.id}", phoneNumbers: ["+16505550111", "12"] }`,
    'Query.contact': `id: "${(await world.inbox.conversationWith('Ann')).contact.id}"`,
    'Query.message': `id: "${message.id}"`,
    'Query.node': `id: "${message.id}"`,
    'Query.nodes': `ids: ["${message.id}"]`,
    'Query.searchMessages': 'query: "o"',
    'Query.dataModel': `id: "${modelId}"`,
    'Query.recordRule': `id: "${ruleId}"`,
    'Query.recordRules': `accountId: "${account.id}"`,
    'Query.records': `modelId: "${modelId}"`,
    'Query.searchFields': `modelId: "${modelId}"`,
    'Query.template': `id: "${template.id}"`,
    'Query.validateTemplate': `input: { accountId: "${account.id}", displayName: "x", language: "en", category: UTILITY, body: "" }`,
    'Query.webhookEndpoint': `id: "${endpointId}"`,
    'Conversation.messages': 'last: 50',
    'Conversation.timeline': 'last: 50',
    'Account.metaAnalytics': `period: { from: "${today}", to: "${today}" }`,
    'Template.metaAnalytics': `period: { from: "${today}", to: "${today}" }`,
    'TemplatePreview.goods': 'input: {}',
    'CannedReply.textFor': `conversationId: "${conversationId}"`,
  };
}

/** A conversation with Ann that has messages of every kind. Returns its id. */
async function fillConversation(world: TestWorld): Promise<string> {
  const ann = world.customers.named('Ann', '16505551234');
  const writes = (type: string, body: object, extra: Record<string, unknown> = {}) =>
    world.customers.writes(ann, { type, body, extra });
  const hello = await world.customers.writes(ann, 'Hello');
  await writes('image', world.meta.file('image/png', PICTURE));
  await writes('location', { latitude: 1, longitude: 2 });
  await writes('contacts', [
    {
      name: { formatted_name: 'Bob' },
      phones: [{ phone: '+16505550101' }],
      emails: [{ email: 'bob@example.com' }],
      urls: [{ url: 'https://bob.example' }],
      ims: [{ service: 'AIM', user_id: 'bob' }],
      addresses: [{ city: 'Berlin' }],
    },
  ]);
  await writes('button', { text: 'OK', payload: 'ok' });
  await writes('order', {
    catalog_id: '1',
    product_items: [{ product_retailer_id: 'p', quantity: 1, item_price: 1, currency: 'EUR' }],
  });
  await writes('system', { type: 'customer_identity_changed', body: 'changed' });
  await writes('hologram', {});
  await writes('reaction', { message_id: 'wamid.unknown', emoji: '👍' });
  await writes('reaction', { message_id: hello, emoji: '👍' });
  await writes(
    'text',
    { body: 'This one?' },
    { context: { referred_product: { catalog_id: '1', product_retailer_id: 'p' } } },
  );
  const { id } = await world.inbox.conversationWith('Ann');
  const buttons = [{ optionId: 'a', title: 'A' }];
  const sent = await world.inbox.send(id, { interactive: { kind: 'BUTTONS', body: 'b', buttons } });
  const { whatsappId } = await world.inbox.until(sent.id, 'SENT');
  for (const content of await offers(world)) await world.inbox.send(id, content);
  const member = { recipient_type: 'group', recipient_participant_id: '16505550102', conversation: { id: 'c' } };
  await world.webhooks.receives({ statuses: [aStatus(must(whatsappId), 'sent', member)] });
  expect((await world.inbox.addNote(id, 'note')).errors).toEqual([]);
  return id;
}

/** What has parts of its own: a Flow, products, cards, a call, an address, an order. */
async function offers({ files, account }: TestWorld): Promise<OutgoingContentInput[]> {
  const { body } = await files.upload(PICTURE, 'image/png', 'aloe.png', { accountId: account.id });
  const card = { mediaId: body.id, url: 'https://shop.example', urlText: 'See' };
  const charge = { amount: '1' };
  return [
    { flow: { flowId: DEMO.flowId, label: 'Go', body: 'b', headerMediaId: body.id } },
    { product: { catalogId: DEMO.catalogId, productId: 'aloe' } },
    { carousel: { body: 'b', cards: [card, card] } },
    { callButton: { body: 'b' } },
    {
      addressRequest: {
        body: 'b',
        country: 'IN',
        values: [{ field: 'NAME', value: 'Ann' }],
        problems: [{ field: 'CITY', value: 'There is no such city.' }],
        savedAddresses: [{ addressId: 'home', values: [{ field: 'CITY', value: 'Pune' }] }],
      },
    },
    {
      orderDetails: {
        ...{ body: 'b', referenceId: 'office', goodsType: 'DIGITAL', currency: 'BRL', paymentType: 'br' },
        paymentSettings: [{ paymentLink: 'https://pay.example' }],
        items: [{ productId: 'aloe', name: 'Aloe', price: '5', quantity: 1 }],
        tax: charge,
        discount: charge,
      },
    },
  ];
}

/** An endpoint at which nobody listens, with a test that has failed. Returns its id. */
async function testEndpoint({ endpoints, account }: TestWorld): Promise<string> {
  const { endpoint } = await endpoints.tryCreate({ url: 'http://127.0.0.1:1/', accountIds: [account.id] });
  const { id } = must(endpoint, 'the endpoint');
  await endpoints.sendTest(id);
  await endpoints.untilDeliveries({ endpointId: id, state: ['FAILED'] }, (found) => found.length === 1);
  return id;
}

/** A model of orders with one order, `1`. Returns the id of the model. */
async function pushOrder({ records }: TestWorld): Promise<string> {
  const { dataModel } = await records.upsertModel({
    key: 'order',
    label: 'Order',
    fields: [
      { key: 'number', label: 'Number', type: 'TEXT' },
      { key: 'phone', label: 'Phone', type: 'PHONE' },
    ],
  });
  expect((await records.push('order', [anOrder('1')])).errors).toEqual([]);
  return must(dataModel, 'the model of orders').id;
}

/** A rule that an order has triggered. Returns its id. */
async function runRule({ admin, records }: TestWorld, templateId: string): Promise<string> {
  const input = { name: 'Rule', templateId, trigger: 'CREATED', recordFilter: {} } as const;
  const { createRecordRule } = await admin.send(MAKE_RULE, { input });
  const { id } = must(createRecordRule.rule, 'the rule');
  expect((await admin.send(START_RULE, { id })).enableRecordRule.errors).toEqual([]);
  expect((await records.push('order', [anOrder('2', { phone: '+16505550112' })])).errors).toEqual([]);
  return id;
}
