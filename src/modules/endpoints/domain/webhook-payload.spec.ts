import { MAX_PAYLOAD_BYTES, payloadOf, reducedPayload } from './webhook-payload.js';

const AT = new Date('2026-11-26T12:00:00.123Z');
const IDS = { accountId: 'a', entityId: 'm', conversationId: 'c' };

describe('The payload of a webhook', () => {
  it('has its type, its time and its data', () => {
    const { text, isReduced } = payloadOf('MESSAGE_RECEIVED', AT, { message: { id: 'm' } }, IDS);
    expect([JSON.parse(text), isReduced]).toEqual([
      { type: 'message.received', timestamp: '2026-11-26T12:00:00.123Z', data: { message: { id: 'm' } } },
      false,
    ]);
  });

  it('is reduced to ids, and says so, where it is larger than receivers take', () => {
    const { text, isReduced } = payloadOf('MESSAGE_RECEIVED', AT, { text: 'ü'.repeat(MAX_PAYLOAD_BYTES / 2) }, IDS);
    expect(isReduced).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ type: 'message.received', data: { isReduced: true, ...IDS } });
    expect(text).toBe(reducedPayload('MESSAGE_RECEIVED', AT, IDS));
  });
});
