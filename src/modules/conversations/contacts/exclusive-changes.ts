import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';

/** Thrown when contacts would become one, or change their number, while other workers store messages of the same account. */
export class NeedsExclusiveError extends Error {
  override readonly name = 'NeedsExclusiveError';
}

/** Whether what one of these user ids wrote earlier still waits, or is being stored, elsewhere. */
export type EarlierCheck = (userIds: readonly string[]) => Promise<boolean>;

/**
 * Exclusive changes: what concerns more than one contact, such as merging two. Workers that process the same account side
 * by side have different customers, and may not do it: they begin again, alone.
 */
@Injectable()
export class ExclusiveChanges {
  private readonly shared = new WeakMap<object, EarlierCheck>();

  constructor(private readonly database: Database) {}

  /** The running transaction is one of several that work for the same account, each for customers with other numbers. */
  forbid(isNamedEarlier: EarlierCheck): void {
    this.shared.set(this.database.manager, isNamedEarlier);
  }

  /** @throws NeedsExclusiveError where the running transaction is not alone */
  require(): void {
    if (this.shared.has(this.database.manager)) throw new NeedsExclusiveError();
  }

  /**
   * These user ids become known with the running transaction: what the same people wrote before, with another number, would
   * come after it.
   * @throws NeedsExclusiveError where that waits elsewhere
   */
  async requireForEarlier(userIds: readonly string[]): Promise<void> {
    const isNamedEarlier = this.shared.get(this.database.manager);
    if (isNamedEarlier === undefined || userIds.length === 0) return;
    if (await isNamedEarlier(userIds)) throw new NeedsExclusiveError();
  }
}
