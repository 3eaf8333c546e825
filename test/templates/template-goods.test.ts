import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import type { RecipientInput, TemplateOrderDetailsInput } from '../generated/graphql.js';
import { must, only, problems } from '../support/expectations.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const GOODS = graphql(`
  query TemplateGoodsOf($id: ID!, $goods: TemplateGoodsInput!) {
    template(id: $id) {
      sendingNeeds
      preview {
        goods(input: $goods) {
          product { catalogId productRetailerId } cardProducts { productRetailerId }
          order { referenceId status totalAmount } errors { ...Problem }
        }
      }
    }
  }
`);
const SENT = graphql(`
  query SentGoods($id: ID!) {
    message(id: $id) {
      content {
        ... on TemplateContent {
          buttons product { catalogId productRetailerId } cardProducts { catalogId productRetailerId }
          order { referenceId status description currency subtotal totalAmount items { name quantity } paymentConfiguration }
        }
      }
    }
  }
`);
const SEND = graphql(`
  mutation SendTemplateGoods($input: SendMessageInput!) {
    sendMessage(input: $input) { message { id } errors { ...Problem } }
  }
`);

const catalogId: string = DEMO.catalogId;
const BODY = { type: 'BODY', text: 'Use this now.' };
const PRODUCT = { type: 'HEADER', format: 'PRODUCT' };
const buttons = (...list: object[]) => ({ type: 'BUTTONS', buttons: list });
const of = (productRetailerId: string) => ({ catalogId, productRetailerId });
const orderOf = (referenceId: string): TemplateOrderDetailsInput => ({
  referenceId,
  goodsType: 'PHYSICAL',
  currency: 'INR',
  paymentType: 'upi',
  paymentConfiguration: 'garden-payments',
  items: [{ productId: 'aloe', name: 'Aloe', price: '10.00', quantity: 2 }],
  tax: { amount: '1.00' },
});

describe('Templates with products and orders', () => {
  let world: TestWorld;
  let made = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  async function synced(components: object[], settings: object = {}) {
    made += 1;
    const remote = world.meta.addTemplate({
      name: `goods_${made}`,
      category: 'MARKETING',
      components: components as Record<string, unknown>[],
      settings: { ...settings },
    });
    await world.templates.sync();
    const rows = await world.database.query<{ id: string }>('SELECT id FROM templates WHERE remote_id = $1', [
      remote.id,
    ]);
    return only(rows, 'template').id;
  }
  async function send(templateId: string, goods: Partial<RecipientInput>) {
    const { results, errors } = await world.templates.trySend({
      templateId,
      recipients: [{ phoneNumber: `+${aNumber()}`, ...goods }],
    });
    expect(errors).toEqual([]);
    return only(results, 'result');
  }
  async function sent(templateId: string, goods: Partial<RecipientInput>) {
    const { message, errors } = await send(templateId, goods);
    expect(errors).toEqual([]);
    const { id } = must(message);
    await world.inbox.until(id, 'SENT');
    const atMeta = must(world.meta.world.messages.find(({ callbackData }) => callbackData === id));
    const { content } = must((await world.admin.send(SENT, { id })).message);
    return { id, content, components: atMeta.body.components, template: must(atMeta.template) };
  }
  const refused = async (templateId: string, goods: Partial<RecipientInput>) =>
    problems((await send(templateId, goods)).errors).map((problem) => problem.replace('recipients.0.', ''));
  const goodsOf = async (id: string, goods: object) => must((await world.admin.send(GOODS, { id, goods })).template);

  it('send the product of the header', async () => {
    const id = await synced([PRODUCT, BODY, buttons({ type: 'SPM', text: 'View' })]);
    expect(await refused(id, {})).toEqual(['VARIABLE_MISSING product']);
    expect(await refused(id, { product: { catalogId: '', productRetailerId: ' ' } })).toEqual([
      'REQUIRED product.catalogId',
      'REQUIRED product.productRetailerId',
    ]);
    expect(await refused(id, { product: of('aloe'), cardProducts: [of('aloe')], orderStatus: news('x') })).toEqual([
      'INVALID_INPUT cardProducts',
      'INVALID_INPUT orderStatus',
    ]);
    const { content, components, template } = await sent(id, { product: of('aloe') });
    const product = { product_retailer_id: 'aloe', catalog_id: catalogId };
    expect(components).toEqual([{ type: 'header', parameters: [{ type: 'product', product }] }]);
    expect(template.headerContent).toEqual({ kind: 'product', value: product });
    expect(content).toEqual({ buttons: ['View'], product: of('aloe'), cardProducts: [], order: null });
    const shown = await goodsOf(id, { product: of('aloe') });
    expect(shown).toEqual({
      sendingNeeds: ['PRODUCT'],
      preview: { goods: { product: of('aloe'), cardProducts: [], order: null, errors: [] } },
    });
    const { message } = await send(id, { product: of('orchid') });
    expect((await world.inbox.until(must(message).id, 'FAILED')).failure).toMatchObject({ code: 131009 });
  });

  it('send a product on each card, more of them than Meta has approved', async () => {
    const card = { components: [PRODUCT, buttons({ type: 'SPM', text: 'View' })] };
    const id = await synced([BODY, { type: 'CAROUSEL', cards: [card, card] }]);
    expect((await goodsOf(id, {})).sendingNeeds).toEqual(['CARD_PRODUCTS']);
    expect(await refused(id, {})).toEqual(['VARIABLE_MISSING cardProducts']);
    expect(await refused(id, { cardProducts: [of('aloe')] })).toEqual(['TOO_SHORT cardProducts']);
    expect(await refused(id, { cardProducts: [of('aloe'), of('')] })).toEqual([
      'REQUIRED cardProducts.1.productRetailerId',
    ]);
    const names = ['aloe', 'fern', 'palm'];
    const { content, components, template } = await sent(id, { cardProducts: names.map(of) });
    expect(components).toEqual([
      {
        type: 'carousel',
        cards: names.map((name, index) => ({
          card_index: index,
          components: [
            {
              type: 'header',
              parameters: [{ type: 'product', product: { product_retailer_id: name, catalog_id: catalogId } }],
            },
          ],
        })),
      },
    ]);
    expect(template.cards).toHaveLength(3);
    expect(content).toMatchObject({ buttons: ['View', 'View', 'View'], cardProducts: names.map(of) });
    const { message } = await send(id, { cardProducts: [of('aloe'), of('orchid')] });
    expect((await world.inbox.until(must(message).id, 'FAILED')).failure).toMatchObject({ code: 131009 });
  });

  it('send as many products as cards where these have placeholders', async () => {
    const url = { type: 'URL', text: 'Buy', url: 'https://a.example/{{1}}', example: ['https://a.example/1'] };
    const card = { components: [PRODUCT, buttons(url)] };
    const id = await synced([BODY, { type: 'CAROUSEL', cards: [card, card] }]);
    const values = [0, 1].map((cardIndex) => ({
      placement: 'BUTTON' as const,
      name: '1',
      buttonIndex: 0,
      cardIndex,
      value: `p${cardIndex}`,
    }));
    expect(await refused(id, { values, cardProducts: ['aloe', 'fern', 'palm'].map(of) })).toEqual([
      'INVALID_INPUT cardProducts',
    ]);
    const { template } = await sent(id, { values, cardProducts: ['aloe', 'fern'].map(of) });
    expect(template.cards[1]).toMatchObject({ buttons: [{ value: 'https://a.example/p1' }] });
  });

  it('send an order, and news of it', async () => {
    const details = await synced([BODY, buttons({ type: 'ORDER_DETAILS', text: 'Review and pay' })], {
      sub_category: 'ORDER_DETAILS',
    });
    const status = await synced([BODY], { sub_category: 'ORDER_STATUS' });
    expect(await refused(details, {})).toEqual(['VARIABLE_MISSING orderDetails']);
    expect(await refused(status, {})).toEqual(['VARIABLE_MISSING orderStatus']);
    const order = orderOf('tree-7');
    expect(
      await refused(details, { orderDetails: { ...order, referenceId: 'a b', totalAmount: '1', currency: 'x' } }),
    ).toEqual([
      'INVALID_INPUT orderDetails.totalAmount',
      'INVALID_FORMAT orderDetails.referenceId',
      'INVALID_FORMAT orderDetails.currency',
    ]);
    expect((await goodsOf(details, { orderDetails: { ...order, items: [] } })).preview.goods).toMatchObject({
      errors: [{ code: 'REQUIRED', path: ['orderDetails', 'items'] }],
    });
    expect((await goodsOf(details, { orderDetails: order })).preview.goods.order).toEqual({
      referenceId: 'tree-7',
      status: 'PENDING',
      totalAmount: '21.00',
    });
    const { content, components, template } = await sent(details, { orderDetails: order });
    const parameters = {
      reference_id: 'tree-7',
      type: 'physical-goods',
      payment_type: 'upi',
      payment_configuration: 'garden-payments',
      currency: 'INR',
      total_amount: { value: 2_100, offset: 100 },
      order: {
        status: 'pending',
        items: [{ retailer_id: 'aloe', name: 'Aloe', amount: { value: 1_000, offset: 100 }, quantity: 2 }],
        subtotal: { value: 2_000, offset: 100 },
        tax: { value: 100, offset: 100 },
      },
    };
    expect(components).toEqual([
      {
        type: 'button',
        sub_type: 'order_details',
        index: '0',
        parameters: [{ type: 'action', action: { order_details: parameters } }],
      },
    ]);
    expect(template.order).toEqual({ type: 'order_details', parameters });
    expect(content).toMatchObject({ order: { referenceId: 'tree-7', status: 'PENDING', totalAmount: '21.00' } });

    const shipped = await sent(status, { orderStatus: { ...news('tree-7'), description: 'On its way' } });
    expect(shipped.components).toEqual([
      {
        type: 'order_status',
        parameters: [
          {
            type: 'order_status',
            order_status: { reference_id: 'tree-7', order: { status: 'shipped', description: 'On its way' } },
          },
        ],
      },
    ]);
    expect(shipped.content).toMatchObject({ order: { status: 'SHIPPED', description: 'On its way' } });
    for (const [templateId, goods] of [
      [details, { orderDetails: order }], // again
      [details, { orderDetails: { ...orderOf('tree-8'), paymentConfiguration: 'none' } }],
      [status, { orderStatus: news('unknown') }],
    ] as const) {
      const { message } = await send(templateId, goods);
      expect((await world.inbox.until(must(message).id, 'FAILED')).failure).toMatchObject({ code: 131009 });
    }
  });

  it('send an order within a conversation; one key sends one order', async () => {
    const templateId = await synced([BODY, buttons({ type: 'ORDER_DETAILS', text: 'Pay' })]);
    const { conversation } = await world.customers.startsConversation();
    const idempotencyKey = aKey('order');
    const ask = async (referenceId: string) => {
      const template = { templateId, orderDetails: orderOf(referenceId) };
      const input = { idempotencyKey, conversationId: conversation.id, content: { template } };
      return (await world.admin.send(SEND, { input })).sendMessage;
    };
    const first = await ask('fern-1');
    expect(first.errors).toEqual([]);
    expect((await ask('fern-1')).message).toEqual(first.message);
    expect(problems((await ask('fern-2')).errors)).toEqual(['CONFLICT idempotencyKey']);
    await world.inbox.until(must(first.message).id, 'SENT');
  });

  it('go to one at a time where they are about an order', async () => {
    const templateId = await synced([BODY], { sub_category: 'ORDER_STATUS' });
    const recipients = [{ phoneNumber: `+${aNumber()}`, orderStatus: news('tree-7') }];
    const { errors } = await world.broadcasts.tryStart({ templateId, recipients });
    expect(problems(errors)).toEqual(['TEMPLATE_NOT_SENDABLE templateId']);
    expect(only(errors, 'problem').message).toContain('one order of one customer');
    const product = await synced([PRODUCT, BODY]);
    const goods = { product: of('cactus') };
    const number = aNumber();
    const broadcast = await world.broadcasts.tryStart({
      templateId: product,
      recipients: [{ phoneNumber: `+${number}`, ...goods }],
      skipInvalid: true,
      inBackground: true,
    });
    expect(broadcast.errors).toEqual([]);
    const [message] = await world.customers.getsAt(number);
    expect(message?.template?.headerContent).toMatchObject({ value: { product_retailer_id: 'cactus' } });
  });
});

function news(referenceId: string) {
  return { referenceId, status: 'SHIPPED' as const };
}
