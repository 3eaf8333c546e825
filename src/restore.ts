import { MIGRATIONS } from '../migrations/index.js';
import { readDataSettings } from './common/backup/data-settings.js';
import { restore } from './common/backup/restore-command.js';
import { readEnvironment } from './common/config/environment.js';
import { runCommand } from './common/backup/run-command.js';

await runCommand('npm run restore -- PATH', ([path]) => restore(readDataSettings(readEnvironment()), path, MIGRATIONS));
