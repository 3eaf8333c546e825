import { imageSizeOf } from './image-size.js';

const png = (width: number, height: number): Buffer => {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([header, size]);
};
const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
const frame = (width: number, height: number): Buffer => {
  const content = Buffer.from([8, 0, 0, 0, 0, 3]);
  content.writeUInt16BE(height, 1);
  content.writeUInt16BE(width, 3);
  return content;
};
const jpeg = (...segments: Buffer[]): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments]);

describe('The size of a picture', () => {
  it('is what a PNG says', () => {
    expect(imageSizeOf(png(640, 480))).toEqual({ width: 640, height: 480 });
  });

  it.each([
    ['baseline', [segment(0xe0, Buffer.from('JFIF')), segment(0xc0, frame(640, 480))]],
    ['progressive', [segment(0xc2, frame(640, 480))]],
    ['with what a camera wrote', [segment(0xe1, Buffer.alloc(60_000, 0xc0)), segment(0xc0, frame(640, 480))]],
    ['with Huffman tables before the frame', [segment(0xc4, Buffer.alloc(20, 1)), segment(0xc0, frame(640, 480))]],
    ['with padding', [Buffer.from([0xff, 0xff]), segment(0xc0, frame(640, 480))]],
  ])('is what the frame of a JPEG says: %s', (_what, segments) => {
    expect(imageSizeOf(jpeg(...segments))).toEqual({ width: 640, height: 480 });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another kind of picture', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['a PNG that was cut off', png(640, 640).subarray(0, 20)],
    ['a PNG without pixels', png(0, 640)],
    ['a JPEG that was cut off', jpeg(segment(0xc0, frame(640, 640))).subarray(0, 8)],
    ['a JPEG without a frame', jpeg(segment(0xe0, Buffer.from('JFIF')), segment(0xda, Buffer.alloc(20)))],
    ['a JPEG whose segments are none', jpeg(segment(0xe0, Buffer.from('JFIF')), Buffer.alloc(20))],
  ])('is unknown of %s', (_what, bytes) => {
    expect(imageSizeOf(bytes)).toBeNull();
  });
});
