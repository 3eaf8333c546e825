import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import {
  describePlaceholder,
  placeholderKey,
  placeholdersOf,
  type Placeholder,
} from '../../../../whatsapp/templates/template-content.js';
import type { DataModel } from '../../../variables/domain/data-model.js';
import { followPath } from '../../../variables/domain/field-paths.js';
import { MAX_CODE_LENGTH } from './authentication-problems.js';
import type { TemplateDraft, TemplateVariable } from '../template.js';

/** Meta's limit for a code that is copied. */
export const MAX_COUPON_LENGTH = 20;
const TOO_MANY_SPACES = / {5,}/;

/** Problems of bindings: every placeholder is bound once, and with a sample. */
export function bindingProblems({ content, variables }: TemplateDraft): Problem[] {
  const placeholders = placeholdersOf(content);
  const bound = new Set<string>();
  const known = new Set(placeholders.map(placeholderKey));
  const problems = variables.flatMap((variable, index): Problem[] => {
    const key = placeholderKey(variable);
    const path = ['variables', String(index)];
    const isRepeated = bound.has(key);
    bound.add(key);
    if (isRepeated) return [{ code: 'DUPLICATE', message: `${capitalized(variable)} is bound twice.`, path }];
    if (!known.has(key))
      return [
        { code: 'INVALID_INPUT', message: `The template has no placeholder ${describePlaceholder(variable)}.`, path },
      ];
    return sampleProblems(variable, content.authentication !== null, path);
  });
  const unbound = placeholders.filter((placeholder) => !bound.has(placeholderKey(placeholder)));
  return [
    ...problems,
    ...unbound.map((placeholder): Problem => ({
      code: 'REQUIRED',
      message: `${capitalized(placeholder)} is not bound: say what it stands for, with a sample.`,
      path: ['variables'],
    })),
  ];
}

function sampleProblems(variable: TemplateVariable, isCode: boolean, parent: string[]): Problem[] {
  const { placement, sampleValue, name, fallback } = variable;
  const path = [...parent, 'sampleValue'];
  const invalidFormat = (message: string): Problem => ({ code: 'INVALID_FORMAT', message, path });
  if (placement === 'LOCATION') {
    const isNumber = name !== 'latitude' && name !== 'longitude';
    return isNumber || sampleValue === '' || Number.isFinite(Number(sampleValue))
      ? []
      : [invalidFormat('This must be a number.')];
  }
  if (!hasVisible(sampleValue)) {
    return [{ code: 'REQUIRED', message: `${capitalized(variable)} needs a sample for Meta's reviewers.`, path }];
  }
  const problems: Problem[] = [];
  if (/[\n\r\t]/.test(sampleValue) || TOO_MANY_SPACES.test(sampleValue)) {
    problems.push(invalidFormat('A value has no line breaks, no tabs, and at most four spaces in a row.'));
  }
  if (fallback !== null && (/[\n\r\t]/.test(fallback) || !hasVisible(fallback) || TOO_MANY_SPACES.test(fallback))) {
    const message = 'A fallback is not empty, and has no line breaks or tabs.';
    problems.push({ code: 'INVALID_FORMAT', message, path: [...parent, 'fallback'] });
  }
  const limit = isCode ? MAX_CODE_LENGTH : variable.placement === 'BUTTON' ? 2_000 : 1_024;
  if (sampleValue.length > limit)
    problems.push({ code: 'TOO_LONG', message: `At most ${limit} characters.`, path, limit });
  return problems;
}

/** Problems of references: the fields of the data model exist, and the phone field is a PHONE. */
export function referenceProblems(draft: Omit<TemplateDraft, 'content'>, models: readonly DataModel[]): Problem[] {
  const { dataModelId, phoneField, variables } = draft;
  const noModel = (path: string[]): Problem => ({
    code: 'REQUIRED',
    message: 'Say first which data model the template applies to (appliesTo).',
    path,
  });
  const problems: Problem[] = [];
  if (phoneField !== null) {
    if (dataModelId === null) problems.push(noModel(['phoneField']));
    else problems.push(...phoneFieldProblems(models, dataModelId, phoneField));
  }
  variables.forEach(({ source, fieldPath }, index) => {
    const path = ['variables', String(index), 'fieldPath'];
    if (source === 'PORTAL_LINK' && dataModelId === null)
      problems.push(noModel(['variables', String(index), 'source']));
    if (source !== 'FIELD') {
      if (fieldPath !== null)
        problems.push({ code: 'INVALID_INPUT', message: 'Only a variable of FIELD has a fieldPath.', path });
    } else if (fieldPath === null || fieldPath === '') {
      problems.push({ code: 'REQUIRED', message: 'Say which field it takes.', path });
    } else if (dataModelId === null) problems.push(noModel(path));
    else problems.push(...pathProblems(models, dataModelId, fieldPath, path));
  });
  return problems;
}

function phoneFieldProblems(models: readonly DataModel[], modelId: string, phoneField: string): Problem[] {
  const path = ['phoneField'];
  const result = followPath(models, modelId, phoneField);
  if ('fault' in result) return pathProblems(models, modelId, phoneField, path);
  if (result.found.type === 'PHONE') return [];
  const message = `This path leads to a ${result.found.type}, not to a PHONE: the template is sent to a phone number.`;
  return [{ code: 'INVALID_INPUT', message, path }];
}

function pathProblems(models: readonly DataModel[], modelId: string, fieldPath: string, path: string[]): Problem[] {
  const result = followPath(models, modelId, fieldPath);
  if (!('fault' in result)) return [];
  return [{ code: result.fault === 'UNKNOWN' ? 'NOT_FOUND' : 'INVALID_INPUT', message: result.message, path }];
}

function capitalized(placeholder: Placeholder): string {
  const text = describePlaceholder(placeholder);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
