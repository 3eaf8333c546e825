import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { hasEveryWordOrNumber } from '../../../common/phone-numbers/number-search.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import type { WantedContacts } from './inbox-sql.js';
import { SqlParameters } from './sql-parameters.js';

/** Up to so many contacts their conversations are found by contact; of more, by walking through the list. */
const MAX_FOUND = 1_000;

/** Which contacts a search means, so that a list of conversations need not look at all of them. */
@Injectable()
export class WantedContactsService {
  constructor(
    private readonly database: Database,
    private readonly defaultCountries: DefaultCountriesService,
  ) {}

  /** `accountIds` null: all accounts. */
  async find(search: string, accountIds: readonly string[] | null): Promise<WantedContacts> {
    const condition = hasEveryWordOrNumber(
      'contacts.search_text',
      search,
      await this.defaultCountries.among(accountIds),
    );
    if (Object.keys(condition.parameters).length === 0) return condition; // nothing is asked for: everybody
    const parameters = new SqlParameters();
    const isWanted = parameters.addNamed(condition);
    const isInside = accountIds === null ? 'true' : `account_id = ANY(${parameters.add(accountIds, 'uuid[]')})`;
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM contacts WHERE ${isWanted} AND ${isInside} AND merged_into_id IS NULL LIMIT ${MAX_FOUND + 1}`,
      parameters.values,
    );
    return rows.length > MAX_FOUND ? condition : { ids: rows.map(({ id }) => id) };
  }
}
