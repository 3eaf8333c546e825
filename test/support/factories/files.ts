import { randomBytes } from 'node:crypto';

/** A 1×1 picture. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const MEGABYTE = 1024 * 1024;

/** Something that is recognised as a PDF: of so many random bytes, or with this text. */
export function aPdf(content: number | string): Buffer {
  return typeof content === 'string'
    ? Buffer.from(`%PDF-${content}`)
    : Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(content)]);
}
