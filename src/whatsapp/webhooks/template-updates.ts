import { isRecord, textOf, timeOf, type JsonRecord } from '../json.js';
import type { ReportedButton, ReportedComponents } from '../templates/reported-components.js';
import { normalLanguage } from '../templates/template-languages.js';

/** A template's status changes. */
export interface TemplateStatusChange {
  type: 'STATUS';
  event: string;
  /** A code such as INVALID_FORMAT; null where there is none. */
  reason: string | null;
  /** In words. */
  explanation: string | null;
  advice: string | null;
}

/** A template's quality is judged anew. */
export interface TemplateQualityChange {
  type: 'QUALITY';
  quality: string;
}

/** A template's category changes, or will. */
export interface TemplateCategoryChange {
  type: 'CATEGORY';
  category: string;
  /** Announced: what it will be. */
  pendingCategory: string | null;
}

/** A template was edited: its texts, without examples. */
export interface TemplateComponentsChange extends ReportedComponents {
  type: 'COMPONENTS';
}

/** What a webhook reports of a template. */
export interface TemplateUpdate {
  kind: 'template';
  /** As text: it exceeds what a JavaScript number holds. */
  remoteId: string;
  name: string | null;
  language: string | null;
  /** Null when Meta's time is missing or absurd. */
  occurredAt: Date | null;
  change: TemplateStatusChange | TemplateQualityChange | TemplateCategoryChange | TemplateComponentsChange;
  /** All of it, as Meta sent it. */
  raw: JsonRecord;
}

/** Webhook fields about templates. */
export const TEMPLATE_FIELDS: readonly string[] = [
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
  'template_correct_category_detection',
];

/**
 * The update in a webhook about a template.
 * @throws Error saying what is missing
 */
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
    raw: value,
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
        buttons: Array.isArray(value.message_template_buttons)
          ? value.message_template_buttons.filter(isRecord).map(reportedButton)
          : null,
      };
    default:
      return categoryChange(field, value);
  }
}

function reportedButton(button: JsonRecord): ReportedButton {
  return {
    type: textOf(button, 'message_template_button_type') ?? 'UNKNOWN',
    text: textOf(button, 'message_template_button_text'),
    url: textOf(button, 'message_template_button_url'),
    phoneNumber: textOf(button, 'message_template_button_phone_number'),
  };
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

/** A category change comes twice: announced, with the category that it still has as `new_category`; then done. */
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
