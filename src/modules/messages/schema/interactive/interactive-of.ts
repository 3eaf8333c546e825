import type {
  CarouselCard,
  InteractiveOption as StoredOption,
  OutgoingInteractive,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import type { InteractiveCard, InteractiveContent, InteractiveOption } from './interactive-content.types.js';
import { orderOf, orderUpdateOf } from './interactive-order.types.js';

/** A stored message with something to tap, as the API shows it. */
export function interactiveOf(content: OutgoingInteractive): InteractiveContent {
  const { interactiveKind, header, headerMedia, body, footer, buttons, sections, url, urlText } = content;
  const rows = sections.flatMap((section) => section.rows);
  return {
    interactiveKind,
    kind: interactiveKind,
    header,
    body,
    footer,
    headerMediaId: headerMedia?.mediaId ?? null,
    options: [...[...buttons, ...rows].map(optionOf), ...linkOf(url, urlText), ...labelOf(content)],
    flow: content.interactiveKind === 'FLOW' ? { ...content.flow } : null,
    products: 'products' in content ? { ...content.products } : null,
    cards: content.interactiveKind === 'CAROUSEL' ? content.cards.map(cardOf) : [],
    callButton: content.interactiveKind === 'CALL_BUTTON' ? { ...content.call } : null,
    addressRequest: content.interactiveKind === 'ADDRESS_REQUEST' ? { ...content.address } : null,
    order: orderIn(content),
  };
}

function orderIn(content: OutgoingInteractive): InteractiveContent['order'] {
  if (content.interactiveKind === 'ORDER_DETAILS') return orderOf(content.order);
  return content.interactiveKind === 'ORDER_STATUS' ? orderUpdateOf(content.update) : null;
}

/** What brings a token or a payload back is an option too. */
function labelOf(content: OutgoingInteractive): InteractiveOption[] {
  if (content.interactiveKind === 'FLOW') {
    const { token, label } = content.flow;
    return [{ optionId: token, title: label, description: null, url: null }];
  }
  if (content.interactiveKind !== 'CALL_BUTTON' || content.call.label === null) return [];
  const { payload, label } = content.call;
  return [{ optionId: payload ?? '', title: label, description: null, url: null }];
}

function optionOf({ id: optionId, title, description }: StoredOption): InteractiveOption {
  return { optionId, title, description, url: null };
}

function linkOf(address: string | null, urlText: string | null): InteractiveOption[] {
  const url = absoluteUrl(address);
  return url === null ? [] : [{ optionId: url, title: urlText ?? url, description: null, url }];
}

function cardOf({ media, body, buttons, url, urlText }: CarouselCard): InteractiveCard {
  return { body, mediaId: media.mediaId, options: [...buttons.map(optionOf), ...linkOf(url, urlText)] };
}

/** Whatever somebody wrote there must not break the query. */
export function absoluteUrl(url: string | null | undefined): string | null {
  return url != null && URL.canParse(url) ? url : null;
}
