import { because } from '../../../common/errors/because.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { imageSizeOf } from './image-size.js';

/** Meta scales larger ones down to 640 pixels, and says that smaller ones than this come out badly. */
const MIN_PIXELS = 192;
const MAX_BYTES = 5 * 1024 * 1024;
const TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png']);

/** What Meta would not take of a file as the picture of a profile, as far as its type and size in bytes say. */
export function pictureFileProblem(mimeType: string, size: number): Omit<Problem, 'path'> | null {
  if (!TYPES.has(mimeType)) return { code: 'INVALID_FORMAT', ...because('PROFILE_PICTURE_TYPE') };
  if (size <= MAX_BYTES) return null;
  return { code: 'TOO_LONG', ...because('FILE_TOO_LARGE', { kilobytes: MAX_BYTES / 1024 }), limit: MAX_BYTES };
}

/** The same of the picture itself: square, and not too small. */
export function pictureProblem(bytes: Uint8Array): Omit<Problem, 'path'> | null {
  const size = imageSizeOf(bytes);
  if (size === null) return { code: 'INVALID_FORMAT', ...because('PROFILE_PICTURE_UNREADABLE') };
  const { width, height } = size;
  if (width !== height) return { code: 'INVALID_INPUT', ...because('PROFILE_PICTURE_NOT_SQUARE', { width, height }) };
  if (width >= MIN_PIXELS) return null;
  return { code: 'TOO_SHORT', ...because('PROFILE_PICTURE_SMALL', { pixels: MIN_PIXELS, width }), limit: MIN_PIXELS };
}
