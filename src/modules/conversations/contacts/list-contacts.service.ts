import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { withinTime } from '../../../common/database/time-limit.js';
import type { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import {
  MAX_COUNTED,
  pageCountOf,
  withCount,
  type PageCount,
} from '../../../common/graphql/pagination/counted-connection.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import {
  searchByRecency,
  type Place,
  type SearchOutcome,
  type Step,
  type StepResult,
} from '../../../common/search/recency-search.js';
import { pageOfSearch, placeOf, sizeOf, type SearchPage } from '../../../common/search/search-page.js';
import type { SqlCondition } from '../../../common/search/search-sql.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ContactEntity } from './contact.entity.js';
import { ContactSearchService } from './contact-search.service.js';
import { ExternalIdsService } from './identities/external-ids.service.js';

/** As cursors name it. */
const ORDER = 'contacts.createdAt DESC';
const EVERYBODY: SqlCondition = { sql: 'true', parameters: [] };
/** Beyond every contact, for pages that begin at the beginning. */
const NEWEST = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Conditions that all hold together; null or absent: none. */
export interface ContactConditions {
  search?: string | null;
  /** Of the company's own system. */
  externalIds?: string[] | null;
}

interface ScannedRow {
  source: number;
  id: string;
  at: Date;
  is_last: boolean;
  is_match: boolean;
}

/** Lists contacts, newest first, those of several accounts merged; all of them, or those who match a search. */
@Injectable()
export class ListContactsService {
  private readonly limitMs: number;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly searching: ContactSearchService,
    private readonly externalIds: ExternalIdsService,
  ) {
    this.limitMs = config.get('SEARCH_TIME_LIMIT_MS');
  }

  /** @throws DomainError (TOO_SHORT) where the search is nothing but punctuation */
  async list(
    viewer: Viewer,
    { search, externalIds }: ContactConditions,
    page: ForwardPageArgs,
  ): Promise<SearchPage<ContactEntity>> {
    const after = placeOf(page.after, ORDER);
    const end = performance.now() + this.limitMs;
    const accountIds = await this.accounts.visibleIds(viewer);
    if (externalIds != null) return this.listNamed(accountIds, externalIds, search, page);
    const looked = search == null ? null : await this.searching.lookUp(search, accountIds, 'search');
    const outcome =
      looked === null || looked.ids === null
        ? await this.scan(accountIds, looked?.condition ?? EVERYBODY, after, sizeOf(page), end - performance.now())
        : await this.among(looked.ids, after, sizeOf(page));
    const found = await pageOfSearch(outcome, page, ORDER, (ids) => this.byIds(ids));
    return looked === null ? withCount(found, () => this.countOf(accountIds)) : found;
  }

  /** Those with these ids of the company's own system, as far as they match the search: all of them are looked at. */
  private async listNamed(
    accountIds: readonly string[],
    externalIds: readonly string[],
    search: string | null | undefined,
    page: ForwardPageArgs,
  ): Promise<SearchPage<ContactEntity>> {
    const looked = search == null ? null : await this.searching.lookUp(search, accountIds, 'search');
    const named = await this.externalIds.idsAmong(accountIds, externalIds);
    const matches = looked === null ? null : await this.searching.matching(looked.condition, named);
    const ids = matches === null ? named : named.filter((id) => matches.has(id));
    const outcome = await this.among(ids, placeOf(page.after, ORDER), sizeOf(page));
    const found = await pageOfSearch(outcome, page, ORDER, (some) => this.byIds(some));
    return search == null ? withCount(found, () => Promise.resolve(pageCountOf(ids.length))) : found;
  }

  /** Each account from an index, and no further than counting goes. */
  private async countOf(accountIds: readonly string[]): Promise<PageCount> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count
         FROM (SELECT FROM unnest($1::uuid[]) AS account (id)
                CROSS JOIN LATERAL (SELECT FROM contacts WHERE account_id = account.id AND merged_into_id IS NULL LIMIT $2) found
                LIMIT $2) counted`,
      [accountIds, MAX_COUNTED + 1],
    );
    return pageCountOf(row?.count ?? 0);
  }

  private scan(
    sources: readonly string[],
    condition: SqlCondition,
    after: Place | null,
    size: number,
    limitMs: number,
  ): Promise<SearchOutcome> {
    return searchByRecency(
      {
        scan: (steps, leftMs) => withinTime(this.database, leftMs, () => this.readSteps(condition, steps)),
        lookUp: null,
        countRows: () => Promise.resolve(0),
      },
      { sources, after, size, direction: 'DESC', limitMs },
    );
  }

  private async readSteps({ sql, parameters }: SqlCondition, steps: Step[]): Promise<StepResult[]> {
    const own = parameters.length;
    const rows = await this.database.query<ScannedRow>(
      `SELECT source.number::int AS source, contacts.id, contacts.created_at AS at, contacts.n = source.rows AS is_last,
              (${sql}) AS is_match
         FROM unnest($${own + 1}::uuid[], $${own + 2}::timestamptz[], $${own + 3}::uuid[], $${own + 4}::int[])
                WITH ORDINALITY AS source (id, before_at, before_id, rows, number)
        CROSS JOIN LATERAL (
          SELECT *, row_number() OVER (ORDER BY created_at DESC, id DESC) AS n
            FROM (SELECT id, created_at, search_text FROM contacts
                   WHERE account_id = source.id AND merged_into_id IS NULL
                     AND (created_at, contacts.id) < (source.before_at, source.before_id)
                   ORDER BY created_at DESC, contacts.id DESC LIMIT source.rows) recent) contacts
        WHERE (${sql}) OR contacts.n = source.rows`,
      [
        ...parameters,
        steps.map(({ source }) => source),
        steps.map(({ after }) => after?.at.toISOString() ?? NEWEST.at),
        steps.map(({ after }) => after?.id ?? NEWEST.id),
        steps.map(({ rows: count }) => count),
      ],
    );
    return steps.map((_step, index) => resultOf(rows.filter(({ source }) => source === index + 1)));
  }

  private async among(ids: readonly string[], after: Place | null, size: number): Promise<SearchOutcome> {
    const found = await this.database.query<{ id: string; at: Date }>(
      `SELECT id, created_at AS at FROM contacts
        WHERE id = ANY($1::uuid[]) AND merged_into_id IS NULL AND (created_at, id) < ($2::timestamptz, $3::uuid)
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [ids, after?.at ?? NEWEST.at, after?.id ?? NEWEST.id, size + 1],
    );
    return { found: found.slice(0, size), hasMore: found.length > size, isComplete: true, stoppedAt: null };
  }

  private async byIds(ids: readonly string[]): Promise<(ContactEntity | null)[]> {
    const rows = await this.database.rows(ContactEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, ({ id }) => id);
  }
}

function resultOf(rows: readonly ScannedRow[]): StepResult {
  const last = rows.find(({ is_last }) => is_last);
  return {
    matches: rows.filter(({ is_match }) => is_match).map(({ id, at }) => ({ id, at, isHit: true })),
    last: last === undefined ? null : { id: last.id, at: last.at },
  };
}
