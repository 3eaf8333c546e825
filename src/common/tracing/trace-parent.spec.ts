import { readTraceParent, traceParentOf } from './trace-parent.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';

describe('A trace parent', () => {
  it('is read as it is written', () => {
    for (const isSampled of [true, false]) {
      const ids = { traceId: TRACE_ID, spanId: SPAN_ID, isSampled };
      expect(readTraceParent(traceParentOf(ids))).toEqual(ids);
    }
  });

  it('may be of a later version, which may say more', () => {
    expect(readTraceParent(`01-${TRACE_ID}-${SPAN_ID}-03-more`)).toMatchObject({ isSampled: true });
  });

  it.each([
    undefined,
    ['00'],
    '',
    `00-${TRACE_ID}-${SPAN_ID}`,
    `00-${TRACE_ID}-${SPAN_ID}-01-more`,
    `ff-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${'0'.repeat(32)}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${SPAN_ID}-01\n`,
  ])('is none: %p', (header) => {
    expect(readTraceParent(header)).toBeNull();
  });
});
