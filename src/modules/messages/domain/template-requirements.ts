import type { Problem } from '../../../common/errors/domain-error.js';
import { isRecord } from '../../../whatsapp/json.js';
import type { HeaderType, TemplateContent } from '../../../whatsapp/templates/template-content.js';
import type { ProductSection, QuickReplyPayload } from '../../../whatsapp/messages/template-message.js';
import { HEADER_FILES } from '../../templates/domain/header-file.js';
import { because } from '../../../common/errors/because.js';

export interface SuppliedFiles {
  /** The file of the header: the supplied one, or the template's sample. RECORD: it is the record's to name. */
  header: { mimeType: string } | 'RECORD' | null;
  cards: ({ mimeType: string } | null)[];
}

export interface SuppliedExtras {
  mediaId: string | null;
  cardMediaIds: readonly string[];
  offerExpiresAt: Date | null;
  productSections: readonly ProductSection[];
  quickReplyPayloads: readonly QuickReplyPayload[];
  /** As it was given. */
  flowData: unknown;
}

const MAX_PRODUCTS = 30;
const MAX_SECTIONS = 10;
/** Characters. */
const MAX_PAYLOAD = 256;

/** Template requirements: what a template needs when it is sent, beside the values of its placeholders. */
export function requirementProblems(
  content: TemplateContent,
  supplied: SuppliedExtras,
  files: SuppliedFiles,
  now: Date,
  path: string[],
): Problem[] {
  return [
    ...(files.header === 'RECORD' ? [] : headerFileProblems(content.header.type, supplied.mediaId, files.header, path)),
    ...cardProblems(content, supplied.cardMediaIds, files.cards, [...path, 'cardMediaIds']),
    ...offerProblems(content, supplied.offerExpiresAt, now, [...path, 'offerExpiresAt']),
    ...productProblems(content, supplied.productSections, [...path, 'productSections']),
    ...payloadProblems(content, supplied.quickReplyPayloads, [...path, 'quickReplyPayloads']),
    ...flowDataProblems(content, supplied.flowData, [...path, 'flowData']),
  ];
}

function payloadProblems(
  { buttons, cards }: TemplateContent,
  payloads: readonly QuickReplyPayload[],
  path: string[],
): Problem[] {
  const places = payloads.map(({ buttonIndex, cardIndex }) => `${cardIndex} ${buttonIndex}`);
  return payloads.flatMap(({ buttonIndex, cardIndex, payload }, index): Problem[] => {
    const at = [...path, String(index)];
    const own = cardIndex === null ? buttons : cards[cardIndex]?.buttons;
    if (own?.[buttonIndex]?.type !== 'QUICK_REPLY')
      return [{ code: 'INVALID_INPUT', ...because('QUICK_REPLY_NOT_THERE'), path: at }];
    if (places.indexOf(places[index] ?? '') !== index)
      return [{ code: 'DUPLICATE', ...because('QUICK_REPLY_TWICE'), path: at }];
    if (payload === '') return [{ code: 'REQUIRED', ...because('FILL_IN'), path: [...at, 'payload'] }];
    if (payload.length <= MAX_PAYLOAD) return [];
    const why = because('TOO_MANY_CHARACTERS', { limit: MAX_PAYLOAD });
    return [{ code: 'TOO_LONG', ...why, path: [...at, 'payload'], limit: MAX_PAYLOAD }];
  });
}

function flowDataProblems({ buttons, cards }: TemplateContent, data: unknown, path: string[]): Problem[] {
  if (data == null) return [];
  const hasFlow = [...buttons, ...cards.flatMap((card) => card.buttons)].some(({ type }) => type === 'FLOW');
  if (!hasFlow) return [{ code: 'INVALID_INPUT', ...because('TEMPLATE_WITHOUT_FLOW'), path }];
  return isRecord(data) && Object.keys(data).length > 0
    ? []
    : [{ code: 'INVALID_INPUT', ...because('FLOW_DATA_FORM'), path }];
}

function headerFileProblems(
  type: HeaderType,
  mediaId: string | null,
  file: { mimeType: string } | null,
  parent: string[],
): Problem[] {
  const path = [...parent, 'mediaId'];
  const expected = HEADER_FILES[type];
  if (expected === undefined) {
    return mediaId === null ? [] : [{ code: 'INVALID_INPUT', ...because('HEADER_WITHOUT_FILE'), path }];
  }
  if (file === null) {
    if (mediaId !== null) return [{ code: 'NOT_FOUND', ...because('FILE_NOT_ON_ACCOUNT'), path }];
    return [{ code: 'VARIABLE_MISSING', ...because('HEADER_FILE_MISSING', { kind: expected.description }), path }];
  }
  if (expected.type.test(file.mimeType)) return [];
  return [
    {
      code: 'INVALID_FORMAT',
      ...because('HEADER_FILE_OF_OTHER_TYPE', { kind: expected.description, type: file.mimeType }),
      path,
    },
  ];
}

function cardProblems(
  { cards }: TemplateContent,
  mediaIds: readonly string[],
  files: SuppliedFiles['cards'],
  path: string[],
): Problem[] {
  if (cards.length === 0) {
    return mediaIds.length === 0 ? [] : [{ code: 'INVALID_INPUT', ...because('TEMPLATE_WITHOUT_CARDS'), path }];
  }
  return cards.flatMap(({ headerType }, index): Problem[] => {
    const expected = HEADER_FILES[headerType];
    const file = files[index];
    if (expected === undefined) return [];
    if (file == null) {
      const why = because('CARD_FILE_MISSING', { card: index + 1, kind: expected.description });
      return [{ code: 'VARIABLE_MISSING', ...why, path: [...path, String(index)] }];
    }
    if (expected.type.test(file.mimeType)) return [];
    const why = because('CARD_FILE_OF_OTHER_TYPE', {
      card: index + 1,
      kind: expected.description,
      type: file.mimeType,
    });
    return [{ code: 'INVALID_FORMAT', ...why, path: [...path, String(index)] }];
  });
}

function offerProblems({ limitedTimeOffer }: TemplateContent, at: Date | null, now: Date, path: string[]): Problem[] {
  if (limitedTimeOffer?.hasExpiration !== true) return [];
  if (at === null) return [{ code: 'VARIABLE_MISSING', ...because('OFFER_END_MISSING'), path }];
  return at > now ? [] : [{ code: 'INVALID_INPUT', ...because('OFFER_ENDED'), path }];
}

function productProblems({ buttons }: TemplateContent, sections: readonly ProductSection[], path: string[]): Problem[] {
  if (!buttons.some(({ type }) => type === 'MULTI_PRODUCT')) return [];
  const products = sections.reduce((sum, { productRetailerIds }) => sum + productRetailerIds.length, 0);
  if (products === 0) return [{ code: 'VARIABLE_MISSING', ...because('PRODUCTS_MISSING'), path }];
  if (products > MAX_PRODUCTS || sections.length > MAX_SECTIONS) {
    const why = because('TOO_MANY_PRODUCTS', { limit: MAX_PRODUCTS, sections: MAX_SECTIONS });
    return [{ code: 'TOO_LONG', ...why, path, limit: MAX_PRODUCTS }];
  }
  return [];
}
