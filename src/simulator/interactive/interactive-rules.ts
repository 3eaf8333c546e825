import { invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimPhone, SimWorld } from '../world/world.js';
import { requireCalling } from './call-rules.js';
import { requireCount, requireMaxLength, wrongValue } from './limits.js';
import { checkFlow, checkOrderDetails, checkOrderStatus, checkProducts, checkProductSections } from './shop-rules.js';

type Body = Record<string, unknown>;
type Part = Body | undefined;

/** Whose body may be left out. */
const WITHOUT_BODY = new Set(['product', 'call_permission_request']);
const HEADER_TYPES = new Set(['text', 'image', 'video', 'document']);
/** What may stand above the body. Others: nothing. */
const HEADERS: Readonly<Record<string, ReadonlySet<string>>> = {
  button: HEADER_TYPES,
  cta_url: HEADER_TYPES,
  flow: HEADER_TYPES,
  list: new Set(['text']),
  product_list: new Set(['text']),
  address_message: new Set(['text']),
  order_details: new Set(['image']),
};

/** Meta's checks of messages with something to tap. */
export function checkInteractive(world: SimWorld, phone: SimPhone, content: Body): void {
  const { header, body, footer, action } = content as Record<string, Part>;
  const type = String(content.type);
  if (action === undefined) throw missingParameter("interactive['action']");
  if (body === undefined && !WITHOUT_BODY.has(type)) throw missingParameter("interactive['body']");
  if (body !== undefined) requireMaxLength(body.text, type === 'list' ? 4_096 : 1_024, "interactive['body']['text']");
  if (footer !== undefined) requireMaxLength(footer.text, 60, "interactive['footer']['text']");
  checkHeader(world, type, header);
  const parameters = (action.parameters ?? {}) as Body;
  switch (type) {
    case 'button':
      return checkButtons((action.buttons ?? []) as Body[], 'reply', 3);
    case 'list':
      requireMaxLength(action.button, 20, "interactive['action']['button']");
      return checkSections((action.sections ?? []) as Body[]);
    case 'cta_url':
      return checkLink(parameters);
    case 'location_request_message':
      return requireName(action, 'send_location');
    case 'flow':
      requireName(action, 'flow');
      return checkFlow(world, phone, parameters);
    case 'product':
      if (header !== undefined) throw invalidParameter('A product message has no header.');
      if (action.catalog_id === undefined) throw missingParameter("interactive['action']['catalog_id']");
      return checkProducts(world, phone, action.catalog_id, [action.product_retailer_id]);
    case 'product_list':
      if (header === undefined) throw missingParameter("interactive['header']");
      return checkProductSections(world, phone, action);
    case 'catalog_message': {
      requireName(action, 'catalog_message');
      const thumbnail = parameters.thumbnail_product_retailer_id;
      return checkProducts(world, phone, undefined, thumbnail === undefined ? [] : [thumbnail]);
    }
    case 'carousel':
      if (footer !== undefined) throw invalidParameter('A carousel has no footer.');
      return checkCards(world, phone, (action.cards ?? []) as Body[]);
    case 'call_permission_request':
      requireName(action, 'call_permission_request');
      return requireCalling(phone);
    case 'voice_call':
      requireName(action, 'voice_call');
      checkCallButton(parameters);
      return requireCalling(phone);
    case 'address_message':
      requireName(action, 'address_message');
      if (!['IN', 'SG'].includes(String(parameters.country))) throw wrongValue('country must be IN or SG.');
      return;
    case 'request_contact_info':
      return requireName(action, 'request_contact_info');
    case 'order_details':
      requireName(action, 'review_and_pay');
      return checkOrderDetails(world, phone, parameters);
    case 'order_status':
      requireName(action, 'review_order');
      return checkOrderStatus(world, phone, parameters);
    default:
      throw invalidParameter("Param interactive['type'] is none of the types of interactive messages.");
  }
}

