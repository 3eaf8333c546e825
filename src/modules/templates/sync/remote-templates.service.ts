import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { newId } from '../../../common/ids.js';
import type { LocalTemplate, NewRemoteTemplate, RemoteUpdate } from './template-diff.js';
import { TemplateChangesService } from '../template-changes.service.js';
import { changesFromRemote, templateFromRemote } from './remote-template.js';
import { TemplateRepository } from '../template.repository.js';
import { TemplateEntity } from '../template.entity.js';
import { because } from '../../../common/errors/because.js';

const BATCH_SIZE = 200;

/** Writes what Meta has to our templates, in short transactions: a template, or a batch of new ones, each. */
@Injectable()
export class RemoteTemplatesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly repository: TemplateRepository,
    private readonly changes: TemplateChangesService,
  ) {}

  /** All templates of the account, with what comparing needs. */
  async localTemplates(accountId: string): Promise<LocalTemplate[]> {
    return this.database.query<LocalTemplate>(
      `SELECT id, name, language, status, remote_id AS "remoteId", remote_hash AS "remoteHash",
              submitting_until AS "submittingUntil"
         FROM templates WHERE account_id = $1`,
      [accountId],
    );
  }

  /** Templates that wait for Meta's decision, the longest first. */
  async pending(accountId: string, limit: number): Promise<TemplateEntity[]> {
    return this.database.repository(TemplateEntity).find({
      where: [
        { accountId, status: 'PENDING' },
        { accountId, status: 'IN_APPEAL' },
      ],
      order: { submittedAt: 'ASC' },
      take: limit,
    });
  }

  /** Incomplete templates: a webhook has changed them, and Meta has to be asked for the rest. */
  async incomplete(accountId: string, limit: number): Promise<TemplateEntity[]> {
    return this.database
      .repository(TemplateEntity)
      .createQueryBuilder('template')
      .where('template.accountId = :accountId AND template.remoteHash IS NULL AND template.remoteId IS NOT NULL')
      .andWhere(`template.status NOT IN ('DELETED', 'PENDING_DELETION')`)
      .setParameters({ accountId })
      .take(limit)
      .getMany();
  }

  /** Applies what Meta has otherwise to templates of the account. */
  async update(accountId: string, updates: readonly RemoteUpdate[]): Promise<void> {
    for (const { id, remote, asOf } of updates) {
      await this.database.transaction(async () => {
        const template = await this.repository.lock(id);
        if (template.accountId !== accountId) return;
        const changes = changesFromRemote(template, remote, asOf);
        const reason = changes.status === template.status ? null : (changes.rejectionReason ?? null);
        await this.changes.apply(template, changes, { source: 'SYNC', userId: null, occurredAt: asOf, reason });
      });
    }
  }

  /** Stores templates that were made at Meta; those whose name was taken meanwhile are left out. */
  async create(accountId: string, newTemplates: readonly NewRemoteTemplate[]): Promise<void> {
    for (let begin = 0; begin < newTemplates.length; begin += BATCH_SIZE) {
      const now = this.clock.now();
      const rows = newTemplates.slice(begin, begin + BATCH_SIZE).map(({ remote, asOf }) => ({
        ...templateFromRemote(remote, asOf),
        id: newId(),
        accountId,
        createdAt: now,
        updatedAt: now,
      }));
      await this.database.transaction(async () => {
        const stored = await this.repository.insertWhereFree(rows);
        this.changes.publish(...rows.filter(({ id }) => stored.has(id)));
      });
    }
  }

  /** Marks templates that Meta does not have any more as DELETED; their history stays. */
  async remove(ids: readonly string[], asOf: Date): Promise<void> {
    for (const id of ids) {
      await this.database.transaction(async () => {
        const template = await this.repository.lock(id);
        if (template.statusAsOf !== null && template.statusAsOf > asOf) return;
        await this.changes.apply(
          template,
          { status: 'DELETED', remoteStatus: 'DELETED', statusAsOf: asOf },
          { source: 'SYNC', userId: null, occurredAt: asOf, reason: because('TEMPLATE_GONE_AT_META') },
        );
      });
    }
  }
}
