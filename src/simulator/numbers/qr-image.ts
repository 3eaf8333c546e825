import { crc32, deflateSync } from 'node:zlib';
import { encode, renderSVG } from 'uqr';

const BORDER = 2;
const PIXELS_A_MODULE = 8;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A text as a QR code that a camera can read, in black and white. */
export function qrImage(text: string, format: 'png' | 'svg'): { type: string; bytes: Buffer } {
  if (format === 'svg') return { type: 'image/svg+xml', bytes: Buffer.from(renderSVG(text, { border: BORDER })) };
  return { type: 'image/png', bytes: pngOf(encode(text, { border: BORDER }).data) };
}

/** One byte a pixel: grey, 8 bits, each row with its filter (none) before it. */
function pngOf(modules: readonly (readonly boolean[])[]): Buffer {
  const side = modules.length * PIXELS_A_MODULE;
  const rows = modules.flatMap((row) => {
    const pixels = row.flatMap((isBlack) => Array.from({ length: PIXELS_A_MODULE }, () => (isBlack ? 0 : 255)));
    return Array.from({ length: PIXELS_A_MODULE }, () => Buffer.from([0, ...pixels]));
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(8, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