function checkHeader(world: SimWorld, messageType: string, header: Part): void {
  if (header === undefined) return;
  const type = String(header.type);
  if (HEADERS[messageType]?.has(type) !== true)
    throw invalidParameter(`A message of the type ${messageType} has no header of the type ${type}.`);
  if (type === 'text') return requireMaxLength(header.text, 60, "interactive['header']['text']");
  requireMedia(world, header[type] as Part);
}

function requireMedia(world: SimWorld, media: Part): void {
  if (typeof media?.link !== 'string' && !world.media.has(String(media?.id)))
    throw new SimError(400, 131009, '(#131009) Parameter value is not valid', { details: 'Unknown media id.' });
}

function requireName(action: Body, name: string): void {
  if (action.name !== name) throw missingParameter("interactive['action']['name']");
}

function checkButtons(buttons: Body[], kind: 'reply' | 'quick_reply', max: number): void {
  requireCount(buttons.length, 1, max, 'buttons');
  const replies = buttons.map((button) => (button[kind] ?? {}) as Body);
  for (const { id, title } of replies) {
    requireMaxLength(id, 256, `${kind}['id']`);
    requireMaxLength(title, 20, `${kind}['title']`);
  }
  if (new Set(replies.map(({ id }) => id)).size !== replies.length) throw invalidParameter('Two buttons have one id.');
}

function checkSections(sections: Body[]): void {
  requireCount(sections.length, 1, 10, 'sections');
  const rows = sections.flatMap((section) => (section.rows ?? []) as Body[]);
  requireCount(rows.length, 1, 10, 'rows');
  for (const { title } of sections) if (sections.length > 1) requireMaxLength(title, 24, "section['title']");
  for (const { id, title, description } of rows) {
    requireMaxLength(id, 200, "row['id']");
    requireMaxLength(title, 24, "row['title']");
    if (description !== undefined) requireMaxLength(description, 72, "row['description']");
  }
}

function checkLink({ display_text: text, url }: Body): void {
  requireMaxLength(text, 20, "interactive['action']['parameters']['display_text']");
  if (!URL.canParse(String(url))) throw invalidParameter('The URL is not valid.');
}

/** Cards are all alike: products, links, or as many buttons each. */
function checkCards(world: SimWorld, phone: SimPhone, cards: Body[]): void {
  requireCount(cards.length, 2, 10, 'cards');
  const actions = cards.map((card) => (card.action ?? {}) as Body);
  cards.forEach((card, index) => {
    const action = actions[index] ?? {};
    if (card.card_index !== index) throw invalidParameter('card_index must count from 0.');
    if (card.type === 'product') return checkProducts(world, phone, action.catalog_id, [action.product_retailer_id]);
    const { header, body } = card as Record<string, Part>;
    if (!['image', 'video'].includes(String(header?.type))) throw missingParameter("card['header']");
    requireMedia(world, header?.[String(header.type)] as Part);
    if (body !== undefined) requireMaxLength(body.text, 160, "card['body']['text']");
    if (card.type === 'cta_url') checkLink((action.parameters ?? {}) as Body);
    else checkButtons((action.buttons ?? []) as Body[], 'quick_reply', 3);
  });
  const shapes = cards.map(({ type }, index) => `${String(type)} ${listLength(actions[index]?.buttons)}`);
  if (new Set(shapes).size > 1) throw invalidParameter('Button types and numbers must match across all cards.');
}

function listLength(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function checkCallButton({ display_text: text, ttl_minutes: minutes, payload }: Body): void {
  if (text !== undefined) requireMaxLength(text, 20, 'display_text');
  if (payload !== undefined) requireMaxLength(payload, 512, 'payload');
  if (minutes !== undefined && !(Number(minutes) >= 1 && Number(minutes) <= 43_200))
    throw invalidParameter('Param ttl_minutes must be 1 to 43200.');
}
