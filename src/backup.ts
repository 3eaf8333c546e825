import { backup } from './common/backup/backup-command.js';
import { readDataSettings } from './common/backup/data-settings.js';
import { readEnvironment } from './common/config/environment.js';
import { runCommand } from './common/backup/run-command.js';

await runCommand('npm run backup -- PATH', ([path]) => backup(readDataSettings(readEnvironment()), path));
