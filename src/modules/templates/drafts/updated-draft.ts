import { DomainError, notAllowedNow, type Problem } from '../../../common/errors/domain-error.js';
import { identityProblems } from '../domain/checks/template-problems.js';
import { isDerivedName, metaNameOf } from '../domain/template-name.js';
import { allowedActions, mayDo } from '../domain/template-status.js';
import { draftOf, type StoredDraft, type TemplateDraft } from '../domain/template.js';
import type { TemplateContent } from '../../../whatsapp/templates/template-content.js';
import type { UpdateTemplateInput } from '../schema/template.inputs.js';
import type { Template } from '../templates.service.js';
import { contentInputOf, contentOf, headerFileOf, variablesOf } from './draft-from-input.js';
import { because, type Because } from '../../../common/errors/because.js';

/** The draft after an update: what the input leaves out stays. @throws DomainError for what could not be stored */
export function updatedDraft(template: Template, input: UpdateTemplateInput): StoredDraft {
  const existing = contentInputOf(template.content);
  const category = input.category ?? template.category;
  const writesContent =
    input.category !== undefined ||
    [input.header, input.body, input.footer, input.buttons, input.authentication].some((part) => part !== undefined);
  const content = contentOf({
    category,
    header: input.header === undefined ? existing.header : input.header,
    body: input.body ?? existing.body,
    footer: input.footer === undefined ? existing.footer : input.footer,
    buttons: input.buttons ?? existing.buttons,
    authentication:
      category === 'AUTHENTICATION' ? (input.authentication ?? existing.authentication) : input.authentication,
  });
  const displayName = input.displayName ?? template.displayName;
  const followsDisplayName = template.remoteId === null && isDerivedName(template.name, template.displayName);
  return {
    ...draftOf(template),
    accountId: template.accountId,
    displayName,
    name:
      input.name ??
      (followsDisplayName && displayName !== template.displayName ? metaNameOf(displayName) : template.name),
    language: input.language ?? template.language,
    category,
    dataModelId: input.appliesTo === undefined ? template.dataModelId : (input.appliesTo?.toLowerCase() ?? null),
    phoneField: input.phoneField === undefined ? template.phoneField : input.phoneField,
    headerFile: input.headerFile === undefined ? template.headerFile : headerFileOf(input.headerFile),
    content: withCardSamples(
      writesContent ? { ...template.content, ...withPartsOfMeta(template, content) } : template.content,
      input.cardMediaIds,
    ),
    variables: input.variables == null ? template.variables : variablesOf(input.variables),
  };
}

/** The cards with samples that are kept here. @throws DomainError where they are not one for each card */
function withCardSamples(content: TemplateContent, mediaIds: readonly string[] | null | undefined): TemplateContent {
  if (mediaIds === undefined) return content;
  if (mediaIds !== null && mediaIds.length !== content.cards.length) {
    const why = because('CARD_SAMPLES_COUNT', { count: content.cards.length });
    throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['cardMediaIds'] });
  }
  const cards = content.cards.map((card, index) => ({ ...card, mediaId: mediaIds?.[index]?.toLowerCase() ?? null }));
  return { ...content, cards };
}

/** Parts that Meta alone makes (cards, offers, the words around a code) stay as they are there. */
function withPartsOfMeta({ content: existing }: Template, content: TemplateDraft['content']): TemplateDraft['content'] {
  const { cards, limitedTimeOffer, others, authentication } = existing;
  const isSameCode = JSON.stringify(authentication) === JSON.stringify(content.authentication);
  const fixed = authentication !== null && isSameCode ? { body: existing.body, footer: existing.footer } : {};
  const buttons = content.buttons.map((button, index) => {
    const existingButton = existing.buttons[index];
    return button.type === 'UNKNOWN' && existingButton?.type === 'UNKNOWN' ? existingButton : button;
  });
  return { ...content, ...fixed, buttons, cards, limitedTimeOffer, others };
}

/**
 * Identity problems that an update adds. What Meta made otherwise than our rules know (a new language, say) is no reason
 * to refuse other changes.
 */
export function newIdentityProblems(draft: StoredDraft, existing: Template | null): Problem[] {
  const known = existing === null ? [] : identityProblems(draftOf(existing)).map(({ message }) => message);
  return identityProblems(draft).filter(({ message }) => !known.includes(message));
}

/** Refuses what the state of a template does not let people change. @throws DomainError (NOT_ALLOWED_NOW) */
export function refuseForbiddenChanges(template: Template, input: UpdateTemplateInput, changesContent: boolean): void {
  const { status, remoteId, name, language, category, remoteStatus } = template;
  const problems: Problem[] = [];
  const refuse = (why: Because, ...path: string[]): void => {
    problems.push(...notAllowedNow(why, allowedActions(status), path).problems);
  };
  if (remoteId !== null && input.name != null && input.name !== name) {
    refuse(because('NAME_KEPT_BY_META'), 'name');
  }
  if (remoteId !== null && input.language != null && input.language !== language) {
    refuse(because('LANGUAGE_KEPT_BY_META'), 'language');
  }
  if (remoteStatus === 'APPROVED' && input.category != null && input.category !== category) {
    refuse(because('CATEGORY_KEPT_BY_META'), 'category');
  }
  if (changesContent && !mayDo('updateTemplate', status)) {
    refuse(status === 'PENDING' ? because('CHANGE_UNDER_REVIEW') : because('CHANGE_NOT_IN_STATE', { status }));
  }
  if (problems.length > 0) throw new DomainError(...problems);
}
