import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { asCountry, countryOfNumber, type Country } from '../../../common/phone-numbers/numbering.js';

interface CountryRow {
  id: string;
  chosen: string | null;
  is_chosen: boolean;
  numbers: string[];
}

/** Default countries of accounts: as somebody has chosen, else that of the account's own oldest number. */
@Injectable()
export class DefaultCountriesService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: a country each, in order; null: phone numbers need their country code. */
  readonly byAccountIds = async (accountIds: readonly string[]): Promise<(Country | null)[]> => {
    const rows = await this.read(accountIds);
    return accountIds.map((id) => countryIn(rows.find((row) => row.id === id.toLowerCase())));
  };

  async of(accountId: string): Promise<Country | null> {
    const [country] = await this.byAccountIds([accountId]);
    return country ?? null;
  }

  /** The countries of all these accounts, each once; null: of all accounts that there are. */
  async among(accountIds: readonly string[] | null): Promise<Country[]> {
    const rows = await this.read(accountIds);
    return [...new Set(rows.map(countryIn).filter((country) => country !== null))];
  }

  private read(accountIds: readonly string[] | null): Promise<CountryRow[]> {
    return this.database.query<CountryRow>(
      `SELECT accounts.id, default_country AS chosen, is_default_country_chosen AS is_chosen,
              ARRAY(SELECT display_phone_number FROM business_phone_numbers
                     WHERE business_phone_numbers.account_id = accounts.id AND display_phone_number IS NOT NULL
                     ORDER BY created_at, id) AS numbers
         FROM accounts WHERE $1::text[] IS NULL AND archived_at IS NULL OR accounts.id::text = ANY($1)`,
      [accountIds?.map((id) => id.toLowerCase()) ?? null],
    );
  }
}

function countryIn(row: CountryRow | undefined): Country | null {
  if (row === undefined) return null;
  if (row.is_chosen) return row.chosen === null ? null : asCountry(row.chosen);
  return row.numbers.map(countryOfNumber).find((country) => country !== null) ?? null;
}
