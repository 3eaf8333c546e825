import { isRecord, textOf, timeOf, type JsonRecord } from '../json.js';
import { normalLanguage } from '../templates/template-languages.js';

/** Meta's news of a template's status. */
export interface TemplateStatusChange {
  type: 'STATUS';
  event: string;
  /** A code such as INVALID_FORMAT; null where there is none. */
  reason: string | null;
  /** In words. */
  explanation: string | null;
  advice: string | null;
}

export interface TemplateQualityChange {
  type: 'QUALITY';
  quality: string;
}

export interface TemplateCategoryChange {
  type: 'CATEGORY';
  category: string;
  /** Announced: what it will be. */
  pendingCategory: string | null;
}

/** The texts of an edited template, without examples. */
export interface TemplateComponentsChange {
  type: 'COMPONENTS';
  header: string | null;
  body: string;
  footer: string | null;
}

/** What a webhook tells of a template. */
export interface TemplateUpdate {
  kind: 'template';
  /** As text: it exceeds what a JavaScript number holds. */
  remoteId: string;
  name: string | null;
  language: string | null;
  /** Null when Meta's time is missing or absurd. */
  occurredAt: Date | null;
  change: TemplateStatusChange | TemplateQualityChange | TemplateCategoryChange | TemplateComponentsChange;
}

/** Webhook fields that tell of templates. */
export const TEMPLATE_FIELDS: readonly string[] = [
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
  'template_correct_category_detection',
];

/** @throws Error saying what is missing */
export function templateUpdate(field: string, value: JsonRecord, time: unknown): TemplateUpdate {
  const remoteId = textOf(value, 'message_template_id');
  if (remoteId === null) throw new Error(`${field}: message_template_id is missing`);
  const language = textOf(value, 'message_template_language');
  return {
    kind: 'template',
    remoteId,
    name: textOf(value, 'message_template_name'),
    language: language === null ? null : normalLanguage(language),
    occurredAt: timeOf(time),
    change: changeOf(field, value),
  };
}

function changeOf(field: string, value: JsonRecord): TemplateUpdate['change'] {
  switch (field) {
    case 'message_template_status_update':
      return statusChange(value);
    case 'message_template_quality_update':
      return { type: 'QUALITY', quality: required(value, 'new_quality_score', field).toUpperCase() };
    case 'message_template_components_update':
      return {
        type: 'COMPONENTS',
        header: textOf(value, 'message_template_title'),
        body: textOf(value, 'message_template_element') ?? '',
        footer: textOf(value, 'message_template_footer'),
      };
    default:
      return categoryChange(field, value);
  }
}

function statusChange(value: JsonRecord): TemplateStatusChange {
  const { rejection_info: rejection, other_info: other, disable_info: disabled } = value;
  const disabledAt = isRecord(disabled) ? timeOf(disabled.disable_date) : null;
  const reason = textOf(value, 'reason');
  const explanation =
    textOf(rejection, 'reason') ??
    textOf(other, 'description') ??
    textOf(other, 'title') ??
    (disabledAt === null ? null : `Disabled by Meta on ${disabledAt.toISOString().slice(0, 10)}.`);
  return {
    type: 'STATUS',
    event: required(value, 'event', 'message_template_status_update').toUpperCase(),
    reason: reason === 'NONE' ? null : reason,
    explanation,
    advice: textOf(rejection, 'recommendation'),
  };
}

/** First announced, with the category that it still has as `new_category`; then done. */
function categoryChange(field: string, value: JsonRecord): TemplateCategoryChange {
  const pendingCategory = textOf(value, 'correct_category')?.toUpperCase() ?? null;
  const category = textOf(value, 'new_category') ?? textOf(value, 'category');
  if (category === null && pendingCategory === null) throw new Error(`${field}: there is no category`);
  return { type: 'CATEGORY', category: (category ?? '').toUpperCase(), pendingCategory };
}

function required(value: JsonRecord, key: string, field: string): string {
  const text = textOf(value, key);
  if (text === null) throw new Error(`${field}: ${key} is missing`);
  return text;
}
