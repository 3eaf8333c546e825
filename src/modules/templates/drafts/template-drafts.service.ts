import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow, notFound, type Problem } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { HistoryService, causedBy } from '../../accounts/history/history.service.js';
import { MediaService } from '../../media/media.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UsersService } from '../../users/users.service.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import { contentHash } from '../domain/content-hash.js';
import { metaNameOf } from '../domain/template-name.js';
import { identityProblems } from '../domain/checks/template-problems.js';
import { allowedActions, mayDo } from '../domain/template-status.js';
import type { TemplateDraft } from '../domain/template.js';
import { referenceProblems } from '../domain/checks/variable-problems.js';
import { contentInputOf, contentOf, variablesOf } from './draft-from-input.js';
import { TemplateRepository } from '../template.repository.js';
import type { TemplateEntity } from '../template.entity.js';
import type { DuplicateTemplateInput, TemplateDraftInput, UpdateTemplateInput } from '../schema/template.inputs.js';
import { TemplatesService } from '../templates.service.js';

type StoredDraft = TemplateDraft & { accountId: string; displayName: string };

/** Writes drafts: made, changed, duplicated. What Meta would refuse is told in `problems`; what cannot be is refused. */
@Injectable()
export class TemplateDraftsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly models: DataModelsService,
    private readonly media: MediaService,
    private readonly templates: TemplatesService,
    private readonly repository: TemplateRepository,
    private readonly history: HistoryService,
  ) {}

  async create(viewer: Viewer, input: TemplateDraftInput): Promise<TemplateEntity> {
    return this.database.transaction(async () => {
      const account = await this.accounts.require(viewer, input.accountId, 'accountId');
      const draft = draftFromInput(input, account.id);
      await this.refuseUnstorable(draft);
      return this.insert(viewer, draft, input.allowedUserIds ?? []);
    });
  }

  /** What would be stored, without storing it. */
  async draftFrom(viewer: Viewer, input: TemplateDraftInput): Promise<StoredDraft> {
    const account = await this.accounts.require(viewer, input.accountId, 'accountId');
    return draftFromInput(input, account.id);
  }

  async update(viewer: Viewer, input: UpdateTemplateInput): Promise<TemplateEntity> {
    return this.database.transaction(async () => {
      const template = await this.templates.requireForUpdate(viewer, input.id, 'id');
      const before = contentHash(template);
      const draft = updatedDraft(template, input);
      const after = contentHash(draft);
      refuseForbiddenChanges(template, input, before !== after);
      await this.refuseUnstorable(draft, template);
      const { name, displayName, language, category, dataModelId, phoneField, content, variables } = draft;
      await this.refusingTakenName(draft, () =>
        this.repository.update(template.id, {
          ...{ name, displayName, language, category, dataModelId, phoneField, content, variables: [...variables] },
          updatedAt: this.clock.now(),
        }),
      );
      if (input.allowedUserIds != null) await this.setAllowedUsers(template, input.allowedUserIds);
      if (before !== after) {
        const cause = causedBy(viewer, this.clock.now());
        const ids = { accountId: template.accountId, templateId: template.id };
        await this.history.record({
          ...ids,
          ...cause,
          kind: 'COMPONENTS',
          from: null,
          to: null,
          reason: 'edited here',
        });
      }
      return this.templates.publishChanged(template.id);
    });
  }

  /** Another language keeps the name; otherwise the copy gets one of its own. */
  async duplicate(viewer: Viewer, input: DuplicateTemplateInput): Promise<TemplateEntity> {
    return this.database.transaction(async () => {
      const original = await this.templates.require(viewer, input.templateId, 'templateId');
      const language = input.language ?? original.language;
      const keepsName = language !== original.language && input.displayName == null;
      const displayName = keepsName ? original.displayName : (input.displayName ?? `${original.displayName} (copy)`);
      const name = keepsName
        ? original.name
        : await this.freeName(original.accountId, metaNameOf(displayName), language, input.displayName != null);
      const draft: StoredDraft = { ...draftOf(original), accountId: original.accountId, name, displayName, language };
      if (draft.category === 'UNKNOWN') draft.category = 'MARKETING';
      await this.refuseUnstorable(draft);
      const [allowed = []] = await this.templates.allowedUserIds([original.id]);
      return this.insert(viewer, draft, allowed);
    });
  }

  private async insert(viewer: Viewer, draft: StoredDraft, allowedUserIds: string[]): Promise<TemplateEntity> {
    const id = newId();
    const now = this.clock.now();
    await this.refusingTakenName(draft, () =>
      this.repository.insert({
        ...draft,
        variables: [...draft.variables],
        id,
        status: 'DRAFT',
        authorUserId: viewer.kind === 'USER' ? viewer.id : null,
        createdAt: now,
        updatedAt: now,
      }),
    );
    await this.setAllowedUsers({ id, accountId: draft.accountId }, allowedUserIds);
    await this.history.record({
      ...causedBy(viewer, now),
      accountId: draft.accountId,
      templateId: id,
      kind: 'STATUS',
      from: null,
      to: 'DRAFT',
      reason: null,
    });
    return this.templates.publishChanged(id);
  }

  /** References to what is not there, and a name that cannot be, are no draft: nothing is saved. */
  private async refuseUnstorable(draft: StoredDraft, existing: TemplateEntity | null = null): Promise<void> {
    const problems: Problem[] = newIdentityProblems(draft, existing);
    const models = await this.models.list();
    if (draft.dataModelId !== null && !models.some(({ id }) => id === draft.dataModelId)) {
      problems.push(...notFound('data model', 'appliesTo').problems);
    } else problems.push(...referenceProblems(draft, models));
    const { mediaId } = draft.content.header;
    if (mediaId !== null && (await this.media.ofAccount(draft.accountId, mediaId)) === null) {
      problems.push(...notFound('file of this account', 'header', 'mediaId').problems);
    }
    const [namesake] = await this.database.query<{ id: string }>(
      `SELECT id FROM templates WHERE account_id = $1 AND name = $2 AND language = $3
          AND status NOT IN ('DELETED', 'PENDING_DELETION')`,
      [draft.accountId, draft.name, draft.language],
    );
    if (namesake !== undefined && namesake.id !== existing?.id) problems.push(...nameTaken(draft).problems);
    if (problems.length > 0) throw new DomainError(...problems);
  }

  /** Two who take one name at the same time: the second is told as if it had come later. */
  private async refusingTakenName(draft: StoredDraft, write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const { constraint } = (error as QueryFailedError & { driverError?: { constraint?: string } }).driverError ?? {};
      throw error instanceof QueryFailedError && constraint === 'templates_name' ? nameTaken(draft) : error;
    }
  }

  private async setAllowedUsers(
    { id, accountId }: { id: string; accountId: string },
    userIds: string[],
  ): Promise<void> {
    await this.users.requireColleagues(userIds, accountId, 'allowedUserIds');
    await this.database.run('DELETE FROM template_users WHERE template_id = $1', [id]);
    await this.database.run(
      'INSERT INTO template_users (template_id, user_id) SELECT DISTINCT $1::uuid, unnest($2::uuid[])',
      [id, userIds],
    );
  }

  private async freeName(accountId: string, wanted: string, language: string, isChosen: boolean): Promise<string> {
    if (isChosen) return wanted;
    const rows = await this.database.query<{ name: string }>(
      'SELECT name FROM templates WHERE account_id = $1 AND language = $2 AND starts_with(name, $3)',
      [accountId, language, wanted],
    );
    const taken = new Set(rows.map(({ name }) => name));
    let number = 1;
    while (taken.has(number === 1 ? wanted : `${wanted}_${number}`)) number += 1;
    return number === 1 ? wanted : `${wanted}_${number}`;
  }
}

