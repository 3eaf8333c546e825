import { Injectable } from '@nestjs/common';
import { notFound } from '../../common/errors/domain-error.js';

/** Which of these ids are those of accounts. */
type ExistingIds = (ids: readonly string[]) => Promise<readonly string[]>;

/** Known accounts, asked of the module that has them: users lie below accounts, and may not read their table. */
@Injectable()
export class KnownAccounts {
  private existing: ExistingIds | null = null;

  /** While modules start (onModuleInit). */
  register(existing: ExistingIds): void {
    this.existing = existing;
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
