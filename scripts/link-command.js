import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

// Runs after every build and install: `npx parley` is the command of this folder. npm links the commands of others alone,
// and would else install this package once more for it.
const COMMAND = join('dist', 'src', 'parley.js');
const FOLDER = join('node_modules', '.bin');

if (existsSync(COMMAND) && process.platform !== 'win32') {
  chmodSync(COMMAND, 0o755);
  mkdirSync(FOLDER, { recursive: true });
  rmSync(join(FOLDER, 'parley'), { force: true });
  symlinkSync(join('..', '..', COMMAND), join(FOLDER, 'parley'));
}
