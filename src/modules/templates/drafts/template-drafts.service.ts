import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notFound, type Problem } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { HistoryService, causedBy } from '../../accounts/history/history.service.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import { MediaService } from '../../media/media.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UsersService } from '../../users/users.service.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import { contentHash } from '../domain/content-hash.js';
import { freeNameAmong, losesLetters, metaNameOf } from '../domain/template-name.js';
import { draftOf, type StoredDraft } from '../domain/template.js';
import { referenceProblems } from '../domain/checks/variable-problems.js';
import type { DuplicateTemplateInput, TemplateDraftInput, UpdateTemplateInput } from '../schema/template.inputs.js';
import { TemplateChangesService } from '../template-changes.service.js';
import { TemplateRepository } from '../template.repository.js';
import { TemplatesService, type Template } from '../templates.service.js';
import { withNumbersRead } from './button-numbers.js';
import { draftFromInput } from './draft-from-input.js';
import { newIdentityProblems, refuseForbiddenChanges, updatedDraft } from './updated-draft.js';
import { because, type Because } from '../../../common/errors/because.js';

/** Template drafts: created, updated, duplicated. What Meta would refuse is stored; what cannot be stored is refused. */
@Injectable()
export class TemplateDraftsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly defaultCountries: DefaultCountriesService,
    private readonly users: UsersService,
    private readonly models: DataModelsService,
    private readonly media: MediaService,
    private readonly templates: TemplatesService,
    private readonly repository: TemplateRepository,
    private readonly changes: TemplateChangesService,
    private readonly history: HistoryService,
  ) {}

  async create(viewer: Viewer, input: TemplateDraftInput): Promise<Template> {
    return this.database.transaction(async () => {
      const account = await this.accounts.require(viewer, input.accountId, 'accountId');
      const draft = draftFromInput(await this.withNumbersRead(input, account.id), account.id);
      if (input.name == null) await this.numberName(draft);
      const chosenBy = input.name == null ? 'displayName' : 'name';
      await this.refuseUnstorable(draft, chosenBy);
      const allowsMultipleRecipients = input.allowMultipleRecipients ?? true;
      return this.insert(viewer, { ...draft, allowsMultipleRecipients }, input.allowedUserIds ?? [], chosenBy);
    });
  }

  /** What would be stored, without storing it. */
  async draftFrom(viewer: Viewer, input: TemplateDraftInput): Promise<StoredDraft> {
    const account = await this.accounts.require(viewer, input.accountId, 'accountId');
    return draftFromInput(await this.withNumbersRead(input, account.id), account.id);
  }

  async update(viewer: Viewer, input: UpdateTemplateInput): Promise<Template> {
    return this.database.transaction(async () => {
      const { id } = await this.templates.require(viewer, input.id, 'id');
      const template = await this.repository.lock(id);
      const before = contentHash(template);
      const draft = updatedDraft(template, await this.withNumbersRead(input, template.accountId));
      const after = contentHash(draft);
      refuseForbiddenChanges(template, input, before !== after);
      if (input.name == null && draft.name !== template.name) await this.numberName(draft);
      const chosenBy = input.name != null ? 'name' : draft.name === template.name ? 'language' : 'displayName';
      await this.refuseUnstorable(draft, chosenBy, template);
      const { accountId: _account, parameterFormat: _format, variables, ...changes } = draft;
      await this.refusingTakenName(draft, chosenBy, () =>
        this.repository.update(template.id, {
          ...changes,
          variables: [...variables],
          allowsMultipleRecipients: input.allowMultipleRecipients ?? template.allowsMultipleRecipients,
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
          reason: because('TEMPLATE_EDITED'),
        });
      }
      return this.changes.publishChanged(template.id);
    });
  }

  /** Another language keeps the name; otherwise the copy gets one of its own. */
  async duplicate(viewer: Viewer, input: DuplicateTemplateInput): Promise<Template> {
    return this.database.transaction(async () => {
      const original = await this.templates.require(viewer, input.templateId, 'templateId');
      const language = input.language ?? original.language;
      const keepsName = language !== original.language && input.displayName == null;
      const displayName = keepsName ? original.displayName : (input.displayName ?? `${original.displayName} (copy)`);
      const name = keepsName
        ? original.name
        : input.displayName != null
          ? metaNameOf(displayName)
          : await this.freeName(original.accountId, metaNameOf(displayName));
      const draft: StoredDraft = { ...draftOf(original), accountId: original.accountId, name, displayName, language };
      if (draft.category === 'UNKNOWN') draft.category = 'MARKETING';
      if (!keepsName && input.displayName != null) await this.numberName(draft);
      const chosenBy = keepsName ? 'language' : 'displayName';
      await this.refuseUnstorable(draft, chosenBy);
      const [allowed = []] = await this.templates.allowedUserIds([original.id]);
      const { allowsMultipleRecipients } = original;
      return this.insert(viewer, { ...draft, allowsMultipleRecipients }, allowed, chosenBy);
    });
  }

  private async withNumbersRead<Input extends Parameters<typeof withNumbersRead>[0]>(
    input: Input,
    accountId: string,
  ): Promise<Input> {
    return withNumbersRead(input, await this.defaultCountries.of(accountId));
  }

  private async insert(
    viewer: Viewer,
    draft: StoredDraft & Pick<Template, 'allowsMultipleRecipients'>,
    allowedUserIds: string[],
    chosenBy: NamingField,
  ): Promise<Template> {
    const id = newId();
    const now = this.clock.now();
    await this.refusingTakenName(draft, chosenBy, () =>
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
    return this.changes.publishChanged(id);
  }

  /** A name that cannot be or is taken, and references to what is not there, cannot be stored. */
  private async refuseUnstorable(
    draft: StoredDraft,
    chosenBy: NamingField,
    existing: Template | null = null,
  ): Promise<void> {
    const problems: Problem[] = newIdentityProblems(draft, existing);
    const [models = []] = await this.models.openTo([draft.accountId]);
    if (draft.dataModelId !== null && !models.some(({ id }) => id === draft.dataModelId)) {
      problems.push(...notFound('data model', 'appliesTo').problems);
    } else problems.push(...referenceProblems(draft, models));
    const { header, cards } = draft.content;
    const samples = [
      { mediaId: header.mediaId, path: ['header', 'mediaId'] },
      ...cards.map(({ mediaId = null }, index) => ({ mediaId, path: ['cardMediaIds', String(index)] })),
    ];
    for (const { mediaId, path } of samples) {
      const isGone = mediaId !== null && (await this.media.ofAccount(draft.accountId, mediaId)) === null;
      if (isGone) problems.push(...notFound('file of this account', ...path).problems);
    }
    const [namesake] = await this.database.query<{ id: string }>(
      `SELECT id FROM templates WHERE account_id = $1 AND name = $2 AND language = $3
          AND status NOT IN ('DELETED', 'PENDING_DELETION')`,
      [draft.accountId, draft.name, draft.language],
    );
    if (namesake !== undefined && namesake.id !== existing?.id) problems.push(...nameTaken(chosenBy).problems);
    if (problems.length > 0) throw new DomainError(...problems);
  }

  /** Runs `write`; one that takes the name at the same moment is refused as if it had come before. */
  private async refusingTakenName(
    draft: StoredDraft,
    chosenBy: NamingField,
    write: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await write();
    } catch (error) {
      const { constraint } = (error as QueryFailedError & { driverError?: { constraint?: string } }).driverError ?? {};
      throw error instanceof QueryFailedError && constraint === 'templates_name' ? nameTaken(chosenBy) : error;
    }
  }

  private async setAllowedUsers(
    { id, accountId }: Pick<Template, 'id' | 'accountId'>,
    userIds: string[],
  ): Promise<void> {
    await this.users.requireColleagues(userIds, accountId, 'allowedUserIds');
    await this.repository.replaceAllowedUsers(id, userIds);
  }

  /** A title of which Meta's letters leave something out gets a name of its own, by a number where it is taken. */
  private async numberName(draft: StoredDraft): Promise<void> {
    if (losesLetters(draft.displayName)) draft.name = await this.freeName(draft.accountId, draft.name);
  }

  /** In no language of the account: one name in two languages is one template to Meta. */
  private async freeName(accountId: string, wanted: string): Promise<string> {
    const rows = await this.database.query<{ name: string }>(
      'SELECT name FROM templates WHERE account_id = $1 AND starts_with(name, $2)',
      [accountId, wanted],
    );
    return freeNameAmong(new Set(rows.map(({ name }) => name)), wanted);
  }
}

/** The field by which a caller chose the name. */
type NamingField = 'name' | 'displayName' | 'language';

const NAME_TAKEN: Record<NamingField, Because> = {
  name: because('TEMPLATE_NAME_TAKEN'),
  displayName: because('TEMPLATE_TITLE_TAKEN'),
  language: because('TEMPLATE_LANGUAGE_TAKEN'),
};

function nameTaken(chosenBy: NamingField): DomainError {
  return new DomainError({
    code: 'DUPLICATE',
    ...NAME_TAKEN[chosenBy],
    path: [chosenBy],
  });
}
