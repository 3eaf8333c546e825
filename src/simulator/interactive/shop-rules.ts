import { errorWithCode, invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimFlow, SimPhone, SimWaba, SimWorld } from '../world/world.js';
import { requireCount, requireMaxLength, wrongValue } from './limits.js';

type Body = Record<string, unknown>;

/** What an account has to have: products of a connected catalogue, Flows, ways to be paid. */
export function checkProducts(world: SimWorld, phone: SimPhone, catalogId: unknown, productIds: unknown[]): void {
  const catalog = world.wabas.get(phone.wabaId)?.catalog;
  if (catalog === undefined) throw wrongValue('No catalog is connected to this WhatsApp Business Account.');
  if (catalogId !== undefined && catalogId !== catalog.id) throw wrongValue(`Catalog ${String(catalogId)} not found.`);
  const missing = productIds.find((id) => !catalog.productIds.includes(String(id)));
  if (missing !== undefined) throw wrongValue(`Product ${String(missing)} not found in the catalog.`);
}

export function checkProductSections(world: SimWorld, phone: SimPhone, { catalog_id: id, sections }: Body): void {
  const list = (sections ?? []) as Body[];
  requireCount(list.length, 1, 10, 'sections');
  const products = list.flatMap((section) => (section.product_items ?? []) as Body[]);
  requireCount(products.length, 1, 30, 'product_items');
  for (const { title } of list) if (list.length > 1) requireMaxLength(title, 24, "section['title']");
  const ids = products.map((product) => product.product_retailer_id);
  if (id === undefined) throw missingParameter("interactive['action']['catalog_id']");
  checkProducts(world, phone, id, ids);
}

export function checkFlow(world: SimWorld, phone: SimPhone, parameters: Body): void {
  const { flow_id: id, flow_name: name, flow_cta: label, mode = 'published' } = parameters;
  if (parameters.flow_message_version !== '3') throw wrongValue('flow_message_version must be 3.');
  requireMaxLength(label, 30, 'flow_cta');
  if ((id === undefined) === (name === undefined)) throw wrongValue('One of flow_id and flow_name is needed.');
  const flow = world.wabas.get(phone.wabaId)?.flows?.find((each) => each.id === id || each.name === name);
  if (flow === undefined) throw wrongValue('The Flow does not exist.');
  requireSendable(flow, mode);
  const { screen, data } = (parameters.flow_action_payload ?? {}) as Body;
  if (parameters.flow_action === 'data_exchange' && parameters.flow_action_payload !== undefined)
    throw wrongValue('flow_action_payload is not allowed for data_exchange.');
  if (screen !== undefined && !flow.screens.includes(String(screen)))
    throw wrongValue(`Screen ${String(screen)} not found in the Flow.`);
  if (data !== undefined && Object.keys(data as Body).length === 0) throw wrongValue('data must not be empty.');
}

function requireSendable({ status }: SimFlow, mode: unknown): void {
  if (status === 'BLOCKED') throw errorWithCode(132068);
  if (status === 'THROTTLED') throw errorWithCode(132069);
  if (status === 'DEPRECATED') throw wrongValue('The Flow is deprecated.');
  if (status === 'DRAFT' && mode !== 'draft') throw wrongValue('The Flow is a draft; it can be sent with mode draft.');
  if (status === 'PUBLISHED' && mode === 'draft') throw wrongValue('The Flow is published; mode must be published.');
}

export function checkOrderDetails(world: SimWorld, phone: SimPhone, parameters: Body): void {
  const { reference_id: reference, currency, payment_settings: settings, order, total_amount: total } = parameters;
  requireMaxLength(reference, 35, 'reference_id');
  if (typeof currency !== 'string') throw missingParameter('currency');
  const waba = world.wabas.get(phone.wabaId);
  if (settings === undefined) requireConfiguration(waba, parameters.payment_configuration);
  else for (const setting of settings as Body[]) checkSetting(waba, setting);
  if (typeof order === 'object') checkSums(order as Body, hundredths(total));
  if (ordersOf(world, phone, 'order_details', reference).length > 0)
    throw wrongValue('An order with this reference_id was sent before.');
}

function checkSetting(waba: SimWaba | undefined, { type, ...setting }: Body): void {
  if (typeof setting[String(type)] !== 'object') throw missingParameter(`payment_settings['${String(type)}']`);
  const { configuration_name: name } = setting[String(type)] as Body;
  if (type === 'payment_gateway') requireConfiguration(waba, name);
}

function requireConfiguration(waba: SimWaba | undefined, name: unknown): void {
  if (waba?.paymentConfigurations?.includes(String(name)) !== true)
    throw wrongValue(`Payment configuration ${String(name)} not found.`);
}

function checkSums(order: Body, total: number): void {
  const items = (order.items ?? []) as Body[];
  requireCount(items.length, 1, 999, 'items');
  const sum = items.reduce((all, item) => all + hundredths(item.sale_amount ?? item.amount) * Number(item.quantity), 0);
  if (sum !== hundredths(order.subtotal)) throw wrongValue('subtotal is not the sum of the items.');
  const [tax, shipping, discount] = [order.tax, order.shipping, order.discount].map((part) =>
    part === undefined ? 0 : hundredths(part),
  );
  if (sum + (tax ?? 0) + (shipping ?? 0) - (discount ?? 0) !== total)
    throw wrongValue('total_amount is not subtotal + tax + shipping - discount.');
}

function hundredths(amount: unknown): number {
  const { value, offset } = (amount ?? {}) as Body;
  if (offset !== 100 || !Number.isInteger(value)) throw invalidParameter('An amount has a value and the offset 100.');
  return Number(value);
}

const STATUSES = ['pending', 'processing', 'partially-shipped', 'shipped', 'completed', 'canceled'];
const FINAL = new Set(['completed', 'canceled']);

export function checkOrderStatus(world: SimWorld, phone: SimPhone, parameters: Body): void {
  const { reference_id: reference, order } = parameters;
  const { status } = (order ?? {}) as Body;
  if (!STATUSES.includes(String(status))) throw invalidParameter(`Param status must be one of ${STATUSES.join(', ')}`);
  if (ordersOf(world, phone, 'order_details', reference).length === 0)
    throw wrongValue(`There is no order with the reference_id ${String(reference)}.`);
  const last = ordersOf(world, phone, 'order_status', reference).at(-1);
  const reached = ((last?.order ?? {}) as Body).status;
  if (FINAL.has(String(reached)))
    throw new SimError(400, 2046, '(#2046) Invalid status transition', {
      details: `An order that is ${String(reached)} cannot become ${String(status)}.`,
    });
}

/** The parameters of what was sent of an order, in order, within the window or by a template. */
function ordersOf(world: SimWorld, phone: SimPhone, type: string, reference: unknown): Body[] {
  return world.messages
    .filter(({ direction, phoneId }) => direction === 'OUT' && phoneId === phone.id)
    .flatMap(({ body, template }): Body[] => {
      if (template !== undefined) return template.order?.type === type ? [template.order.parameters] : [];
      const { parameters } = (body.action ?? {}) as { parameters?: Body };
      return body.type === type ? [parameters ?? {}] : [];
    })
    .filter((parameters) => parameters.reference_id === reference);
}
