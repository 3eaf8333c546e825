import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All migrations of this version, in the order in which they run. */
export type Migrations = readonly (new () => MigrationInterface)[];

/** Name by name the checksum of each migration. */
export async function checksumsOf(migrations: readonly MigrationInterface[]): Promise<Record<string, string>> {
  const checksums: Record<string, string> = {};
  for (const migration of migrations) {
    const hash = createHash('sha256');
    for (const statement of await statementsOf(migration)) hash.update(statement).update('\0');
    checksums[nameOf(migration)] = hash.digest('hex');
  }
  return checksums;
}

export function nameOf(migration: MigrationInterface): string {
  return migration.name ?? migration.constructor.name;
}

/**
 * What `up` sends to a database, word for word: the same whether TypeScript runs or what was compiled from it.
 * @throws Error when the migration does something else than to send SQL, which no checksum would notice
 */
export async function statementsOf(migration: MigrationInterface): Promise<string[]> {
  const statements: string[] = [];
  const recorder = new Proxy({} as QueryRunner, {
    get: (_, member) => {
      if (member !== 'query')
        throw new Error(
          `${nameOf(migration)} uses ${String(member)} of its runner: a migration sends SQL, and no more.`,
        );
      return async (sql: string, parameters: unknown[] = []): Promise<unknown[]> => {
        statements.push(sql, ...(parameters.length > 0 ? [JSON.stringify(parameters)] : []));
        return [];
      };
    },
  });
  await migration.up(recorder);
  return statements;
}
