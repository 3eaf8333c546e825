import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';

/** Thrown when contacts would become one, or change their number, while other workers store messages of the same account. */
export class NeedsExclusiveError extends Error {
  override readonly name = 'NeedsExclusiveError';
}

/**
 * Exclusive changes: what concerns more than one contact, such as merging two. Workers that process the same account side
 * by side have different customers, and may not do it: they begin again, alone.
 */
@Injectable()
export class ExclusiveChanges {
  private readonly shared = new WeakSet<object>();

  constructor(private readonly database: Database) {}

  /** The running transaction is one of several that work for the same account. */
  forbid(): void {
    this.shared.add(this.database.manager);
  }

  /** @throws NeedsExclusiveError where the running transaction is not alone */
  require(): void {
    if (this.shared.has(this.database.manager)) throw new NeedsExclusiveError();
  }
}
