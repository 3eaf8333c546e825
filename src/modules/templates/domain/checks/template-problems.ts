import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import { TEMPLATE_LANGUAGES } from '../../../../whatsapp/templates/template-languages.js';
import type { TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import type { DataModel } from '../../../variables/domain/data-model.js';
import { authenticationProblems } from './authentication-problems.js';
import { buttonProblems } from './button-problems.js';
import type { TemplateDraft } from '../template.js';
import { bodyProblems, footerProblems, headerProblems, MAX_LENGTH } from './text-problems.js';
import { cardSampleProblems, HEADER_SAMPLES, sampleProblems, type SampleFile } from './sample-problems.js';
import { bindingProblems, referenceProblems } from './variable-problems.js';
import { because } from '../../../../common/errors/because.js';

/** What a template refers to: the data models, and the file of its header. */
export interface TemplateReferences {
  models: readonly DataModel[];
  /** The sample of the header; null when there is none. */
  headerMedia: SampleFile | null;
  /** The samples of the cards that are kept here; null where there is none. */
  cardMedia?: readonly (SampleFile | null)[];
  /** What Meta has of the template: parts that only Meta can make stay when something else is edited. Null: it was not made yet. */
  atMeta?: TemplateContent | null;
}

const NAME = /^[a-z0-9_]{1,512}$/;
/** All problems of a draft at once: what Meta would refuse, and what could not be sent. */
export function problemsOf(
  draft: TemplateDraft,
  { models, headerMedia, cardMedia = [], atMeta = null }: TemplateReferences,
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
          ...cardSampleProblems(content.cards, cardMedia),
        ];
  return [...identityProblems(draft), ...texts, ...bindingProblems(draft), ...referenceProblems(draft, models)];
}

/** Special formats are made at Meta; what else is in the template can be changed here. */
function isOnlyForMeta({ cards, limitedTimeOffer, others }: TemplateContent, atMeta: TemplateContent | null): boolean {
  const isSpecial = cards.length > 0 || limitedTimeOffer !== null || others.length > 0;
  return isSpecial && atMeta === null;
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
    const isKept = type === atMeta?.header.type;
    if (type === 'NONE' || type === 'LOCATION' || isKept) return stray;
    return [{ code: 'INVALID_INPUT', ...because('HEADER_MADE_AT_META'), path: ['header', 'type'] }];
  }
  if (mediaId === null && type === atMeta?.header.type) return stray; // the one that Meta has is uploaded anew
  if (mediaId === null || media === null) {
    const why = because('HEADER_SAMPLE_MISSING', { type, kind: sample.description });
    return [...stray, { code: 'REQUIRED', ...why, path }];
  }
  return [...stray, ...sampleProblems(type, media, path)];
}
