import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';

/** Where the migrations are kept that landed and were edited afterwards. */
export const LANDED = join(import.meta.dirname, '..', 'platform', 'landed-migrations');

/** A migration as it was: today's, where it has not been edited since. */
export function landedMigration(
  name: string,
  checksum: string,
  today: Readonly<Record<string, string>>,
): new () => MigrationInterface {
  const current = MIGRATIONS.find((Migration) => Migration.name === name);
  if (current !== undefined && today[name] === checksum) return current;
  const file = join(LANDED, `${name}.${checksum.slice(0, 8)}.sql`);
  if (!existsSync(file)) throw new Error(`${file} is missing.`);
  return class {
    readonly name = name;
    up = (runner: QueryRunner): Promise<void> => runner.query(readFileSync(file, 'utf8'));
    down = async (): Promise<void> => undefined;
  };
}
