import type { OutgoingInteractive } from '../../../whatsapp/messages/interactive/interactive-content.js';

/** Words of what can be tapped, and of what is shown with it: labels, cards, items of an order. */
export function wordsToTap(content: OutgoingInteractive): (string | null)[] {
  const { buttons, sections } = content;
  const titles = [...buttons, ...sections.flatMap(({ rows }) => rows)].map(({ title }) => title);
  return [...titles, ...wordsOfKind(content)];
}

function wordsOfKind(content: OutgoingInteractive): (string | null)[] {
  switch (content.interactiveKind) {
    case 'FLOW':
      return [content.flow.label];
    case 'CAROUSEL':
      return content.cards.flatMap(({ body, buttons }) => [body, ...buttons.map(({ title }) => title)]);
    case 'CALL_BUTTON':
      return [content.call.label];
    case 'PRODUCT':
    case 'PRODUCT_LIST':
    case 'CATALOG':
    case 'PRODUCT_CAROUSEL':
      return content.products.sections.flatMap(({ title, productIds }) => [title, ...productIds]);
    case 'ORDER_DETAILS':
      return [content.order.referenceId, ...(content.order.contents?.items ?? []).map(({ name }) => name)];
    case 'ORDER_STATUS':
      return [content.update.referenceId, content.update.description];
    case 'BUTTONS':
    case 'LIST':
    case 'CALL_TO_ACTION':
    case 'LOCATION_REQUEST':
    case 'CALL_PERMISSION_REQUEST':
    case 'ADDRESS_REQUEST':
    case 'CONTACT_REQUEST':
      return [];
  }
}
