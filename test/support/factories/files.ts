import { randomBytes } from 'node:crypto';

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
