import { withoutLogFields } from '../logging/log-context.js';

interface Waiting<T> {
  entry: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Writes what many want written with one transaction: while one batch is being written, the next one gathers. So one
 * flush to the disk serves all who wait, and whoever is alone waits for nobody.
 */
export class GroupCommit<T> {
  private readonly waiting: Waiting<T>[] = [];
  private isWriting = false;

  /** `write` writes a batch; when it fails, everybody in the batch gets the error. */
  constructor(
    private readonly write: (batch: T[]) => Promise<void>,
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
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.mostInBatch);
      try {
        await this.write(batch.map(({ entry }) => entry));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isWriting = false;
  }
}
