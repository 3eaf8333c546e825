import { MB, X, LOCATION, type Sample } from './sample-templates.corpus.js';

/** What is wrong with headers and footers. */
export const BAD_HEADERS: Sample[] = [
  // header
  ['a text header without text', { header: { type: 'TEXT' } }, 'REQUIRED header.text'],
  ['a header of 61 characters', { header: { type: 'TEXT', text: X(61) } }, 'TOO_LONG header.text'],
  [
    'two placeholders in a header',
    {
      header: { type: 'TEXT', text: '{{1}} and {{2}}' },
      variables: [{ placement: 'HEADER' }, { placement: 'HEADER', name: '2' }],
    },
    'INVALID_FORMAT header.text',
  ],
  ['a line break in a header', { header: { type: 'TEXT', text: 'a\nb' } }, 'INVALID_FORMAT header.text'],
  ['a tab in a header', { header: { type: 'TEXT', text: 'a\tb' } }, 'INVALID_FORMAT header.text'],
  ['bold in a header', { header: { type: 'TEXT', text: 'a *b* c' } }, 'INVALID_FORMAT header.text'],
  ['italics in a header', { header: { type: 'TEXT', text: 'a _b_ c' } }, 'INVALID_FORMAT header.text'],
  ['emoji in a header', { header: { type: 'TEXT', text: 'Hello 🌵' } }, 'INVALID_FORMAT header.text'],
  ['an image without a sample', { header: { type: 'IMAGE' } }, 'REQUIRED header.mediaId'],
  [
    'a video called image',
    { header: { type: 'IMAGE', mediaId: 'm' }, media: { mimeType: 'video/mp4', size: 1 } },
    'INVALID_FORMAT header.mediaId',
  ],
  [
    'an image of more than 5 MB',
    { header: { type: 'IMAGE', mediaId: 'm' }, media: { mimeType: 'image/png', size: 5 * MB + 1 } },
    'TOO_LONG header.mediaId',
  ],
  [
    'a Word document as sample',
    { header: { type: 'DOCUMENT', mediaId: 'm' }, media: { mimeType: 'application/msword', size: 1 } },
    'INVALID_FORMAT header.mediaId',
  ],
  [
    'a 3GP video as sample',
    { header: { type: 'VIDEO', mediaId: 'm' }, media: { mimeType: 'video/3gpp', size: 1 } },
    'INVALID_FORMAT header.mediaId',
  ],
  [
    'text on an image',
    { header: { type: 'IMAGE', text: 'x', mediaId: 'm' }, media: { mimeType: 'image/png', size: 1 } },
    'INVALID_INPUT header.text',
  ],
  ['text without a header', { header: { type: 'NONE', text: 'x' } }, 'INVALID_INPUT header.text'],
  ['a product header', { header: { type: 'PRODUCT' } }, 'INVALID_INPUT header.type'],
  [
    'a location without its address',
    { header: { type: 'LOCATION' }, variables: LOCATION.slice(0, 3) },
    'REQUIRED variables',
  ],
  [
    'a latitude in words',
    { header: { type: 'LOCATION' }, variables: [{ ...LOCATION[0], sampleValue: 'north' }, ...LOCATION.slice(1)] },
    'INVALID_FORMAT variables.0.sampleValue',
  ],
  // footer
  ['a footer of 61 characters', { footer: X(61) }, 'TOO_LONG footer'],
  ['a placeholder in the footer', { footer: 'Bye {{1}}' }, 'INVALID_FORMAT footer'],
  ['a line break in the footer', { footer: 'a\nb' }, 'INVALID_FORMAT footer'],
  ['emoji in the footer', { footer: 'Bye 👋' }, 'INVALID_FORMAT footer'],
  ['a blank footer', { footer: ' ' }, 'REQUIRED footer'],
];
