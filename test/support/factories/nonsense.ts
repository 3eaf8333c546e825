import type { HostileAnswer } from '../hostile-peer.js';

/** An answer of JSON. */
export const asJson = (value: unknown): HostileAnswer => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

/** Answers that are none, whatever was asked. */
export const NONSENSE: [string, HostileAnswer][] = [
  ['a list', asJson([])],
  ['null', asJson(null)],
  ['a text', asJson('ok')],
  ['an empty body', { body: '' }],
  ['HTML', { headers: { 'content-type': 'text/html' }, body: '<html>hello</html>' }],
  ['half of an answer', { body: '{"data":[{"id":"1"' }],
  ['an answer nested without end', { body: `{"data":[${nested(5_000)}]}` }],
  ['an error that is none', asJson({ error: 'boom' })],
  ['a failure without a reason', asJson({ success: false })],
  ['an error of null', { status: 500, body: '{"error":null}' }],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }],
];
/** Answers to questions for a list that are none. */
export const NO_LISTS: [string, HostileAnswer][] = [
  ['an empty object', asJson({})],
  ['a list of null', asJson({ data: [null] })],
  ['a list of lists', asJson({ data: [[]] })],
  ['an object for a list', asJson({ data: {} })],
  ['entries without ids', asJson({ data: [{}] })],
  ['a next page without a cursor', asJson({ data: [], paging: { next: 'https://graph.facebook.com/next' } })],
  ['pages without end', asJson({ data: [], paging: { next: 'https://x', cursors: { after: 'again' } } })],
];
