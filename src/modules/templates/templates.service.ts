import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Database } from '../../common/database/database.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../common/graphql/pagination/counted-connection.js';
import { groupsInOrderOf, inOrderOf } from '../../common/graphql/loaders.js';
import { paginateCounted } from '../../common/graphql/pagination/paginate.js';
import { isId } from '../../common/ids.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { QualityRating } from '../accounts/phone-numbers/quality-rating.js';
import { maySeeAccount, visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { sendingProblems } from './domain/checks/sending-problems.js';
import { GONE_AT_META, type TemplateStatus } from './domain/template-status.js';
import type { StoredDraft } from './domain/template.js';
import { TemplateEntity } from './template.entity.js';
import type { TemplateFilter, TemplateOrder } from './schema/template-list.inputs.js';
import { because, type Because } from '../../common/errors/because.js';

/** What other modules know of a template: what GraphQL shows of it, and what is sent. */
export interface Template extends StoredDraft {
  id: string;
  status: TemplateStatus;
  quality: QualityRating;
  /** Whether it may go to several people by one call. */
  allowsMultipleRecipients: boolean;
  /** What Meta has announced that the category will be. */
  pendingCategory: string | null;
  rejectionReason: string | null;
  rejectionAdvice: string | null;
  remoteId: string | null;
  /** Meta's own word for the status. */
  remoteStatus: string | null;
  /** What Meta has, in its JSON: what is sent, whatever the draft here says. */
  remoteComponents: readonly JsonRecord[] | null;
  /** What Meta has on it beside content and state, in its words, such as sub_category. */
  remoteSettings: JsonRecord | null;
  /** The content hash of what was submitted last, or read from Meta. */
  submittedHash: string | null;
  createdAt: Date;
  updatedAt: Date;
  submittedAt: Date | null;
  lastSyncedAt: Date | null;
}

const NOT_SENDABLE: Partial<Record<TemplateStatus, Because>> = {
  DRAFT: because('TEMPLATE_IS_DRAFT'),
  PENDING: because('TEMPLATE_IS_PENDING'),
  REJECTED: because('TEMPLATE_IS_REJECTED'),
  PAUSED: because('TEMPLATE_IS_PAUSED'),
  DISABLED: because('TEMPLATE_IS_DISABLED'),
  DELETED: because('TEMPLATE_IS_DELETED'),
};

/** Finds the templates that a viewer may see, or send. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  /** For DataLoaders: a template each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(Template | null)[]> => {
    const rows = await this.database.repository(TemplateEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (template) => template.id);
  };

  /** For DataLoaders: who may send each template; nobody means everybody. */
  readonly allowedUserIds = async (templateIds: readonly string[]): Promise<string[][]> => {
    const rows = await this.database.query<{ template_id: string; user_id: string }>(
      'SELECT template_id, user_id FROM template_users WHERE template_id = ANY($1) ORDER BY user_id',
      [templateIds],
    );
    return groupsInOrderOf(templateIds, rows, (row) => row.template_id).map((group) => group.map((row) => row.user_id));
  };

  /** Which of these are marketing templates, by the category in which Meta last said that they are. */
  async marketingIds(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM templates WHERE id = ANY($1) AND category = 'MARKETING'`,
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Templates of the account that Meta has and that may have been sent, last changed first: our ids by Meta's. */
  async atMeta(accountId: string, limit: number): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; remote_id: string }>(
      `SELECT id, remote_id FROM templates
        WHERE account_id = $1 AND remote_id IS NOT NULL AND status IN ('APPROVED', 'PAUSED', 'DISABLED')
        ORDER BY updated_at DESC, id LIMIT $2`,
      [accountId, limit],
    );
    return new Map(rows.map((row) => [row.remote_id, row.id]));
  }

  /** Null when there is none, or the viewer may not see it. */
  async find(viewer: Viewer, id: string): Promise<Template | null> {
    const template = isId(id) ? await this.database.repository(TemplateEntity).findOneBy({ id }) : null;
    return template !== null && maySeeAccount(viewer, template.accountId) ? template : null;
  }

  /** @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<Template> {
    const template = await this.find(viewer, id);
    if (template === null) throw notFound('template', ...path);
    return template;
  }

  /** @throws DomainError (TEMPLATE_NOT_SENDABLE, TEMPLATE_NOT_PERMITTED, NOT_FOUND) */
  async requireSendable(viewer: Viewer, id: string, ...path: string[]): Promise<Template> {
    const template = await this.require(viewer, id, ...path);
    const [account] = await this.accounts.byIds([template.accountId]);
    if (account?.archivedAt !== null) {
      const why = because('TEMPLATE_ACCOUNT_ARCHIVED');
      throw new DomainError({ code: 'TEMPLATE_NOT_SENDABLE', ...why, path });
    }
    if (template.status !== 'APPROVED') {
      const why = NOT_SENDABLE[template.status] ?? because('TEMPLATE_IN_STATE', { status: template.status });
      throw new DomainError({ code: 'TEMPLATE_NOT_SENDABLE', ...why, path });
    }
    const unsendable = sendingProblems(template, path);
    if (unsendable.length > 0) throw new DomainError(...unsendable);
    const [allowed = []] = await this.allowedUserIds([template.id]);
    if (viewer.kind === 'USER' && allowed.length > 0 && !allowed.includes(viewer.id)) {
      const why = because('TEMPLATE_FOR_OTHERS');
      throw new DomainError({ code: 'TEMPLATE_NOT_PERMITTED', ...why, path });
    }
    return template;
  }

  /** As `requireSendable`, to so many people by one call. @throws DomainError (TEMPLATE_NOT_PERMITTED) where it goes to one at a time */
  async requireSendableTo(viewer: Viewer, recipients: number, id: string, ...path: string[]): Promise<Template> {
    const template = await this.requireSendable(viewer, id, ...path);
    if (recipients <= 1 || template.allowsMultipleRecipients) return template;
    const why = because('TEMPLATE_ONE_AT_A_TIME');
    throw new DomainError({ code: 'TEMPLATE_NOT_PERMITTED', ...why, path });
  }

  /** One page of those that the viewer may see. */
  async list(
    viewer: Viewer,
    filter: TemplateFilter,
    { field, direction }: TemplateOrder,
    page: ForwardPageArgs,
  ): Promise<CountedPage<Template>> {
    const query = this.database.repository(TemplateEntity).createQueryBuilder('template');
    applyFilter(query, filter, viewer);
    const property = ({ UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt', NAME: 'displayName' } as const)[field];
    return paginateCounted(query, page, {
      sort: `template.${property}`,
      valueOf: (template) => template[property],
      id: 'template.id',
      direction,
    });
  }

  /** Approved templates that this viewer may send, by name; for those whose service window has closed. */
  async sendableBy(viewer: Viewer, accountId: string, limit = 100): Promise<Template[]> {
    const query = this.database.repository(TemplateEntity).createQueryBuilder('template');
    applyFilter(query, { accountId: [accountId], sendableByMe: true }, viewer);
    return query.orderBy('template.displayName').addOrderBy('template.id').take(limit).getMany();
  }

  /** Names the templates that apply to a data model, at most 100, such as "the template Order shipped (en)". */
  async usesOf(dataModelId: string): Promise<string[]> {
    const rows = await this.database.query<{ display_name: string; language: string }>(
      `SELECT display_name, language FROM templates WHERE data_model_id = $1 AND status <> 'DELETED'
        ORDER BY display_name, language LIMIT 100`,
      [dataModelId],
    );
    return rows.map((row) => `the template ${row.display_name} (${row.language})`);
  }
}

const MAY_SEND = `(NOT EXISTS (SELECT FROM template_users WHERE template_id = template.id)
  OR EXISTS (SELECT FROM template_users WHERE template_id = template.id AND user_id = :me))`;

function applyFilter(query: SelectQueryBuilder<TemplateEntity>, filter: TemplateFilter, viewer: Viewer): void {
  const { accountId, status, category, quality, language, appliesTo, sendableByMe, search } = filter;
  const visible = visibleAccountIds(viewer);
  if (visible !== null) query.andWhere('template.accountId = ANY(:visible)', { visible: visible.filter(isId) });
  if (accountId != null) query.andWhere('template.accountId = ANY(:accounts)', { accounts: accountId.filter(isId) });
  if (status != null) query.andWhere('template.status = ANY(:statuses)', { statuses: status });
  else query.andWhere('template.status <> ALL(:gone)', { gone: GONE_AT_META });
  if (category != null) query.andWhere('template.category = ANY(:categories)', { categories: category });
  if (quality != null) query.andWhere('template.quality = ANY(:qualities)', { qualities: quality });
  if (language != null) query.andWhere('template.language = ANY(:languages)', { languages: language });
  if (appliesTo != null) query.andWhere('template.dataModelId = ANY(:models)', { models: appliesTo.filter(isId) });
  if (sendableByMe != null) {
    const restriction = viewer.kind === 'USER' ? MAY_SEND : 'true';
    query.andWhere(`${sendableByMe ? '' : 'NOT '}(template.status = 'APPROVED' AND ${restriction})`, { me: viewer.id });
  }
  if (search != null && search.trim() !== '') {
    query.andWhere(
      `strpos(lower(template.displayName || ' ' || template.name || ' ' || (template.content->>'body')), lower(:search)) > 0`,
      { search: search.trim() },
    );
  }
}
