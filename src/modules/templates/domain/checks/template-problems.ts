import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import { TEMPLATE_LANGUAGES } from '../../../../whatsapp/templates/template-languages.js';
import type { DataModel } from '../../../variables/domain/data-model.js';
import { authenticationProblems } from './authentication-problems.js';
import { buttonProblems } from './button-problems.js';
import type { TemplateDraft } from '../template.js';
import { bodyProblems, footerProblems, headerProblems, MAX_LENGTH } from './text-problems.js';
import { bindingProblems, referenceProblems } from './variable-problems.js';

/** What a template refers to: the data models, and the file of its header. */
export interface TemplateReferences {
  models: readonly DataModel[];
  /** The sample of the header; null when there is none. */
  headerMedia: { mimeType: string; size: number } | null;
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
export function problemsOf(draft: TemplateDraft, { models, headerMedia }: TemplateReferences): Problem[] {
  const { content, category, parameterFormat } = draft;
  if (content.cards.length > 0 || content.limitedTimeOffer !== null || content.others.length > 0) {
    const message = 'Carousels, limited-time offers and other special formats are written and changed at Meta.';
    return [{ code: 'NOT_ALLOWED_NOW', message, path: null, allowedActions: ['syncTemplate', 'sendTemplate'] }];
  }
  const texts =
    category === 'AUTHENTICATION'
      ? authenticationProblems(content)
      : [
          ...headerProblemsOf(draft, headerMedia),
          ...bodyProblems(content.body, parameterFormat, MAX_LENGTH.body),
          ...(content.footer === null ? [] : footerProblems(content.footer)),
          ...buttonProblems(content.buttons, category),
        ];
  return [...identityProblems(draft), ...texts, ...bindingProblems(draft), ...referenceProblems(draft, models)];
}

/** Problems of name, language and category. */
export function identityProblems({ name, language, category }: TemplateDraft): Problem[] {
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    const message = 'A name has 1 to 512 lower-case letters, digits and underscores.';
    problems.push({ code: 'INVALID_FORMAT', message, path: ['name'] });
  }
  if (!TEMPLATE_LANGUAGES.has(language)) {
    const message = 'This is no language of WhatsApp’s: write its code, such as en_US, pt_BR or de.';
    problems.push({ code: 'INVALID_INPUT', message, path: ['language'] });
  }
  if (category === 'UNKNOWN') {
    problems.push({
      code: 'INVALID_INPUT',
      message: 'Choose MARKETING, UTILITY or AUTHENTICATION.',
      path: ['category'],
    });
  }
  return problems;
}

function headerProblemsOf(
  { content, parameterFormat }: TemplateDraft,
  media: TemplateReferences['headerMedia'],
): Problem[] {
  const { type, text, mediaId } = content.header;
  const path = ['header', 'mediaId'];
  if (type === 'TEXT') {
    if (text === null || !hasVisible(text)) {
      return [{ code: 'REQUIRED', message: 'A text header needs its text.', path: ['header', 'text'] }];
    }
    return headerProblems(text, parameterFormat);
  }
  const stray: Problem[] =
    text === null || text === ''
      ? []
      : [{ code: 'INVALID_INPUT', message: `A header of ${type} has no text.`, path: ['header', 'text'] }];
  const sample = HEADER_SAMPLES[type];
  if (sample === undefined) {
    if (type === 'NONE' || type === 'LOCATION') return stray;
    return [{ code: 'INVALID_INPUT', message: 'Headers of this kind are made at Meta.', path: ['header', 'type'] }];
  }
  if (mediaId === null || media === null) {
    const message = `A header of ${type} needs a sample for Meta's reviewers: upload ${sample.description} (POST /media).`;
    return [...stray, { code: 'REQUIRED', message, path }];
  }
  if (!sample.types.includes(media.mimeType)) {
    const message = `The sample is ${media.mimeType}; a header of ${type} takes ${sample.description}.`;
    return [...stray, { code: 'INVALID_FORMAT', message, path }];
  }
  if (media.size <= sample.maxBytes) return stray;
  const message = `The sample is too large: at most ${sample.maxBytes / MB} MB.`;
  return [...stray, { code: 'TOO_LONG', message, path, limit: sample.maxBytes }];
}
