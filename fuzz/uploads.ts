import fc, { type Arbitrary } from 'fast-check';
import { oddText } from './odd-values.js';

/** One POST /media: its bytes as they are sent, right and wrong multipart. */
export interface UploadCase {
  contentType: string;
  body: Buffer;
}

const BOUNDARY = 'fuzz-boundary';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

const part = fc.record({
  name: fc.oneof(fc.constantFrom('file', 'file', 'file', 'accountId'), oddText),
  fileName: fc.option(
    fc.oneof(fc.constantFrom('a.png', 'a.pdf', '../a', 'a\0b.png', `${'x'.repeat(300)}.png`), oddText),
  ),
  type: fc.oneof(fc.constantFrom('image/png', 'application/pdf', 'text/plain', 'x/y'), oddText),
  bytes: fc.oneof(
    fc.constant(PNG),
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  ),
});

export const uploadCases: Arbitrary<UploadCase> = fc
  .tuple(
    fc.array(part, { maxLength: 4 }),
    fc.constantFrom('WHOLE', 'WHOLE', 'WHOLE', 'CUT', 'NO_BOUNDARY', 'OTHER_TYPE'),
    fc.nat({ max: 200 }),
  )
  .map(([parts, how, cut]) => {
    const whole = Buffer.concat([
      ...parts.flatMap(({ name, fileName, type, bytes }) => [
        Buffer.from(
          `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${fileName === null ? '' : `; filename="${fileName}"`}\r\ncontent-type: ${type}\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${BOUNDARY}--\r\n`),
    ]);
    return {
      contentType:
        how === 'OTHER_TYPE'
          ? 'application/json'
          : how === 'NO_BOUNDARY'
            ? 'multipart/form-data'
            : `multipart/form-data; boundary=${BOUNDARY}`,
      body: how === 'CUT' ? whole.subarray(0, Math.max(0, whole.length - cut)) : whole,
    };
  });
