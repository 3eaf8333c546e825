import type { Problem } from '../../../common/errors/domain-error.js';
import type { HeaderType, TemplateContent } from '../../../whatsapp/templates/template-content.js';
import type { ProductSection } from '../../../whatsapp/messages/template-message.js';

export interface SuppliedFiles {
  /** The file of the header: the supplied one, or the template's sample. */
  header: { mimeType: string } | null;
  cards: ({ mimeType: string } | null)[];
}

export interface SuppliedExtras {
  mediaId: string | null;
  cardMediaIds: readonly string[];
  offerExpiresAt: Date | null;
  productSections: readonly ProductSection[];
}

const FILES: Partial<Record<HeaderType, { type: RegExp; description: string }>> = {
  IMAGE: { type: /^image\/(jpeg|png)$/, description: 'a JPEG or PNG' },
  VIDEO: { type: /^video\//, description: 'an MP4 or 3GP' },
  GIF: { type: /^video\/mp4$/, description: 'an MP4' },
  DOCUMENT: { type: /^(application|text)\//, description: 'a document' },
};
const MAX_PRODUCTS = 30;
const MAX_SECTIONS = 10;

/** Template requirements: what a template needs when it is sent, beside the values of its placeholders. */
export function requirementProblems(
  content: TemplateContent,
  supplied: SuppliedExtras,
  files: SuppliedFiles,
  now: Date,
  path: string[],
): Problem[] {
  return [
    ...headerFileProblems(content.header.type, supplied.mediaId, files.header, path),
    ...cardProblems(content, supplied.cardMediaIds, files.cards, [...path, 'cardMediaIds']),
    ...offerProblems(content, supplied.offerExpiresAt, now, [...path, 'offerExpiresAt']),
    ...productProblems(content, supplied.productSections, [...path, 'productSections']),
  ];
}

function headerFileProblems(
  type: HeaderType,
  mediaId: string | null,
  file: SuppliedFiles['header'],
  parent: string[],
): Problem[] {
  const path = [...parent, 'mediaId'];
  const expected = FILES[type];
  if (expected === undefined) {
    return mediaId === null
      ? []
      : [{ code: 'INVALID_INPUT', message: 'The header of this template has no file.', path }];
  }
  if (file === null) {
    if (mediaId !== null) return [{ code: 'NOT_FOUND', message: 'There is no such file on this account.', path }];
    return [{ code: 'VARIABLE_MISSING', message: `The header needs ${expected.description}: give a mediaId.`, path }];
  }
  if (expected.type.test(file.mimeType)) return [];
  return [
    { code: 'INVALID_FORMAT', message: `The header takes ${expected.description}; this is ${file.mimeType}.`, path },
  ];
}

function cardProblems(
  { cards }: TemplateContent,
  mediaIds: readonly string[],
  files: SuppliedFiles['cards'],
  path: string[],
): Problem[] {
  if (cards.length === 0) {
    return mediaIds.length === 0 ? [] : [{ code: 'INVALID_INPUT', message: 'This template has no cards.', path }];
  }
  return cards.flatMap(({ headerType }, index): Problem[] => {
    const expected = FILES[headerType];
    const file = files[index];
    if (expected === undefined) return [];
    if (file == null) {
      const message = `Card ${index + 1} needs ${expected.description}.`;
      return [{ code: 'VARIABLE_MISSING', message, path: [...path, String(index)] }];
    }
    if (expected.type.test(file.mimeType)) return [];
    const message = `Card ${index + 1} takes ${expected.description}; this is ${file.mimeType}.`;
    return [{ code: 'INVALID_FORMAT', message, path: [...path, String(index)] }];
  });
}

function offerProblems({ limitedTimeOffer }: TemplateContent, at: Date | null, now: Date, path: string[]): Problem[] {
  if (limitedTimeOffer?.hasExpiration !== true) return [];
  if (at === null) return [{ code: 'VARIABLE_MISSING', message: 'Say when the offer ends.', path }];
  return at > now ? [] : [{ code: 'INVALID_INPUT', message: 'The offer has ended already.', path }];
}

function productProblems({ buttons }: TemplateContent, sections: readonly ProductSection[], path: string[]): Problem[] {
  if (!buttons.some(({ type }) => type === 'MULTI_PRODUCT')) return [];
  const products = sections.reduce((sum, { productRetailerIds }) => sum + productRetailerIds.length, 0);
  if (products === 0) return [{ code: 'VARIABLE_MISSING', message: 'Say which products are shown.', path }];
  if (products > MAX_PRODUCTS || sections.length > MAX_SECTIONS) {
    const message = `At most ${MAX_PRODUCTS} products in ${MAX_SECTIONS} sections.`;
    return [{ code: 'TOO_LONG', message, path, limit: MAX_PRODUCTS }];
  }
  return [];
}
