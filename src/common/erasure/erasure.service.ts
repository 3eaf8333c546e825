import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { inErasureOrder, type ErasurePart, type ErasureSubject } from './erasure-part.js';

/** Erasure of a person from every table and folder, and what an export has of it: by parts that the modules register which own them. */
@Injectable()
export class ErasureService implements OnApplicationBootstrap {
  private readonly registered: ErasurePart[] = [];

  constructor(private readonly database: Database) {}

  /** Parts are registered when their providers are made, so that a command has them which starts nothing. */
  register(...parts: ErasurePart[]): void {
    this.registered.push(...parts);
  }

  /** @throws Error when the parts have no order: the application does not start then */
  onApplicationBootstrap(): void {
    this.parts();
  }

  /** The parts in the order in which they run. */
  parts(): ErasurePart[] {
    return inErasureOrder(this.registered);
  }

  /** Runs every part, all or nothing. @returns how many were erased, by the name of the part */
  async erase(subject: ErasureSubject): Promise<ReadonlyMap<string, number>> {
    return this.database.transaction(async () => {
      const counts = new Map<string, number>();
      for (const { name, erase } of this.parts()) counts.set(name, await erase(subject));
      return counts;
    });
  }
}
