import { backup } from '../common/backup/backup-command.js';
import { readDataSettings } from '../common/backup/data-settings.js';
import { restore } from '../common/backup/restore-command.js';
import { MIGRATIONS } from '../../migrations/index.js';

/** Writes a backup of the embedded database and its files, as `npm run backup` does. @returns the exit code */
export function backUp(path: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return told(() => backup(readDataSettings(environment), path));
}

/** Restores a backup into an empty DATA_DIR, as `npm run restore` does. @returns the exit code */
export function restoreBackup(path: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return told(() => restore(readDataSettings(environment), path, MIGRATIONS));
}

/** What is written is for whoever runs the server alone. */
async function told(work: () => Promise<string>): Promise<number> {
  process.umask(0o077);
  process.stdout.write(`${await work()}\n`);
  return 0;
}
