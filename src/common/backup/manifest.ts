import type { AppliedMigration } from '../database/migrations/schema-version.js';

/** Name of the manifest in a backup; its last file. */
export const MANIFEST = 'parley-backup.json';
/** Grows when an older version could not read a backup any more. */
export const FORMAT = 1;

/** What a backup consists of: the last file in it, without which it counts as broken off. */
export interface Manifest {
  format: number;
  /** Of Parley. */
  version: string;
  /** Major version of PostgreSQL. */
  postgres: string;
  /** ISO 8601: the moment whose state the backup has. */
  takenAt: string;
  /** Migrations that had run. */
  migrations: AppliedMigration[];
  /** Rows by table at that moment. */
  rows: Record<string, number>;
  /** Whether the generated key is in it. Without it, SECRET_KEY must be kept elsewhere. */
  hasSecretKey: boolean;
  /** The bucket in which media lie, where they are not in the backup; else null. */
  bucket: string | null;
  /** Size in bytes and SHA-256 of each file, by its path in DATA_DIR. */
  files: Record<string, { size: number; sha256: string }>;
}

/** @throws Error when the text is no manifest that this version can read: with what to do */
export function parseManifest(text: string): Manifest {
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format > FORMAT) {
    throw new Error(`it was made by a later version of Parley (${manifest.version}): restore it with that one`);
  }
  return manifest;
}

/** One sentence on what is in a backup. */
export function summaryOf({ takenAt, version, rows, files, bucket, hasSecretKey }: Manifest): string {
  const paths = Object.keys(files);
  const media = paths.filter((path) => path.startsWith('media/')).length;
  const bytes = Object.values(files).reduce((sum, { size }) => sum + size, 0);
  return [
    `State of ${takenAt} (Parley ${version}): ${rows.messages ?? 0} messages, ${rows.conversations ?? 0} conversations, ${rows.users ?? 0} users, ${media} media files; ${Math.ceil(bytes / 1_000_000)} MB.`,
    bucket === null ? '' : `Media lie in the bucket ${bucket}: back it up there (versioning, replication).`,
    hasSecretKey
      ? 'The key that encrypts secrets is in it: whoever has the backup can read everything.'
      : 'SECRET_KEY is not in it: keep it elsewhere, for access tokens and app secrets cannot be read without it.',
  ]
    .filter((part) => part !== '')
    .join('\n');
}
