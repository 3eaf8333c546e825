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
  const later = applied.filter(({ name }) => !Object.hasOwn(known, name)).map(({ name }) => name);
  if (later.length > 0)
    throw new StartupError(
      `The database was migrated by a later version of Parley (${later.join(', ')}): start that version or a newer one, or restore a backup from before the upgrade.`,
    );
  const changed = applied
    .filter(({ name, checksum }) => checksum !== null && checksum !== known[name])
    .map(({ name }) => name);
  if (changed.length > 0)
    throw new StartupError(
      `The database was migrated by other statements than this version has (${changed.join(', ')}): start the version that migrated it, or put the migration back as it was and make the change in a new one.`,
    );
}
