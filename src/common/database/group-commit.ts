import { withoutLogFields } from '../logging/log-context.js';

interface Waiting<T> {
  entry: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Writes what many want written with one transaction: while one batch is being written, the next one gathers. So one
 * flush to the disk serves all who wait, and whoever is alone waits for nobody. A batch is taken when it can be written, not
 * before: whoever comes while the database is busy with something else comes along.
 */
export class GroupCommit<T> {
  private readonly waiting: Waiting<T>[] = [];
  private isWriting = false;

  /** `write` takes a batch, once, and writes it; when it fails, everybody in the batch gets the error. */
  constructor(
    private readonly write: (take: () => T[]) => Promise<void>,
    private readonly mostInBatch = 500,
  ) {}

  /** Resolves when the entry has been committed. */
  add(entry: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject });
      if (!this.isWriting) void withoutLogFields(() => this.writeAll());
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    await Promise.resolve(); // whoever arrives in the same turn comes along
    while (this.waiting.length > 0) await this.writeBatch();
    this.isWriting = false;
  }

  private async writeBatch(): Promise<void> {
    let batch: Waiting<T>[] = [];
    const take = (): T[] => {
      batch = this.waiting.splice(0, this.mostInBatch);
      return batch.map(({ entry }) => entry);
    };
    try {
      await this.write(take);
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 0) take(); // it failed before, such as for want of a connection
      for (const { reject } of batch) reject(error);
    }
  }
}
