import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import type { TemplateCategory } from '../../../whatsapp/templates/template-content.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import type { DataModel } from '../../variables/domain/data-model.js';
import { followPath } from '../../variables/domain/field-paths.js';
import { LIBRARY_LANGUAGES, type LibraryEntry, type LibraryLanguage } from './library/library-entry.js';
import { MARKETING_ENTRIES } from './library/marketing-entries.js';
import { SALES_ENTRIES } from './library/sales-entries.js';
import { SERVICE_ENTRIES } from './library/service-entries.js';
import { contentOf, variablesOf } from './draft-from-input.js';
import type { TemplateButtonInput, TemplateVariableInput } from '../schema/template-parts.inputs.js';
import type { FromLibraryInput, TemplateDraftInput } from '../schema/template.inputs.js';
import type { LibraryTemplate } from '../schema/template.types.js';
import { because } from '../../../common/errors/because.js';

const ENTRIES: readonly LibraryEntry[] = [...SALES_ENTRIES, ...SERVICE_ENTRIES, ...MARKETING_ENTRIES];
const CODE_EXPIRATION_MINUTES = 10;

/** Template library: ready-made templates to start from. */
@Injectable()
export class TemplateLibraryService {
  constructor(private readonly models: DataModelsService) {}

  list(category: TemplateCategory | null, language: string | null): LibraryTemplate[] {
    return ENTRIES.filter((entry) => category === null || entry.category === category).flatMap((entry) =>
      LIBRARY_LANGUAGES.filter((code) => language === null || code === language).map((code) =>
        libraryTemplateOf(entry, code),
      ),
    );
  }

  /**
   * The draft of a library template. Variables stay bound where the model has the fields, and are FREE_TEXT where it has not.
   * @throws DomainError (NOT_FOUND, INVALID_INPUT) below `fromLibrary`
   */
  async draftFrom(input: FromLibraryInput): Promise<TemplateDraftInput> {
    const entry = ENTRIES.find(({ key }) => key === input.key);
    if (entry === undefined) throw notFound('template in the library', 'fromLibrary', 'key');
    const wanted = input.language ?? 'en';
    const language = LIBRARY_LANGUAGES.find((code) => code === wanted);
    if (language === undefined) {
      const why = because('LIBRARY_LANGUAGE_UNKNOWN', { languages: LIBRARY_LANGUAGES.join(', ') });
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['fromLibrary', 'language'] });
    }
    const [models = []] = await this.models.openTo([input.accountId]);
    const model =
      input.appliesTo == null
        ? (models.find(({ key }) => key === entry.modelKey) ?? null)
        : await this.models.requireOpenTo(input.accountId, input.appliesTo, 'fromLibrary', 'appliesTo');
    const draft = libraryDraft(entry, language, input.accountId);
    const leadsToField = (path: string): boolean => model !== null && isFieldPath(models, model, path);
    return {
      ...draft,
      displayName: input.displayName ?? draft.displayName,
      appliesTo: model?.id ?? null,
      phoneField:
        input.phoneField ?? (entry.phoneField !== null && leadsToField(entry.phoneField) ? entry.phoneField : null),
      variables: draft.variables.map((variable) =>
        variable.fieldPath == null || leadsToField(variable.fieldPath)
          ? variable
          : { ...variable, source: 'FREE_TEXT', fieldPath: null },
      ),
    };
  }
}

/** A library entry as a draft, bound to its own model. */
export function libraryDraft(
  entry: LibraryEntry,
  language: LibraryLanguage,
  accountId: string,
): TemplateDraftInput & { variables: TemplateVariableInput[] } {
  const text = entry.texts[language];
  const isCode = entry.category === 'AUTHENTICATION';
  const password: TemplateButtonInput = {
    type: 'ONE_TIME_PASSWORD',
    otpType: 'COPY_CODE',
    text: text.buttons?.[0] ?? null,
  };
  return {
    accountId,
    displayName: text.title,
    language,
    category: entry.category,
    parameterFormat: 'POSITIONAL',
    header: text.header === undefined ? null : { type: 'TEXT', text: text.header },
    body: text.body,
    footer: text.footer ?? null,
    buttons: isCode
      ? [password]
      : entry.buttons.map((button, index) => ({ ...button, text: text.buttons?.[index] ?? null })),
    variables: entry.variables.map(({ sample, ...variable }) => ({ ...variable, sampleValue: sample })),
    authentication: isCode ? { addSecurityRecommendation: true, codeExpirationMinutes: CODE_EXPIRATION_MINUTES } : null,
  };
}

function libraryTemplateOf(entry: LibraryEntry, language: LibraryLanguage): LibraryTemplate {
  const draft = libraryDraft(entry, language, '');
  const content = contentOf(draft);
  return {
    key: entry.key,
    title: entry.texts[language].title,
    category: entry.category,
    language,
    header: content.header.text,
    body: content.body,
    footer: content.footer,
    buttons: content.buttons,
    variables: variablesOf(draft.variables),
    modelKey: entry.modelKey,
  };
}

function isFieldPath(models: readonly DataModel[], model: DataModel, path: string): boolean {
  return 'found' in followPath(models, model.id, path);
}
