import { checkOrderDetails, checkOrderStatus, checkProducts } from '../interactive/shop-rules.js';
import { missingParameter } from '../sim-error.js';
import type { SimPhone, SimTemplate, SimWorld } from '../world/world.js';
import { upper } from './template-rules.js';

type Body = Record<string, unknown>;

/** A product in the header of a template, or of a card: it must be in the catalogue that is connected. */
export function checkProduct(world: SimWorld, phone: SimPhone, product: Body): void {
  for (const key of ['catalog_id', 'product_retailer_id'])
    if (typeof product[key] !== 'string' || product[key] === '') throw missingParameter(`product['${key}']`);
  checkProducts(world, phone, product.catalog_id, [product.product_retailer_id]);
}

/** The order of an ORDER_DETAILS button, or the news of one, checked as in messages within the window; null: none. */
export function checkedOrder(
  world: SimWorld,
  phone: SimPhone,
  template: SimTemplate,
  sent: readonly Body[],
): { type: 'order_details' | 'order_status'; parameters: Body } | null {
  const details = detailsIn(sent);
  if (details !== null) {
    checkOrderDetails(world, phone, details);
    return { type: 'order_details', parameters: details };
  }
  if (upper(template.settings?.sub_category) !== 'ORDER_STATUS') return null;
  const status = statusIn(sent);
  if (status === null) throw missingParameter('order_status');
  checkOrderStatus(world, phone, status);
  return { type: 'order_status', parameters: status };
}

function detailsIn(sent: readonly Body[]): Body | null {
  const button = sent.find(({ sub_type: type }) => upper(type) === 'ORDER_DETAILS');
  if (button === undefined) return null;
  const [parameter] = (button.parameters as Body[] | undefined) ?? [];
  const { order_details: details } = (parameter?.action ?? {}) as Body;
  if (typeof details !== 'object') throw missingParameter("action['order_details']");
  return details as Body;
}

function statusIn(sent: readonly Body[]): Body | null {
  const component = sent.find(({ type }) => upper(type) === 'ORDER_STATUS');
  const [parameter] = (component?.parameters as Body[] | undefined) ?? [];
  return (parameter?.order_status as Body | undefined) ?? null;
}
