/** Width and height of a picture, in pixels. */
export interface ImageSize {
  width: number;
  height: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_HEADER = 0x49484452; // IHDR
const JPEG = [0xff, 0xd8, 0xff];
/** Segments of a JPEG between the frames C0 to CF that are none: Huffman tables, arithmetic coding, and one that is reserved. */
const NO_FRAME: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);
const END = 0xd9;
const SCAN = 0xda;

/** Size of a PNG or a JPEG as it says itself; null where it says none. */
export function imageSizeOf(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = beginsWith(bytes, PNG) ? pngSize(view) : beginsWith(bytes, JPEG) ? jpegSize(view) : null;
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

function pngSize(view: DataView): ImageSize | null {
  if (view.byteLength < 24 || view.getUint32(12) !== PNG_HEADER) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Goes from segment to segment up to the frame: what stands before it, such as the camera's data, may be long. */
function jpegSize(view: DataView): ImageSize | null {
  let position = 2;
  while (position + 9 <= view.byteLength) {
    if (view.getUint8(position) !== 0xff) return null;
    const marker = view.getUint8(position + 1);
    if (marker === 0xff) {
      position += 1; // padding
      continue;
    }
    if (marker === END || marker === SCAN) return null;
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker))
      return { height: view.getUint16(position + 5), width: view.getUint16(position + 7) };
    position += 2 + view.getUint16(position + 2);
  }
  return null;
}

function beginsWith(bytes: Uint8Array, begin: readonly number[]): boolean {
  return begin.every((byte, index) => bytes[index] === byte);
}
