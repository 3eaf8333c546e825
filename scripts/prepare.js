import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';

// Runs after `npm ci`: builds, where there is what builds. `npm ci --omit=dev` brings only what runs, so that what was
// built before stays as it is.
const BUILDERS = ['typescript', 'vite']; // typescript alone is there without dev dependencies too: others can do with it
if (BUILDERS.every(isInstalled)) {
  rmSync('dist', { recursive: true, force: true });
  for (const script of ['build', 'codegen']) run(script);
} else if (existsSync('dist/src/main.js')) {
  await import('./link-command.js');
} else {
  process.stderr.write(
    'Nothing is built here, and without dev dependencies nothing can be: bring dist/ and console/dist/ along.\n',
  );
}

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function run(script) {
  const { status } = spawnSync('npm', ['run', script], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}
