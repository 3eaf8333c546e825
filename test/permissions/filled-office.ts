import type { Office } from '../support/legacy/office.js';
import { PICTURE } from '../support/legacy/studio.js';

/** Something of every kind, so that there is a way to every type. */
export async function fillOffice(office: Office): Promise<Record<string, string>> {
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
  const option = { optionId: 'a', title: 'A' };
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
  for (const template of test.simulator.world.templates.values()) test.simulator.templates.decide(template, 'APPROVED');
  await test.admin.send('mutation ($id: ID!) { syncTemplates(input: { accountId: $id }) { errors { code } } }', {
    id: office.account.id,
  });
  await office.send(test.admin, id, { template: { templateId, recordId: record.records.nodes[0].id } });
  const { startBroadcast } = await test.admin.send(
    'mutation ($input: StartBroadcastInput!) { startBroadcast(input: $input) { broadcast { id } errors { message } } }',
    {
      input: {
        idempotencyKey: 'to many',
        templateId,
        recipients: [{ phoneNumber: '+16505550111', recordId: record.records.nodes[0].id }, {}],
        skipInvalid: true,
      },
    },
  );
  const [message] = await office.messagesWith('Ann');
  return {
    'Query.broadcast': `id: "${startBroadcast.broadcast.id}"`,
    'Query.broadcasts': `accountId: "${office.account.id}"`,
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
  };
}
