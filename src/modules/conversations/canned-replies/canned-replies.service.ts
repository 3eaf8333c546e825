import { Injectable } from '@nestjs/common';
import { lockOnceUntilCommit } from '../../../common/database/advisory-locks.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import type { CountedPage } from '../../../common/graphql/pagination/counted-connection.js';
import { paginateCounted } from '../../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../../common/ids.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { maySeeAccount, visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { problemsOfReply } from '../domain/chat/canned-reply.js';
import type { CreateCannedReplyInput, UpdateCannedReplyInput } from '../schema/canned-reply.inputs.js';
import { CannedReplyEntity } from './canned-reply.entity.js';
import { because } from '../../../common/errors/because.js';

/** Canned replies of accounts, and of all of them. */
@Injectable()
export class CannedRepliesService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  /** For DataLoaders: a canned reply each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(CannedReplyEntity | null)[]> => {
    const rows = await this.database.rows(CannedReplyEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (reply) => reply.id);
  };

  /**
   * By shortcut: those that may be used in an account, or in any that the viewer works with. `search` finds the beginning
   * of shortcuts, and words of texts.
   * @throws DomainError (NOT_FOUND)
   */
  async list(
    viewer: Viewer,
    page: ForwardPageArgs,
    { accountId, search }: { accountId: string | null; search: string | null },
  ): Promise<CountedPage<CannedReplyEntity>> {
    const accountIds =
      accountId === null
        ? visibleAccountIds(viewer)
        : [(await this.accounts.require(viewer, accountId, 'accountId')).id];
    const query = this.database.repository(CannedReplyEntity).createQueryBuilder('reply');
    if (accountIds !== null) {
      query.andWhere('(reply.accountId IS NULL OR reply.accountId = ANY(:accountIds))', { accountIds });
    }
    const words = (search ?? '').trim().toLowerCase();
    if (words !== '') {
      query.andWhere('(starts_with(reply.shortcut, :words) OR strpos(lower(reply.body), :words) > 0)', { words });
    }
    return paginateCounted(query, page, {
      sort: 'reply.shortcut',
      valueOf: (reply) => reply.shortcut,
      id: 'reply.id',
      direction: 'ASC',
    });
  }

  /** @throws DomainError: NOT_FOUND, DUPLICATE, INVALID_INPUT for each unknown variable, NOT_ALLOWED_NOW */
  async create(viewer: Viewer, { accountId, shortcut, body }: CreateCannedReplyInput): Promise<CannedReplyEntity> {
    return this.database.transaction(async () => {
      const account = accountId == null ? null : await this.accounts.require(viewer, accountId, 'accountId');
      if (account === null) requireAllAccounts(viewer, 'accountId');
      refuseProblems(body);
      await this.lockShortcuts();
      const [row] = await this.database.query<{ id: string }>(
        'INSERT INTO canned_replies (id, account_id, shortcut, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id',
        [newId(), account?.id ?? null, shortcut.toLowerCase(), body],
      );
      if (row === undefined) throw taken(shortcut);
      return this.read(row.id);
    });
  }

  /** @throws DomainError: NOT_FOUND, DUPLICATE, INVALID_INPUT for each unknown variable, NOT_ALLOWED_NOW */
  async update(viewer: Viewer, { cannedReplyId, shortcut, body }: UpdateCannedReplyInput): Promise<CannedReplyEntity> {
    return this.database.transaction(async () => {
      await this.lockShortcuts();
      const reply = await this.requireOwn(viewer, cannedReplyId);
      if (body != null) refuseProblems(body);
      const wanted = shortcut?.toLowerCase() ?? reply.shortcut;
      const isTaken = await this.database.query(
        'SELECT FROM canned_replies WHERE account_id IS NOT DISTINCT FROM $1 AND shortcut = $2 AND id <> $3',
        [reply.accountId, wanted, reply.id],
      );
      if (isTaken.length > 0) throw taken(wanted);
      await this.database.run(
        'UPDATE canned_replies SET shortcut = $2, body = coalesce($3, body), updated_at = now() WHERE id = $1',
        [reply.id, wanted, body ?? null],
      );
      return this.read(reply.id);
    });
  }

  /** @throws DomainError: NOT_FOUND, NOT_ALLOWED_NOW */
  async delete(viewer: Viewer, cannedReplyId: string): Promise<CannedReplyEntity> {
    return this.database.transaction(async () => {
      const reply = await this.requireOwn(viewer, cannedReplyId);
      await this.database.repository(CannedReplyEntity).delete(reply.id);
      return reply;
    });
  }

  private async lockShortcuts(): Promise<void> {
    await this.database.query(`SELECT ${lockOnceUntilCommit('cannedReplies')}`);
  }

  private read(id: string): Promise<CannedReplyEntity> {
    return this.database.repository(CannedReplyEntity).findOneByOrFail({ id });
  }

  /** One that the viewer may change, locked until the transaction ends. */
  private async requireOwn(viewer: Viewer, id: string): Promise<CannedReplyEntity> {
    const reply = isId(id)
      ? await this.database
          .repository(CannedReplyEntity)
          .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })
      : null;
    if (reply === null || (reply.accountId !== null && !maySeeAccount(viewer, reply.accountId)))
      throw notFound('canned reply', 'cannedReplyId');
    if (reply.accountId === null) requireAllAccounts(viewer, 'cannedReplyId');
    return reply;
  }
}

function requireAllAccounts(viewer: Viewer, path: string): void {
  if (visibleAccountIds(viewer) === null) return;
  throw notAllowedNow(because('REPLIES_FOR_ALL_KEPT_BY_OTHERS'), [], [path]);
}

function refuseProblems(body: string): void {
  const problems = problemsOfReply(body);
  if (problems.length > 0) throw new DomainError(...problems);
}

function taken(shortcut: string): DomainError {
  return new DomainError({
    code: 'DUPLICATE',
    ...because('SHORTCUT_TAKEN', { shortcut }),
    path: ['shortcut'],
  });
}
