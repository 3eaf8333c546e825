import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../../common/database/database.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { StoredSyncReport } from '../domain/sync-report.js';
import { TemplateSyncEntity } from './template-sync.entity.js';
import type { TemplateSyncReport } from '../schema/template.types.js';
import { because } from '../../../common/errors/because.js';

const CONFLICT = because('SYNC_CONFLICT');

/** Sync reports: the latest one of each account. */
@Injectable()
export class SyncReportsService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: the latest report of each account; null when there was none. */
  readonly byAccountIds = async (accountIds: readonly string[]): Promise<(StoredSyncReport | null)[]> => {
    const rows = await this.database.repository(TemplateSyncEntity).findBy({ accountId: In([...accountIds]) });
    return inOrderOf(accountIds, rows, (row) => row.accountId).map((row) => row?.report ?? null);
  };
}

/** The report as GraphQL has it. */
export function reportOf(report: StoredSyncReport): TemplateSyncReport {
  return {
    ...report,
    startedAt: new Date(report.startedAt),
    finishedAt: new Date(report.finishedAt),
    conflicts: report.conflicts.map((conflict) => ({ ...conflict, message: CONFLICT.message, wording: CONFLICT })),
  };
}