function draftFromInput(input: TemplateDraftInput, accountId: string): StoredDraft {
  return {
    accountId,
    displayName: input.displayName,
    name: input.name ?? metaNameOf(input.displayName),
    language: input.language,
    category: input.category,
    parameterFormat: input.parameterFormat ?? 'POSITIONAL',
    dataModelId: input.appliesTo?.toLowerCase() ?? null,
    phoneField: input.phoneField ?? null,
    content: contentOf(input),
    variables: variablesOf(input.variables ?? []),
  };
}

export function draftOf(template: TemplateEntity): TemplateDraft {
  const { name, language, category, parameterFormat, dataModelId, phoneField, content, variables } = template;
  return { name, language, category, parameterFormat, dataModelId, phoneField, content, variables };
}

function updatedDraft(template: TemplateEntity, input: UpdateTemplateInput): StoredDraft {
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
  const followsDisplayName = template.remoteId === null && template.name === metaNameOf(template.displayName);
  return {
    ...draftOf(template),
    accountId: template.accountId,
    displayName,
    name: input.name ?? (followsDisplayName ? metaNameOf(displayName) : template.name),
    language: input.language ?? template.language,
    category,
    dataModelId: input.appliesTo === undefined ? template.dataModelId : (input.appliesTo?.toLowerCase() ?? null),
    phoneField: input.phoneField === undefined ? template.phoneField : input.phoneField,
    content: writesContent ? { ...template.content, ...withPartsOfMeta(template, content) } : template.content,
    variables: input.variables == null ? template.variables : variablesOf(input.variables),
  };
}

