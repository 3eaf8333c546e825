import { Injectable } from '@nestjs/common';
import { notFound } from '../../common/errors/domain-error.js';

/** Which of these ids are those of accounts. */
type ExistingIds = (ids: readonly string[]) => Promise<readonly string[]>;
/** Ids of the accounts that these names are of: their own ids, or Meta's. */
type IdsNamed = (names: readonly string[]) => Promise<readonly string[]>;

/** Known accounts, asked of the module that has them: users lie below accounts, and may not read their table. */
@Injectable()
export class KnownAccounts {
  private existing: ExistingIds | null = null;
  private named: IdsNamed | null = null;

  /** While modules start (onModuleInit). */
  register(existing: ExistingIds, named: IdsNamed): void {
    this.existing = existing;
    this.named = named;
  }

  /** Ids of those accounts that an issuer names; what names none is left out. */
  async idsNamed(names: readonly string[]): Promise<readonly string[]> {
    if (names.length === 0) return [];
    if (this.named === null) throw new Error('No module has registered which accounts there are.');
    return this.named(names);
  }

  /** @throws DomainError (NOT_FOUND) with the place of the first id that is none, below `path` */
  async requireAll(ids: readonly string[], path: string): Promise<void> {
    if (ids.length === 0) return;
    if (this.existing === null) throw new Error('No module has registered which accounts there are.');
    const known = new Set(await this.existing(ids));
    const missing = ids.findIndex((id) => !known.has(id));
    if (missing >= 0) throw notFound('account', path, String(missing));
  }
}
