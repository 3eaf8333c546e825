import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { StartupError } from '../errors/startup-error.js';
import { MANIFEST, parseManifest, type Manifest } from './manifest.js';
import { readTar } from './tar.js';

/** Fast: most of what there is to gain. */
const COMPRESSION = { level: 1 };

/** Takes the bytes of a file (null: a folder) to its place. */
export type Extract = (path: string, chunks: AsyncIterable<Buffer> | null) => Promise<void>;

/** Writes an archive, compressed; it is on the disk when this resolves. */
export async function writeArchive(bytes: Readable, path: string): Promise<void> {
  await pipeline(bytes, createGzip(COMPRESSION), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

/**
 * Reads an archive to the end, and compares each file with what the manifest says.
 * @throws StartupError when it is damaged, broken off, or of a later version
 */
export async function readArchive(path: string, extract: Extract): Promise<Manifest> {
  const seen: Manifest['files'] = {};
  let text: string | null = null;
  const source = createReadStream(path);
  const unpacked = source.pipe(createGunzip());
  source.on('error', (error) => unpacked.destroy(error));
  try {
    await readTar(unpacked as AsyncIterable<Buffer>, async ({ name, size }, chunks) => {
      if (!isInside(name)) throw new Error(`it has a file outside of DATA_DIR (${name})`);
      if (chunks === null) return extract(name, null);
      if (name === MANIFEST) return void (text = (await collect(chunks)).toString('utf8'));
      const hash = createHash('sha256');
      await extract(name, hashing(chunks, hash));
      seen[name] = { size, sha256: hash.digest('hex') };
    });
    if (text === null) throw new Error('it has no manifest, so it was broken off');
    const manifest = parseManifest(text);
    compare(manifest.files, seen);
    return manifest;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw error;
    throw new StartupError(`The backup ${path} cannot be used: ${message}. Take another one; nothing was changed.`);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

function compare(expected: Manifest['files'], seen: Manifest['files']): void {
  const names = new Set([...Object.keys(expected), ...Object.keys(seen)]);
  const damaged = [...names].filter(
    (name) => expected[name]?.sha256 !== seen[name]?.sha256 || expected[name]?.size !== seen[name]?.size,
  );
  if (damaged.length > 0) throw new Error(`${damaged.length} of its files are damaged or missing (${damaged[0]})`);
}

function isInside(name: string): boolean {
  return name !== '' && !name.startsWith('/') && !name.includes('\\') && !name.split('/').includes('..');
}

async function* hashing(chunks: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
