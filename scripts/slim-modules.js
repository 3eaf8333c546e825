import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

// `node scripts/slim-modules.js node_modules dist`: deletes what nobody reads while Parley runs. Licences stay.
const UNREAD = /(\.d\.[cm]?ts|\.map|\.tsbuildinfo|\.tsx?|\.flow|\.md|\.markdown)$/i;
const LICENCE = /^(licen[cs]e|copying|notice)/i;
/** What others could do with, and nothing loads in production; and the commands of libraries. */
const NEVER_LOADED = ['typescript', '.bin'];
const FOLDERS_OF_OURS = new Set(['bench', 'soak', 'fuzz', 'scripts']);

const [modules, dist] = process.argv.slice(2);
if (modules === undefined || dist === undefined) throw new Error('Usage: slim-modules.js NODE_MODULES DIST');
let freed = 0;
for (const name of NEVER_LOADED) rmSync(join(modules, name), { recursive: true, force: true });
slim(modules);
slim(dist);
for (const folder of readdirSync(dist)) {
  if (FOLDERS_OF_OURS.has(folder)) rmSync(join(dist, folder), { recursive: true });
}
process.stdout.write(`${Math.round(freed / 1_000_000)} MB that nobody reads are gone.\n`);

function slim(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === '.cache') continue; // the embedded database's template, every file of which counts
    if (entry.isDirectory()) slim(path);
    else if (entry.isFile() && UNREAD.test(entry.name) && !LICENCE.test(entry.name)) {
      freed += statSync(path).size;
      rmSync(path);
    }
  }
}
