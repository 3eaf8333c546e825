import type { TemplateCategory, VariablePlacement } from '../../../../whatsapp/templates/template-content.js';
import type { VariableSource } from '../../domain/template.js';

export const LIBRARY_LANGUAGES = ['en', 'de', 'es', 'pt_BR'] as const;
export type LibraryLanguage = (typeof LIBRARY_LANGUAGES)[number];

export interface LibraryText {
  title: string;
  header?: string;
  body: string;
  footer?: string;
  /** Labels, in the order of the entry's buttons. */
  buttons?: string[];
}

export interface LibraryVariable {
  placement: VariablePlacement;
  name: string;
  buttonIndex?: number;
  source: VariableSource;
  fieldPath?: string;
  sample: string;
}

export type LibraryButton = { type: 'QUICK_REPLY' } | { type: 'VISIT_WEBSITE'; url: string };

/** A library entry: one ready-made template in several languages. */
export interface LibraryEntry {
  key: string;
  category: Exclude<TemplateCategory, 'UNKNOWN'>;
  /** The data model that its variables are bound to. */
  modelKey: string | null;
  phoneField: string | null;
  buttons: LibraryButton[];
  variables: LibraryVariable[];
  texts: Record<LibraryLanguage, LibraryText>;
}

export function bodyField(name: string, fieldPath: string, sample: string): LibraryVariable {
  return { placement: 'BODY', name, source: 'FIELD', fieldPath, sample };
}

export function bodyText(name: string, sample: string): LibraryVariable {
  return { placement: 'BODY', name, source: 'FREE_TEXT', sample };
}

export function headerField(fieldPath: string, sample: string): LibraryVariable {
  return { placement: 'HEADER', name: '1', source: 'FIELD', fieldPath, sample };
}

export function linkField(buttonIndex: number, fieldPath: string, sample: string): LibraryVariable {
  return { placement: 'BUTTON', name: '1', buttonIndex, source: 'FIELD', fieldPath, sample };
}

const REPLY: LibraryButton = { type: 'QUICK_REPLY' };
export const replies = (count: number): LibraryButton[] => Array.from({ length: count }, () => REPLY);
export const link = (url: string): LibraryButton => ({ type: 'VISIT_WEBSITE', url });
