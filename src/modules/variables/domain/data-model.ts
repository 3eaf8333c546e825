import type { Problem } from '../../../common/errors/domain-error.js';
import { because } from '../../../common/errors/because.js';

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
      problems.push({ code: 'DUPLICATE', ...because('FIELD_KEY_TAKEN'), path: [...path, 'key'] });
    }
    seen.add(field.key);
    const relatesTo = [...path, 'relatesTo'];
    if (field.type === 'RELATION' && field.relatesTo === null) {
      problems.push({ code: 'REQUIRED', ...because('RELATION_MODEL_MISSING'), path: relatesTo });
    } else if (field.type === 'RELATION' && !knownKeys.has(field.relatesTo ?? '')) {
      const why = because('RELATION_MODEL_UNKNOWN');
      problems.push({ code: 'NOT_FOUND', ...why, path: relatesTo });
    } else if (field.type !== 'RELATION' && field.relatesTo !== null) {
      problems.push({ code: 'INVALID_INPUT', ...because('RELATION_STRAY'), path: relatesTo });
    }
    return problems;
  });
}
