import { aloe, BODY, button, buttons, carousel, fern, flow, header, STRAY, type TemplateKindSample } from './sample.js';

/** Products, Flows, calls and orders. */
export const SHOP_KINDS: readonly TemplateKindSample[] = [
  {
    kind: 'Carousel of products',
    category: 'MARKETING',
    bad: { send: {} },
    send: () => ({ cardProducts: [aloe, fern] }),
    shown: { cardProducts: [aloe, fern] },
    unlisted: 'carousel',
    components: [BODY, carousel('PRODUCT', { type: 'SPM', text: 'View' })],
  },
  {
    kind: 'Single product',
    category: 'MARKETING',
    bad: { send: {} },
    send: () => ({ product: aloe }),
    shown: { product: aloe },
    components: [header('PRODUCT'), BODY, buttons({ type: 'SPM', text: 'View' })],
  },
  {
    kind: 'Several products',
    category: 'MARKETING',
    write: () => ({
      header: { type: 'TEXT', text: 'For you' },
      ...button({ type: 'MULTI_PRODUCT', text: 'View items' }),
    }),
    bad: { draft: () => ({ category: 'UTILITY', ...button({ type: 'MULTI_PRODUCT', text: 'View items' }) }) },
    send: () => ({ productSections: [{ title: 'Green', productRetailerIds: ['aloe', 'fern'] }] }),
    components: [header('TEXT', { text: 'For you' }), BODY, buttons({ type: 'MPM', text: 'View items' })],
  },
  {
    kind: 'Catalogue',
    category: 'MARKETING',
    write: () => button({ type: 'CATALOG', text: 'View catalog' }),
    bad: { draft: () => ({ category: 'UTILITY', ...button({ type: 'CATALOG', text: 'View catalog' }) }) },
    components: [BODY, buttons({ type: 'CATALOG', text: 'View catalog' })],
  },
  {
    kind: 'Flow by id',
    write: () => button({ type: 'FLOW', text: 'Book', flowId: '77', flowAction: 'navigate', navigateScreen: 'FIRST' }),
    bad: { draft: () => button({ type: 'FLOW', text: 'Book' }) },
    components: flow({ flow_id: '77' }),
  },
  { kind: 'Flow by name', bad: { send: { flowData: [] } }, components: flow({ flow_name: 'book_a_visit' }) },
  {
    kind: 'Call button',
    write: () => button({ type: 'VOICE_CALL', text: 'Call us', ttlMinutes: 1_440 }),
    bad: { draft: () => button({ type: 'VOICE_CALL', text: 'Call us', ttlMinutes: 1 }) },
    components: [BODY, buttons({ type: 'VOICE_CALL', text: 'Call us', ttl_minutes: 1440 })],
  },
  { kind: 'Call permission request', bad: STRAY, components: [BODY, { type: 'CALL_PERMISSION_REQUEST' }] },
  {
    kind: 'Contact information request',
    bad: STRAY,
    components: [BODY, buttons({ type: 'REQUEST_CONTACT_INFO', text: 'Share' })],
  },
  {
    kind: 'Order details',
    bad: { send: {} },
    send: () => ({
      orderDetails: {
        ...{ referenceId: 'kind-7', goodsType: 'PHYSICAL', currency: 'INR', paymentType: 'upi' },
        paymentConfiguration: 'garden-payments',
        items: [{ productId: 'aloe', name: 'Aloe', price: '10.00', quantity: 2 }],
      },
    }),
    shown: { order: { referenceId: 'kind-7', status: 'PENDING', totalAmount: '20.00' } },
    components: [BODY, buttons({ type: 'ORDER_DETAILS', text: 'Review and pay' })],
    settings: { sub_category: 'ORDER_DETAILS' },
  },
  {
    kind: 'Order status',
    bad: { send: {} },
    send: () => ({ orderStatus: { referenceId: 'kind-7', status: 'SHIPPED' } }),
    shown: { order: { referenceId: 'kind-7', status: 'SHIPPED' } },
    unlisted: 'order_status',
    components: [BODY],
    settings: { sub_category: 'ORDER_STATUS' },
  },
];
