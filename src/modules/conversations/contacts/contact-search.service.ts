import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { withinTime } from '../../../common/database/time-limit.js';
import { hasEveryWordOrNumber } from '../../../common/phone-numbers/number-search.js';
import { numbered, type SqlCondition } from '../../../common/search/search-sql.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';

/** Search of contacts: what is looked for, and who was found where they are few. */
export interface ContactSearch {
  /** Whether the row of contacts called `contacts` matches; its parameters are the first ones. */
  condition: SqlCondition;
  /** All who match, in no order; null: too many to list, or too long to find. */
  ids: string[] | null;
}

/** More than these are common: a page of them is soon found among the latest. */
const MAX_IDS = 2_000;
/** Reading an index until there are too many takes some 20 ms of a million contacts; it is stopped only where it goes wrong. */
const MAX_LOOKUP_MS = 500;

/** Finds contacts by their names and numbers, which may be written in any form; words of one or two letters where a word begins so. */
@Injectable()
export class ContactSearchService {
  constructor(
    private readonly database: Database,
    private readonly defaultCountries: DefaultCountriesService,
  ) {}

  /**
   * Contacts of these accounts (null: of all) who match. `path`: where the search stands in the input.
   * @returns null where nothing was typed
   * @throws DomainError (TOO_SHORT) where there is nothing but punctuation
   */
  async lookUp(search: string, accountIds: readonly string[] | null, ...path: string[]): Promise<ContactSearch | null> {
    const countries = await this.defaultCountries.among(accountIds);
    const named = hasEveryWordOrNumber('contacts.search_text', search, countries, ...path);
    if (named === null) return null;
    const condition = numbered(this.database, named.sql, named.parameters);
    if (!named.isFindable) return { condition, ids: [] };
    if (!named.isIndexed) return { condition, ids: null };
    return { condition, ids: await withinTime(this.database, MAX_LOOKUP_MS, () => this.idsOf(condition, accountIds)) };
  }

  /** Which of these contacts match. */
  async matching({ sql, parameters }: SqlCondition, contactIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM contacts WHERE id = ANY($${parameters.length + 1}::uuid[]) AND ${sql}`,
      [...parameters, contactIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** `IS NOT FALSE` keeps indexes by account out of it: only the one of trigrams finds quickly that there are too many. */
  private async idsOf(
    { sql, parameters }: SqlCondition,
    accountIds: readonly string[] | null,
  ): Promise<string[] | null> {
    const own = parameters.length;
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM contacts WHERE (${sql}) AND (account_id = ANY($${own + 1}::uuid[])) IS NOT FALSE LIMIT ${MAX_IDS + 1}`,
      [...parameters, accountIds],
    );
    return rows.length > MAX_IDS ? null : rows.map(({ id }) => id);
  }
}
