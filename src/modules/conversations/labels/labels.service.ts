import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { lockUntilCommit } from '../../../common/database/advisory-locks.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { groupsInOrderOf, inOrderOf } from '../../../common/graphql/loaders.js';
import { isId, newId } from '../../../common/ids.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { maySeeAccount, visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { LabelColor } from '../domain/inbox/label-color.js';
import { LabelEntity } from './label.entity.js';
import { because } from '../../../common/errors/because.js';

/** More than one finds in a menu. */
const MAX_LABELS_OF_ACCOUNT = 100;

/** What a label is called and looks like. */
interface LabelDetails {
  name: string;
  color: LabelColor;
}

/** Labels of accounts. Each change is an event of the account: whoever shows labels reads them anew. */
@Injectable()
export class LabelsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly accounts: AccountsService,
  ) {}

  /** For DataLoaders: a label each, in order; null of one that was deleted. */
  readonly byIds = async (ids: readonly string[]): Promise<(LabelEntity | null)[]> => {
    const rows = await this.database.rows(LabelEntity, 'WHERE id = ANY($1) AND deleted_at IS NULL', [ids]);
    return inOrderOf(ids, rows, (label) => label.id);
  };

  /** For DataLoaders: the labels of an account, by name. */
  readonly ofAccounts = async (accountIds: readonly string[]): Promise<LabelEntity[][]> => {
    const rows = await this.database.rows(
      LabelEntity,
      'WHERE account_id = ANY($1) AND deleted_at IS NULL ORDER BY lower(name), id',
      [accountIds],
    );
    return groupsInOrderOf(accountIds, rows, (label) => label.accountId);
  };

  /** Those of one account, or of all that the viewer sees, by name. @throws DomainError (NOT_FOUND) */
  async list(viewer: Viewer, accountId: string | null): Promise<LabelEntity[]> {
    const accountIds =
      accountId === null
        ? visibleAccountIds(viewer)
        : [(await this.accounts.require(viewer, accountId, 'accountId')).id];
    return this.database.rows(
      LabelEntity,
      'WHERE ($1::uuid[] IS NULL OR account_id = ANY($1)) AND deleted_at IS NULL ORDER BY lower(name), id',
      [accountIds],
    );
  }

  /** Those among the ids that there are. */
  async idsAmong(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM labels WHERE id = ANY($1) AND deleted_at IS NULL',
      [ids.filter(isId)],
    );
    return rows.map(({ id }) => id);
  }

  /** @throws DomainError: NOT_FOUND, DUPLICATE, NOT_ALLOWED_NOW when the account has 100 */
  async create(viewer: Viewer, accountId: string, details: LabelDetails): Promise<LabelEntity> {
    return this.database.transaction(async () => {
      const account = await this.accounts.require(viewer, accountId, 'accountId');
      const others = await this.lockLabels(account.id);
      if (others.length >= MAX_LABELS_OF_ACCOUNT)
        throw notAllowedNow(because('LABELS_OF_ACCOUNT_FULL', { limit: MAX_LABELS_OF_ACCOUNT }));
      refuseTwins(details.name, others);
      const id = newId();
      await this.database.run('INSERT INTO labels (id, account_id, name, color) VALUES ($1, $2, $3, $4)', [
        ...[id, account.id],
        ...[details.name, details.color],
      ]);
      return this.changed(account.id, id);
    });
  }

  /** @throws DomainError: NOT_FOUND, DUPLICATE */
  async update(viewer: Viewer, labelId: string, details: Partial<LabelDetails>): Promise<LabelEntity> {
    return this.database.transaction(async () => {
      const { id, accountId } = await this.require(viewer, labelId);
      const all = await this.lockLabels(accountId);
      if (details.name !== undefined)
        refuseTwins(
          details.name,
          all.filter((label) => label.id !== id),
        );
      await this.database.run(
        'UPDATE labels SET name = coalesce($2, name), color = coalesce($3, color), updated_at = now() WHERE id = $1',
        [id, details.name ?? null, details.color ?? null],
      );
      return this.changed(accountId, id);
    });
  }

  /** No conversation has it any more; their rows go in the background. @throws DomainError (NOT_FOUND) */
  async delete(viewer: Viewer, labelId: string): Promise<LabelEntity> {
    return this.database.transaction(async () => {
      const { id, accountId } = await this.require(viewer, labelId);
      await this.lockLabels(accountId);
      await this.database.run('UPDATE labels SET deleted_at = $2, updated_at = now() WHERE id = $1', [
        id,
        this.clock.now(),
      ]);
      return this.changed(accountId, id);
    });
  }

  private async require(viewer: Viewer, labelId: string): Promise<LabelEntity> {
    const label = isId(labelId)
      ? await this.database.repository(LabelEntity).findOneBy({ id: labelId, deletedAt: IsNull() })
      : null;
    if (label === null || !maySeeAccount(viewer, label.accountId)) throw notFound('label', 'labelId');
    return label;
  }

  /** One change of an account's labels at a time: two would not see each other's names. */
  private async lockLabels(accountId: string): Promise<LabelEntity[]> {
    await this.database.query(`SELECT ${lockUntilCommit('labels', '$1')}`, [accountId]);
    return this.database.rows(LabelEntity, 'WHERE account_id = $1 AND deleted_at IS NULL', [accountId]);
  }

  private changed(accountId: string, id: string): Promise<LabelEntity> {
    this.events.append({ accountId, kind: 'ACCOUNT', entityId: accountId });
    return this.database.repository(LabelEntity).findOneByOrFail({ id });
  }
}

function refuseTwins(name: string, others: readonly LabelEntity[]): void {
  if (!others.some((other) => other.name.toLowerCase() === name.toLowerCase())) return;
  throw new DomainError({ code: 'DUPLICATE', ...because('LABEL_NAME_TAKEN', { name }), path: ['name'] });
}
