import { StartupError } from '../../errors/startup-error.js';

/** A migration that the database has run, with its checksum; null: it ran before checksums were recorded. */
export interface AppliedMigration {
  name: string;
  checksum: string | null;
}

/**
 * Refuses a database that another version has migrated, before anything reads it.
 * @param known the checksum of each migration of this version, by name
 * @throws StartupError when the database has run a migration that is unknown here, or is another one here
 */
export function requireKnownSchema(
  applied: readonly AppliedMigration[],
  known: Readonly<Record<string, string>>,
): void {
  const problem = foreignSchemaProblem(applied, known);
  if (problem !== null) throw new StartupError(problem);
}

/** Why a running process cannot serve this schema: it is another version's, or lacks what has run here; null: it fits. */
export function schemaProblem(
  applied: readonly AppliedMigration[],
  known: Readonly<Record<string, string>>,
): string | null {
  const names = new Set(applied.map(({ name }) => name));
  const missing = Object.keys(known).filter((name) => !names.has(name));
  if (missing.length === 0) return foreignSchemaProblem(applied, known);
  return `The database is that of a former version of Parley: ${missing.join(', ')} has not run. Start this process again, which migrates.`;
}

function foreignSchemaProblem(
  applied: readonly AppliedMigration[],
  known: Readonly<Record<string, string>>,
): string | null {
  const later = applied.filter(({ name }) => !Object.hasOwn(known, name)).map(({ name }) => name);
  if (later.length > 0)
    return `The database was migrated by a later version of Parley (${later.join(', ')}): start that version or a newer one, or restore a backup from before the upgrade.`;
  const changed = applied
    .filter(({ name, checksum }) => checksum !== null && checksum !== known[name])
    .map(({ name }) => name);
  if (changed.length > 0)
    return `The database was migrated by other statements than this version has (${changed.join(', ')}): start the version that migrated it, or put the migration back as it was and make the change in a new one.`;
  return null;
}
