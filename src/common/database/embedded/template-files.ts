import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const LIST = 'files.json';

/** What a template consists of: folders, and the SHA-256 of each file; paths below its database. */
interface FileList {
  folders: string[];
  files: Record<string, string>;
}

/** Writes down what a template consists of, so that a copy of a damaged one is noticed. */
export function listTemplate(template: string): void {
  const cluster = join(template, 'postgres');
  const list: FileList = { folders: [], files: {} };
  for (const entry of readdirSync(cluster, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) list.folders.push(relative(cluster, path));
    else list.files[relative(cluster, path)] = hashOf(readFileSync(path));
  }
  writeFileSync(join(template, LIST), JSON.stringify(list));
}

/** @returns what is wrong with a template; null: nothing */
export function damageOf(template: string): string | null {
  return readTemplate(template, () => undefined);
}

/** Copies a template's database, file by file as listed. @returns what is wrong with the template; null: nothing */
export function copyTemplate(template: string, cluster: string): string | null {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  return readTemplate(template, (name, bytes) => {
    if (bytes === null) return void mkdirSync(join(cluster, name), { recursive: true, mode: 0o700 });
    mkdirSync(dirname(join(cluster, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(cluster, name), bytes, { mode: 0o600 });
  });
}

/** Calls back with each folder (null) and each file that is as it was listed; what `found` throws is thrown. */
function readTemplate(template: string, found: (name: string, bytes: Buffer | null) => void): string | null {
  const list = tryTo(() => JSON.parse(readFileSync(join(template, LIST), 'utf8')) as FileList);
  if (list === null) return `${LIST} cannot be read`;
  for (const folder of list.folders) found(folder, null);
  for (const [name, hash] of Object.entries(list.files)) {
    const bytes = tryTo(() => readFileSync(join(template, 'postgres', name)));
    if (bytes === null) return `${name} is missing`;
    if (hashOf(bytes) !== hash) return `${name} was changed`;
    found(name, bytes);
  }
  return null;
}

function tryTo<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
