import type {
  ParameterFormat,
  Placeholder,
  TemplateCategory,
  TemplateContent,
} from '../../../whatsapp/templates/template-content.js';
import type { HeaderFile } from './header-file.js';

export const VARIABLE_SOURCES = ['FIELD', 'FREE_TEXT', 'USER_NAME', 'USER_PHONE', 'PORTAL_LINK'] as const;
export type VariableSource = (typeof VARIABLE_SOURCES)[number];

/** What a placeholder stands for. */
export interface TemplateVariable extends Placeholder {
  source: VariableSource;
  /** For FIELD, such as customer.name. */
  fieldPath: string | null;
  sampleValue: string;
  /** Sent where the value is empty. */
  fallback: string | null;
}

/** A draft: all of a template that rules look at. */
export interface TemplateDraft {
  name: string;
  language: string;
  category: TemplateCategory;
  parameterFormat: ParameterFormat;
  dataModelId: string | null;
  phoneField: string | null;
  headerFile: HeaderFile | null;
  content: TemplateContent;
  variables: readonly TemplateVariable[];
}

/** A draft as it is stored: with its account, and the name that people use. */
export interface StoredDraft extends TemplateDraft {
  accountId: string;
  displayName: string;
}

/** The draft in something larger, such as a stored template. */
export function draftOf(template: TemplateDraft): TemplateDraft {
  const { name, language, category, parameterFormat, dataModelId, phoneField, headerFile, content, variables } =
    template;
  return { name, language, category, parameterFormat, dataModelId, phoneField, headerFile, content, variables };
}

/** Our files in a content: the samples of its header and its cards. */
export function samplesIn({ header, cards }: Pick<TemplateContent, 'header' | 'cards'>): string[] {
  return [header.mediaId, ...cards.map(({ mediaId = null }) => mediaId)].filter((id) => id !== null);
}
