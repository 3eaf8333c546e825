import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Writes a .br and a .gz beside every text of the build, so that the server has nothing to compress. */
const BUILD = join(import.meta.dirname, '..', 'dist');
const TEXTS = /\.(js|css|html|svg|json)$/;

for (const file of readdirSync(BUILD, { recursive: true }).filter((name) => TEXTS.test(name))) {
  const path = join(BUILD, file);
  const text = readFileSync(path);
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  );
  writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
}
