import type { TextId } from '../../../../language/text';

interface Named {
  /** As the API's input calls it: where a refusal is said. */
  name: string;
  label: TextId;
}

/** A field of a message's form; entries of a LIST have fields of their own. */
export type FormField =
  | (Named & { type: 'TEXT'; hint?: TextId; rows?: number; isRequired?: boolean; isCode?: boolean; isNumber?: boolean })
  /** Several short texts, one a line. */
  | (Named & { type: 'LINES'; hint: TextId })
  | (Named & { type: 'CHOICE'; options: readonly { value: string; label: TextId }[] })
  | (Named & { type: 'FILE'; hint: TextId; accept: string })
  | (Named & { type: 'LIST'; addLabel: TextId; min: number; max: number; fields: readonly FormField[] });

/** What stands in the fields of a form, by their names. */
export interface FormValues {
  [name: string]: string | readonly FormValues[];
}

/** The values of a form that nobody has touched. */
export function emptyValues(fields: readonly FormField[]): FormValues {
  return Object.fromEntries(
    fields.map((field) => {
      if (field.type === 'LIST')
        return [field.name, Array.from({ length: field.min }, () => emptyValues(field.fields))];
      return [field.name, field.type === 'CHOICE' ? (field.options[0]?.value ?? '') : ''];
    }),
  );
}

/** Paths of what has to be filled in and is blank, such as cards.0.url. */
export function missingIn(fields: readonly FormField[], values: FormValues): string[] {
  return fields.flatMap((field) => {
    const value = values[field.name] ?? '';
    if (typeof value !== 'string')
      return field.type === 'LIST'
        ? value.flatMap((entry, index) =>
            missingIn(field.fields, entry).map((path) => `${field.name}.${index}.${path}`),
          )
        : [];
    const isRequired = field.type === 'TEXT' ? field.isRequired === true : field.type !== 'LIST';
    return isRequired && value.trim() === '' ? [field.name] : [];
  });
}

/** The input of the API that a form makes; a blank is absent. */
export function inputOf(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const value = values[field.name] ?? '';
      if (typeof value !== 'string')
        return field.type === 'LIST' ? [[field.name, value.map((entry) => inputOf(field.fields, entry))]] : [];
      const text = value.trim();
      if (field.type === 'LINES') return [[field.name, linesOf(text)]];
      if (text === '') return [];
      return [[field.name, field.type === 'TEXT' && field.isNumber === true ? Number(text) : text]];
    }),
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
