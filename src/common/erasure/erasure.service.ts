import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { inErasureOrder, type ErasurePart, type ErasureSubject } from './erasure-part.js';

/** Tells which of these ids something names that stays: a record of others, an upload. In the running transaction. */
export type NamedElsewhere = (ids: readonly string[]) => Promise<readonly string[]>;

/** Erasure of a person from every table and folder, and what an export has of it: by parts that the modules register which own them. */
@Injectable()
export class ErasureService implements OnApplicationBootstrap {
  private readonly registered: ErasurePart[] = [];
  private readonly named: NamedElsewhere[] = [];

  constructor(private readonly database: Database) {}

  /** Parts are registered when their providers are made, so that a command has them which starts nothing. */
  register(...parts: ErasurePart[]): void {
    this.registered.push(...parts);
  }

  /** Modules that name in free values what others erase register while modules start (onModuleInit). */
  keepNamed(named: NamedElsewhere): void {
    this.named.push(named);
  }

  /** Those of these ids that are named elsewhere, and so must stay. */
  async stillNamed(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await Promise.all(this.named.map((named) => named(ids)));
    return new Set(found.flat());
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
