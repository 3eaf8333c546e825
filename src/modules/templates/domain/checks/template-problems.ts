import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import { TEMPLATE_LANGUAGES } from '../../../../whatsapp/templates/template-languages.js';
import type { TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import type { DataModel } from '../../../variables/domain/data-model.js';
import { authenticationProblems } from './authentication-problems.js';
import { buttonProblems } from './button-problems.js';
import type { TemplateDraft } from '../template.js';
import { bodyProblems, footerProblems, headerProblems, MAX_LENGTH } from './text-problems.js';
import { bindingProblems, referenceProblems } from './variable-problems.js';
import { because } from '../../../../common/errors/because.js';

/** What a template refers to: the data models, and the file of its header. */
export interface TemplateReferences {
  models: readonly DataModel[];
  /** The sample of the header; null when there is none. */
  headerMedia: { mimeType: string; size: number } | null;
  /** What Meta has of the template: parts that only Meta can make stay when something else is edited. Null: it was not made yet. */
  atMeta?: TemplateContent | null;
}

const NAME = /^[a-z0-9_]{1,512}$/;
const MB = 1024 * 1024;
/** Sample files that Meta accepts, by type of header. */
const HEADER_SAMPLES: Record<string, { types: string[]; maxBytes: number; description: string }> = {
  IMAGE: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB, description: 'a JPEG or PNG' },
  VIDEO: { types: ['video/mp4'], maxBytes: 16 * MB, description: 'an MP4' },
  DOCUMENT: { types: ['application/pdf'], maxBytes: 100 * MB, description: 'a PDF' },
};

/** All problems of a draft at once: what Meta would refuse, and what could not be sent. */
export function problemsOf(
  draft: TemplateDraft,
  { models, headerMedia, atMeta = null }: TemplateReferences,
): Problem[] {
  const { content, category, parameterFormat } = draft;
  if (isOnlyForMeta(content, atMeta)) {
    const why = because('SPECIAL_FORMAT_AT_META');
    return [{ code: 'NOT_ALLOWED_NOW', ...why, path: null, allowedActions: ['syncTemplate', 'sendTemplate'] }];
  }
  const texts =
    category === 'AUTHENTICATION'
      ? authenticationProblems(content)
      : [
          ...headerProblemsOf(draft, headerMedia, atMeta),
          ...bodyProblems(content.body, parameterFormat, MAX_LENGTH.body),
          ...(content.footer === null ? [] : footerProblems(content.footer)),
          ...buttonProblems(content.buttons, category, atMeta?.buttons),
        ];
  return [...identityProblems(draft), ...texts, ...bindingProblems(draft), ...referenceProblems(draft, models)];
}

/** Special formats are made at Meta; those of files cannot be sent back either, because Meta gives only links to them. */
function isOnlyForMeta({ cards, limitedTimeOffer, others }: TemplateContent, atMeta: TemplateContent | null): boolean {
  const isSpecial = cards.length > 0 || limitedTimeOffer !== null || others.length > 0;
  return isSpecial && (atMeta === null || cards.some(({ headerType }) => headerType !== 'PRODUCT'));
}

/** Problems of name, language and category. */
export function identityProblems({ name, language, category }: TemplateDraft): Problem[] {
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    const why = because('TEMPLATE_NAME_FORM');
    problems.push({ code: 'INVALID_FORMAT', ...why, path: ['name'] });
  }
  if (!TEMPLATE_LANGUAGES.has(language)) {
    const why = because('LANGUAGE_UNKNOWN');
    problems.push({ code: 'INVALID_INPUT', ...why, path: ['language'] });
  }
  if (category === 'UNKNOWN') {
    problems.push({
      code: 'INVALID_INPUT',
      ...because('CATEGORY_MISSING'),
      path: ['category'],
    });
  }
  return problems;
}

function headerProblemsOf(
  { content, parameterFormat }: TemplateDraft,
  media: TemplateReferences['headerMedia'],
  atMeta: TemplateContent | null,
): Problem[] {
  const { type, text, mediaId } = content.header;
  const path = ['header', 'mediaId'];
  if (type === 'TEXT') {
    if (text === null || !hasVisible(text)) {
      return [{ code: 'REQUIRED', ...because('HEADER_TEXT_MISSING'), path: ['header', 'text'] }];
    }
    return headerProblems(text, parameterFormat);
  }
  const stray: Problem[] =
    text === null || text === ''
      ? []
      : [{ code: 'INVALID_INPUT', ...because('HEADER_TEXT_STRAY', { type }), path: ['header', 'text'] }];
  const sample = HEADER_SAMPLES[type];
  if (sample === undefined) {
    const isKept = type !== 'GIF' && type === atMeta?.header.type;
    if (type === 'NONE' || type === 'LOCATION' || isKept) return stray;
    return [{ code: 'INVALID_INPUT', ...because('HEADER_MADE_AT_META'), path: ['header', 'type'] }];
  }
  if (mediaId === null || media === null) {
    const why = because('HEADER_SAMPLE_MISSING', { type, kind: sample.description });
    return [...stray, { code: 'REQUIRED', ...why, path }];
  }
  if (!sample.types.includes(media.mimeType)) {
    const why = because('HEADER_SAMPLE_OF_OTHER_TYPE', { given: media.mimeType, type, kind: sample.description });
    return [...stray, { code: 'INVALID_FORMAT', ...why, path }];
  }
  if (media.size <= sample.maxBytes) return stray;
  const why = because('HEADER_SAMPLE_TOO_LARGE', { megabytes: sample.maxBytes / MB });
  return [...stray, { code: 'TOO_LONG', ...why, path, limit: sample.maxBytes }];
}
