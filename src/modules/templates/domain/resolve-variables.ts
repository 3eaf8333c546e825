import type { Problem } from '../../../common/errors/domain-error.js';
import { visibleOrNull } from '../../../common/text/visible-text.js';
import { describePlaceholder } from '../../../whatsapp/templates/template-content.js';
import type { DataFieldType } from '../../variables/domain/data-model.js';
import { formatValue, onOneLine } from '../../variables/domain/format-value.js';
import type { FieldProblem } from '../../variables/domain/field-problem.js';
import type { FieldValue } from '../../variables/domain/record-values.js';
import type { TemplateVariable } from './template.js';
import { because, type Because } from '../../../common/errors/because.js';

/** Where values come from when a template is sent or previewed. */
export interface ValueSources {
  language: string;
  /** What the variable's path leads to. */
  field: { type: DataFieldType | null; value: FieldValue | null; problem: FieldProblem | null } | null;
  /** The value that the caller supplied for this placeholder. */
  supplied: string | null;
  /** Null when a program sends. */
  sender: { name: string; phoneNumber: string | null } | null;
  portalUrl: string | null;
  /** For BUTTON: the address that the value is appended to. */
  buttonUrl: string | null;
}

export interface ResolvedVariable {
  /** As it is sent; null when it is missing. */
  value: string | null;
  /** As it is stored, before it was formatted. */
  rawValue: FieldValue | null;
  type: DataFieldType | null;
  usedFallback: boolean;
  problem: Problem | null;
}

/** Resolves a placeholder to its text: the supplied value, else what it is bound to, else its fallback. */
export function resolveVariable(variable: TemplateVariable, sources: ValueSources): ResolvedVariable {
  const { supplied, field } = sources;
  const rawValue = supplied === null && variable.source === 'FIELD' ? (field?.value ?? null) : null;
  const type = rawValue === null ? null : (field?.type ?? null);
  const found = sendable(supplied ?? boundValue(variable, sources));
  const value = found ?? sendable(variable.fallback);
  const usedFallback = found === null && value !== null;
  if (value === null) {
    return { value: null, rawValue, type, usedFallback, problem: missingValue(variable, sources) };
  }
  const fitted = toPlacement(variable, value, sources);
  return typeof fitted === 'string'
    ? { value: fitted, rawValue, type, usedFallback, problem: null }
    : { value: null, rawValue, type, usedFallback, problem: fitted };
}

/** As Meta takes it, from whatever source: on one line; null where there is nothing to see. */
function sendable(text: string | null): string | null {
  return text === null ? null : visibleOrNull(onOneLine(text));
}

function boundValue({ source }: TemplateVariable, sources: ValueSources): string | null {
  const { field, sender, portalUrl, language } = sources;
  switch (source) {
    case 'FIELD':
      return field?.value == null || field.type === null ? null : formatValue(field.type, field.value, language);
    case 'USER_NAME':
      return sender?.name ?? null;
    case 'USER_PHONE':
      return sender?.phoneNumber ?? null;
    case 'PORTAL_LINK':
      return portalUrl;
    case 'FREE_TEXT':
      return null;
  }
}

function missingValue(variable: TemplateVariable, { field, sender }: ValueSources): Problem {
  const placeholder = describePlaceholder(variable);
  const why = ((): Because => {
    switch (variable.source) {
      case 'FIELD':
        return missingField(placeholder, field?.problem ?? null);
      case 'USER_NAME':
      case 'USER_PHONE':
        return sender === null
          ? because('VALUE_WITHOUT_SENDER', { placeholder })
          : because('VALUE_SENDER_HAS_NONE', { placeholder });
      case 'PORTAL_LINK':
        return because('VALUE_WITHOUT_PORTAL', { placeholder });
      case 'FREE_TEXT':
        return because('VALUE_TO_FILL_IN', { placeholder });
    }
  })();
  return { code: 'VARIABLE_MISSING', ...why, path: null };
}

/** Why a field has no value; null: there is no record. */
export function missingField(placeholder: string, problem: FieldProblem | null): Because {
  switch (problem?.kind) {
    case undefined:
      return because('VALUE_WITHOUT_RECORD', { placeholder });
    case 'EMPTY':
      return because('VALUE_FIELD_EMPTY', { placeholder, field: problem.field });
    case 'UNREADABLE':
      return because('VALUE_FIELD_UNREADABLE', { placeholder, field: problem.field });
    case 'RECORD':
      return because('VALUE_FIELD_IS_RECORD', { placeholder, field: problem.field });
    case 'VALUE':
      return because('VALUE_FIELD_IS_VALUE', { placeholder, field: problem.field });
    case 'NO_MODEL':
      return because('VALUE_MODEL_GONE', { placeholder });
    case 'NO_FIELD':
      return because('VALUE_FIELD_UNKNOWN', { placeholder, model: problem.model, field: problem.field });
    case 'NO_RECORD':
      return because('VALUE_RECORD_GONE', {
        placeholder,
        field: problem.field,
        model: problem.model,
        record: problem.externalId,
      });
  }
}

/** The value as its placement takes it (what comes after the address of a button), or why it does not fit. */
function toPlacement(variable: TemplateVariable, value: string, { buttonUrl }: ValueSources): string | Problem {
  if (variable.placement !== 'BUTTON' || buttonUrl === null) return value;
  const prefix = buttonUrl.replace(/\{\{[^{}]*\}\}$/, '');
  if (value.startsWith(prefix)) return value.slice(prefix.length);
  if (!/^https?:\/\//.test(value)) return encodeURIComponent(value);
  const why = because('VALUE_PREFIX_MISSING', { prefix, variable: describePlaceholder(variable) });
  return { code: 'INVALID_INPUT', ...why, path: null };
}
