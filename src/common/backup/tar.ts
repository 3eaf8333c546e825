/** The tape archive (ustar) as every `tar` reads it: as much of it as a backup needs, streamed in both directions. */

const BLOCK = 512;
const MAX_NAME = 100;
const MAX_PREFIX = 155;

export interface TarEntry {
  name: string;
  size: number;
}

/** Thrown for bytes that are no archive, or the beginning of one. */
export class BrokenArchiveError extends Error {}

/** Header, bytes and padding of one file. `chunks` must have exactly `size` bytes. */
export async function* tarFile(entry: TarEntry, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield headerOf(entry, '0');
  yield* chunks;
  const rest = entry.size % BLOCK;
  if (rest > 0) yield Buffer.alloc(BLOCK - rest);
}

/** An empty folder would be lost otherwise, and PostgreSQL needs some. */
export function tarFolder(name: string): Buffer {
  return headerOf({ name: `${name}/`, size: 0 }, '5');
}

export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

/**
 * Calls back with each folder (null) and each file of an archive; a callback reads the bytes it is given to the end.
 * @throws BrokenArchiveError for anything but a whole archive
 */
export async function readTar(
  bytes: AsyncIterable<Buffer>,
  found: (entry: TarEntry, chunks: AsyncIterable<Buffer> | null) => Promise<void>,
): Promise<void> {
  const source = new ByteSource(bytes);
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) return source.drain();
    const { kind, ...entry } = parseHeader(header);
    if (kind === '5') await found({ ...entry, name: entry.name.replace(/\/$/, '') }, null);
    else await found(entry, source.stream(entry.size));
    const rest = entry.size % BLOCK;
    if (rest > 0) await source.take(BLOCK - rest);
  }
}

class ByteSource {
  private readonly iterator: AsyncIterator<Buffer>;
  private buffered = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Buffer>) {
    this.iterator = bytes[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(size)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *stream(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      if (this.buffered.length === 0) await this.fill();
      const part = this.buffered.subarray(0, left);
      this.buffered = this.buffered.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** To the end, so that damage behind the last file is noticed too. */
  async drain(): Promise<void> {
    for (let next = await this.iterator.next(); next.done !== true;) next = await this.iterator.next();
  }

  private async fill(): Promise<void> {
    const next = await this.iterator.next();
    if (next.done === true) throw new BrokenArchiveError('it ends in the middle');
    this.buffered = Buffer.from(next.value);
  }
}

function headerOf({ name, size }: TarEntry, kind: '0' | '5'): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [prefix, base] = splitName(name);
  header.write(base, 0);
  header.write(kind === '5' ? '0000700\0' : '0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('        ', 148);
  header.write(kind, 156);
  header.write('ustar\0' + '00', 257);
  header.write(prefix, 345);
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function splitName(name: string): [prefix: string, base: string] {
  if (Buffer.byteLength(name) <= MAX_NAME) return ['', name];
  const slash = name.indexOf('/', Buffer.byteLength(name) - MAX_NAME - 1);
  if (slash < 0 || slash > MAX_PREFIX) throw new Error(`The name of ${name} is too long for an archive.`);
  return [name.slice(0, slash), name.slice(slash + 1)];
}

function parseHeader(header: Buffer): TarEntry & { kind: string } {
  const text = (from: number, length: number): string =>
    header
      .subarray(from, from + length)
      .toString('utf8')
      .split('\0', 1)[0] ?? '';
  const stated = parseInt(text(148, 8), 8);
  header.fill(' ', 148, 156);
  if (stated !== checksumOf(header)) throw new BrokenArchiveError('a header does not fit its checksum');
  const prefix = text(345, MAX_PREFIX);
  const name = text(0, MAX_NAME);
  return { name: prefix === '' ? name : `${prefix}/${name}`, size: parseInt(text(124, 12), 8), kind: text(156, 1) };
}

function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0);
}
