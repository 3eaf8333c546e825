import type { Problem } from '../../../common/errors/domain-error.js';

export const DATA_FIELD_TYPES = [
  'TEXT',
  'NUMBER',
  'MONEY',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'PHONE',
  'EMAIL',
  'URL',
  'RELATION',
] as const;
export type DataFieldType = (typeof DATA_FIELD_TYPES)[number];

export interface DataField {
  key: string;
  label: string;
  type: DataFieldType;
  /** Key of the model that a RELATION leads to. */
  relatesTo: string | null;
}

/** A kind of business record, such as an order. */
export interface DataModel {
  id: string;
  key: string;
  label: string;
  fields: DataField[];
}

/** What is wrong with the fields of a model, all at once. `knownKeys`: the models that relations may lead to. */
export function problemsOfFields(fields: readonly DataField[], knownKeys: ReadonlySet<string>): Problem[] {
  const seen = new Set<string>();
  return fields.flatMap((field, index): Problem[] => {
    const path = ['fields', String(index)];
    const problems: Problem[] = [];
    if (seen.has(field.key)) {
      problems.push({ code: 'DUPLICATE', message: 'There is another field with this key.', path: [...path, 'key'] });
    }
    seen.add(field.key);
    const relatesTo = [...path, 'relatesTo'];
    if (field.type === 'RELATION' && field.relatesTo === null) {
      problems.push({ code: 'REQUIRED', message: 'Say which model this relation leads to.', path: relatesTo });
    } else if (field.type === 'RELATION' && !knownKeys.has(field.relatesTo ?? '')) {
      const message =
        'There is no model with this key. Make it first; for models that lead to each other, add the second relation afterwards.';
      problems.push({ code: 'NOT_FOUND', message, path: relatesTo });
    } else if (field.type !== 'RELATION' && field.relatesTo !== null) {
      problems.push({ code: 'INVALID_INPUT', message: 'Only a RELATION leads to a model.', path: relatesTo });
    }
    return problems;
  });
}
