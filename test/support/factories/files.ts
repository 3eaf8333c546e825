import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** A 1×1 picture. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The shortest Ogg with Opus that is recognised as such. */
export const OPUS = Buffer.concat([
  Buffer.from('OggS\0\x02', 'latin1'),
  Buffer.alloc(20),
  Buffer.from('\x01\x13OpusHead\x01\x01', 'latin1'),
  Buffer.alloc(64),
]);

/** What is recognised as a sticker, and as a video. */
export const STICKER = Buffer.concat([Buffer.from('RIFF\x1a\0\0\0WEBPVP8L', 'latin1'), Buffer.alloc(18)]);
export const VIDEO = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(16)]);

export const MEGABYTE = 1024 * 1024;

/** Something that is recognised as a PDF: of so many random bytes, or with this text. */
export function aPdf(content: number | string): Buffer {
  return typeof content === 'string'
    ? Buffer.from(`%PDF-${content}`)
    : Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(content)]);
}

/** A picture of one grey, as large as asked for. */
export function aPng(width: number, height = width): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0; // no filter
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', Buffer.concat([size, Buffer.from([8, 0, 0, 0, 0])])),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** The header of a JPEG with so many pixels, behind what a camera writes; there is no picture in it. */
export function aJpeg(width: number, height = width): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const camera = Buffer.concat([Buffer.from([0xff, 0xe1, 0x20, 0x02]), Buffer.alloc(0x2000, 1)]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), camera, frame, Buffer.from([0xff, 0xd9])]);
}
