import { graphql } from '../generated/gql.js';
import { first, must, only } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { PICTURE } from '../support/factories/files.js';
import { aStatus } from '../support/factories/webhooks.js';
import { anOrder } from '../support/factories/shop.js';
import type { TestWorld } from '../support/world/test-world.js';

const LEARN_NUMBERS = graphql(`
  mutation LearnNumbers($id: ID!) { testConnection(input: { accountId: $id }) { errors { code } } }
`);
const INVITE = graphql(`
  mutation InviteSomebody($input: InviteUserInput!) { inviteUser(input: $input) { errors { code } } }
`);

/** What a query needs to lead somewhere: arguments by `Type.field`. */
export type ArgumentsByField = Record<string, string>;

/** Something of every kind, so that there is a way to every type. */
export async function fillOffice(world: TestWorld): Promise<ArgumentsByField> {
  const { account } = world;
  const conversationId = await fillConversation(world);
  await world.webhooks.receivesField('account_update', {
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type: 'X', expiration: 1_900_000_000 }],
  });
  await world.admin.send(LEARN_NUMBERS, { id: account.id });
  await world.admin.send(INVITE, { input: { name: 'Nia', email: 'nia@example.com', role: 'OPERATOR' } });

  const modelId = await pushOrder(world);
  const recordId = world.records.id('1');
  const template = await world.templates.approvedFrom({
    ...aDraft({ accountId: account.id, body: 'Your order {{1}} has left our shop today.' }),
    appliesTo: modelId,
    buttons: [{ type: 'QUICK_REPLY', text: 'Thanks' }],
    variables: [aFieldVariable({ fieldPath: 'number' })],
  });
  expect((await world.templates.sync()).errors).toEqual([]);
  await world.inbox.send(conversationId, { template: { templateId: template.id, recordId } });
  const broadcast = await world.broadcasts.start({
    templateId: template.id,
    recipients: [{ phoneNumber: '+16505550111', recordId }, {}],
    skipInvalid: true,
  });
  expect(only(broadcast.skipped, 'recipient that is skipped')).toMatchObject({ index: 1 });

  const today = world.clock.now().toISOString().slice(0, 10);
  const message = first(await world.inbox.messagesWith('Ann'));
  return {
    'Query.account': `id: "${account.id}"`,
    'Query.accountStatistics': `period: { from: "${today}", to: "${today}" }`,
    'Query.broadcast': `id: "${broadcast.id}"`,
    'Query.broadcasts': `accountId: "${account.id}"`,
    'Query.conversation': `id: "${conversationId}"`,
    'Query.checkPhoneNumbers': `input: { accountId: "${account.id}", phoneNumbers: ["+16505550111", "12"] }`,
    'Query.contact': `id: "${(await world.inbox.conversationWith('Ann')).contact.id}"`,
    'Query.message': `id: "${message.id}"`,
    'Query.searchMessages': 'query: "o"',
    'Query.dataModel': `id: "${modelId}"`,
    'Query.records': `modelId: "${modelId}"`,
    'Query.searchFields': `modelId: "${modelId}"`,
    'Query.template': `id: "${template.id}"`,
    'Query.validateTemplate': `input: { accountId: "${account.id}", displayName: "x", language: "en", category: UTILITY, body: "" }`,
    'Conversation.messages': 'last: 50',
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
  const member = { recipient_type: 'group', recipient_participant_id: '16505550102', conversation: { id: 'c' } };
  await world.webhooks.receives({ statuses: [aStatus(must(whatsappId), 'sent', member)] });
  expect((await world.inbox.addNote(id, 'note')).errors).toEqual([]);
  return id;
}

/** A model of orders with one order, `1`. Returns the id of the model. */
async function pushOrder({ records }: TestWorld): Promise<string> {
  const { dataModel } = await records.upsertModel({
    key: 'order',
    label: 'Order',
    fields: [{ key: 'number', label: 'Number', type: 'TEXT' }],
  });
  expect((await records.push('order', [anOrder('1')])).errors).toEqual([]);
  return must(dataModel, 'the model of orders').id;
}