/** What Meta alone makes (cards, offers, the words around a code) stays as it is there. */
function withPartsOfMeta(
  { content: existing }: TemplateEntity,
  content: TemplateDraft['content'],
): TemplateDraft['content'] {
  const { cards, limitedTimeOffer, others, authentication } = existing;
  const isSameCode = JSON.stringify(authentication) === JSON.stringify(content.authentication);
  const fixed = authentication !== null && isSameCode ? { body: existing.body, footer: existing.footer } : {};
  const buttons = content.buttons.map((button, index) => {
    const existingButton = existing.buttons[index];
    return button.type === 'UNKNOWN' && existingButton?.type === 'UNKNOWN' ? existingButton : button;
  });
  return { ...content, ...fixed, buttons, cards, limitedTimeOffer, others };
}

/** What Meta made otherwise than our rules know (a new language, say) is no reason to refuse other changes. */
function newIdentityProblems(draft: StoredDraft, existing: TemplateEntity | null): Problem[] {
  const known = existing === null ? [] : identityProblems(draftOf(existing)).map(({ message }) => message);
  return identityProblems(draft).filter(({ message }) => !known.includes(message));
}

/** What a template's state does not allow to be changed. */
function refuseForbiddenChanges(template: TemplateEntity, input: UpdateTemplateInput, changesContent: boolean): void {
  const { status, remoteId, name, language, category, remoteStatus } = template;
  const problems: Problem[] = [];
  const refuse = (message: string, ...path: string[]): void => {
    problems.push(...notAllowedNow(message, allowedActions(status), path).problems);
  };
  if (remoteId !== null && input.name != null && input.name !== name) {
    refuse('Meta keeps the name that was submitted. Duplicate the template under another name.', 'name');
  }
  if (remoteId !== null && input.language != null && input.language !== language) {
    refuse('Meta keeps the language that was submitted. Duplicate the template in another language.', 'language');
  }
  if (remoteStatus === 'APPROVED' && input.category != null && input.category !== category) {
    refuse('The category of an approved template is changed by Meta alone.', 'category');
  }
  if (changesContent && !mayDo('updateTemplate', status)) {
    const hint = status === 'PENDING' ? 'Meta is reviewing it: wait for the decision.' : `It is ${status}.`;
    refuse(`The content cannot be changed now. ${hint}`);
  }
  if (problems.length > 0) throw new DomainError(...problems);
}

function nameTaken({ name, language }: StoredDraft): DomainError {
  return new DomainError({
    code: 'DUPLICATE',
    message: `This account has a template "${name}" in ${language} already. Choose another name, or another language.`,
    path: ['name'],
  });
}
