import { DEMO } from '../../../src/simulator/world/demo-world.js';
import type { SimWorld } from '../../../src/simulator/world/world.js';
import type { OutgoingContentInput } from '../../generated/graphql.js';
import { AN_ORDER } from './request-samples.js';

const catalogId: string = DEMO.catalogId;

/** What Meta refuses, when the account or the number is changed so. */
export interface RefusedSample {
  what: string;
  content: OutgoingContentInput;
  code: number;
  /** Sent before; Meta takes it. */
  before?: OutgoingContentInput;
  arrange?: (world: SimWorld) => void;
}

const waba = (world: SimWorld) => [...world.wabas.values()][0] ?? fail();
const phone = (world: SimWorld) => [...world.phones.values()][0] ?? fail();

function fail(): never {
  throw new Error('The simulated Meta has no account.');
}

const product = (productId: string, of = catalogId): OutgoingContentInput => ({
  product: { catalogId: of, productId },
});
const flow = (flowId: string, more: object = {}): OutgoingContentInput => ({
  flow: { flowId, label: 'Go', body: 'b', ...more },
});
const asked = (more: object): OutgoingContentInput => ({ orderDetails: { ...AN_ORDER, ...more } });
const news = (referenceId: string, status: 'COMPLETED' | 'SHIPPED'): OutgoingContentInput => ({
  orderStatus: { body: 'b', referenceId, status },
});

/** In this order: some build on what was sent before. */
export const REFUSED: readonly RefusedSample[] = [
  { what: 'a product that the catalogue has not', content: product('orchid'), code: 131009 },
  { what: 'a product of another catalogue', content: product('aloe', '77'), code: 131009 },
  {
    what: 'a list with one product that the catalogue has not',
    content: { productList: { catalogId, header: 'h', body: 'b', sections: [{ productIds: ['aloe', 'orchid'] }] } },
    code: 131009,
  },
  { what: 'a Flow that does not exist', content: flow('1'), code: 131009 },
  { what: 'a Flow that is a draft', content: flow(DEMO.draftFlowId), code: 131009 },
  { what: 'a published Flow as a draft', content: flow(DEMO.flowId, { isDraft: true }), code: 131009 },
  { what: 'a screen that the Flow has not', content: flow(DEMO.flowId, { screen: 'NOWHERE' }), code: 131009 },
  {
    what: 'an unknown way to be paid',
    content: asked({ paymentConfiguration: 'none', referenceId: 'x' }),
    code: 131009,
  },
  { what: 'news of an unknown order', content: news('unknown', 'SHIPPED'), code: 131009 },
  {
    what: 'an order with a reference that was used',
    before: asked({ referenceId: 'twice' }),
    content: asked({ referenceId: 'twice' }),
    code: 131009,
  },
  {
    what: 'news of an order that was completed',
    before: news('twice', 'COMPLETED'),
    content: news('twice', 'SHIPPED'),
    code: 2046,
  },
  {
    what: 'a second question for calls within a day',
    before: { callPermissionRequest: {} },
    content: { callPermissionRequest: { body: 'And now?' } },
    code: 138009,
  },
  {
    what: 'a Flow that Meta has blocked',
    content: flow(DEMO.flowId),
    code: 132068,
    arrange: (world) => {
      for (const each of waba(world).flows ?? []) each.status = 'BLOCKED';
    },
  },
  {
    what: 'a product without a catalogue',
    content: product('aloe'),
    code: 131009,
    arrange: (world) => {
      delete waba(world).catalog;
    },
  },
  { what: 'a catalogue that is not there', content: { catalog: { body: 'All' } }, code: 131009 },
  {
    what: 'a call button where calls are off',
    content: { callButton: { body: 'Call us' } },
    code: 138000,
    arrange: (world) => {
      phone(world).hasCalling = false;
    },
  },
];
