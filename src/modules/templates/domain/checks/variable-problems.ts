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
import { HEADER_FILES, type HeaderFile } from '../header-file.js';
import type { TemplateDraft, TemplateVariable } from '../template.js';
import { because, type Because } from '../../../../common/errors/because.js';

/** Meta's limit for a code that is copied. */
export const MAX_COUPON_LENGTH = 20;
const TOO_MANY_SPACES = / {5,}/;

/** Problems of bindings: every placeholder is bound once, and with a sample. */
export function bindingProblems({ content, variables, headerFile }: TemplateDraft): Problem[] {
  const placeholders = placeholdersOf(content);
  const bound = new Set<string>();
  const known = new Set(placeholders.map(placeholderKey));
  const problems = variables.flatMap((variable, index): Problem[] => {
    const key = placeholderKey(variable);
    const path = ['variables', String(index)];
    const isRepeated = bound.has(key);
    bound.add(key);
    if (isRepeated)
      return [{ code: 'DUPLICATE', ...because('VARIABLE_BOUND_TWICE', { variable: capitalized(variable) }), path }];
    if (!known.has(key))
      return [
        {
          code: 'INVALID_INPUT',
          ...because('PLACEHOLDER_UNKNOWN', { placeholder: describePlaceholder(variable) }),
          path,
        },
      ];
    return sampleProblems(variable, content.authentication !== null, path);
  });
  const unbound = placeholders.filter((placeholder) => !bound.has(placeholderKey(placeholder)));
  const isStray = headerFile !== null && HEADER_FILES[content.header.type] === undefined;
  return [
    ...problems,
    ...(isStray ? [{ code: 'INVALID_INPUT' as const, ...because('HEADER_WITHOUT_FILE'), path: ['headerFile'] }] : []),
    ...unbound.map((placeholder): Problem => ({
      code: 'REQUIRED',
      ...because('PLACEHOLDER_UNBOUND', { placeholder: capitalized(placeholder) }),
      path: ['variables'],
    })),
  ];
}

function sampleProblems(variable: TemplateVariable, isCode: boolean, parent: string[]): Problem[] {
  const { placement, sampleValue, name, fallback } = variable;
  const path = [...parent, 'sampleValue'];
  const invalidFormat = (why: Because): Problem => ({ code: 'INVALID_FORMAT', ...why, path });
  if (placement === 'LOCATION') {
    const isNumber = name !== 'latitude' && name !== 'longitude';
    return isNumber || sampleValue === '' || Number.isFinite(Number(sampleValue))
      ? []
      : [invalidFormat(because('NUMBER_EXPECTED'))];
  }
  if (!hasVisible(sampleValue)) {
    return [{ code: 'REQUIRED', ...because('SAMPLE_MISSING', { variable: capitalized(variable) }), path }];
  }
  const problems: Problem[] = [];
  if (/[\n\r\t]/.test(sampleValue) || TOO_MANY_SPACES.test(sampleValue)) {
    problems.push(invalidFormat(because('VALUE_LINES')));
  }
  if (fallback !== null && (/[\n\r\t]/.test(fallback) || !hasVisible(fallback) || TOO_MANY_SPACES.test(fallback))) {
    const why = because('FALLBACK_LINES');
    problems.push({ code: 'INVALID_FORMAT', ...why, path: [...parent, 'fallback'] });
  }
  const limit = isCode ? MAX_CODE_LENGTH : variable.placement === 'BUTTON' ? 2_000 : 1_024;
  if (sampleValue.length > limit)
    problems.push({ code: 'TOO_LONG', ...because('TOO_MANY_CHARACTERS', { limit }), path, limit });
  return problems;
}

/** Problems of references: the fields of the data model exist, and the phone field is a PHONE. */
export function referenceProblems(draft: Omit<TemplateDraft, 'content'>, models: readonly DataModel[]): Problem[] {
  const { dataModelId, phoneField, headerFile, variables } = draft;
  const noModel = (path: string[]): Problem => ({
    code: 'REQUIRED',
    ...because('DATA_MODEL_MISSING'),
    path,
  });
  const problems: Problem[] = [];
  if (phoneField !== null) {
    if (dataModelId === null) problems.push(noModel(['phoneField']));
    else problems.push(...phoneFieldProblems(models, dataModelId, phoneField));
  }
  if (headerFile !== null) {
    if (dataModelId === null) problems.push(noModel(['headerFile']));
    else problems.push(...headerFileProblems(models, dataModelId, headerFile));
  }
  variables.forEach(({ source, fieldPath }, index) => {
    const path = ['variables', String(index), 'fieldPath'];
    if (source === 'PORTAL_LINK' && dataModelId === null)
      problems.push(noModel(['variables', String(index), 'source']));
    if (source !== 'FIELD') {
      if (fieldPath !== null) problems.push({ code: 'INVALID_INPUT', ...because('FIELD_PATH_STRAY'), path });
    } else if (fieldPath === null || fieldPath === '') {
      problems.push({ code: 'REQUIRED', ...because('FIELD_PATH_MISSING'), path });
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
  const why = because('PHONE_FIELD_OF_OTHER_TYPE', { type: result.found.type });
  return [{ code: 'INVALID_INPUT', ...why, path }];
}

function headerFileProblems(
  models: readonly DataModel[],
  modelId: string,
  { fieldPath, fileNamePath }: HeaderFile,
): Problem[] {
  const path = ['headerFile', 'fieldPath'];
  const problems = pathProblems(models, modelId, fieldPath, path);
  const result = followPath(models, modelId, fieldPath);
  if ('found' in result && result.found.type !== 'TEXT' && result.found.type !== 'URL') {
    const why = because('HEADER_FIELD_OF_OTHER_TYPE', { type: result.found.type });
    problems.push({ code: 'INVALID_INPUT', ...why, path });
  }
  if (fileNamePath === null) return problems;
  return [...problems, ...pathProblems(models, modelId, fileNamePath, ['headerFile', 'fileNamePath'])];
}

function pathProblems(models: readonly DataModel[], modelId: string, fieldPath: string, path: string[]): Problem[] {
  const result = followPath(models, modelId, fieldPath);
  if (!('fault' in result)) return [];
  return [{ code: result.fault === 'UNKNOWN' ? 'NOT_FOUND' : 'INVALID_INPUT', ...result.why, path }];
}

function capitalized(placeholder: Placeholder): string {
  const text = describePlaceholder(placeholder);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
