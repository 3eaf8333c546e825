import { isOwned, ownedUntil, whoIsNotified, isDormant, type ConversationOwnership } from './who-is-notified.js';

const now = new Date('2026-11-25T12:00:00Z');
const ago = (days: number, seconds = 0): Date => new Date(now.getTime() - days * 86_400_000 - seconds * 1_000);
const ownership = (changes: Partial<ConversationOwnership> = {}): ConversationOwnership => ({
  lastActedAt: ago(1),
  returnAfterDays: 15,
  templateSenderId: null,
  participantIds: ['ann', 'ben'],
  notifyUserIds: ['cleo', 'ben'],
  ...changes,
});
const notified = (changes: Partial<ConversationOwnership>): string[] =>
  whoIsNotified(ownership(changes), now).recipients.map(({ userId, reason }) => `${userId} ${reason}`);

describe('Who is notified that a customer wrote', () => {
  it('are the participants while one of them acts, each with the reason', () => {
    expect(notified({})).toEqual(['ann PARTICIPANT', 'ben PARTICIPANT']);
    expect(notified({ templateSenderId: 'ann' })).toEqual(['ann TEMPLATE_SENDER', 'ben PARTICIPANT']);
  });

  it('are the notify-users when nobody has acted for longer than 15 days, not a second sooner', () => {
    expect(notified({ lastActedAt: ago(15) })).toEqual(['ann PARTICIPANT', 'ben PARTICIPANT']);
    expect(notified({ lastActedAt: ago(15, 1) })).toEqual([
      'cleo RETURNED_TO_NOTIFY_USERS',
      'ben RETURNED_TO_NOTIFY_USERS',
    ]);
    expect(whoIsNotified(ownership({ lastActedAt: ago(15, 1) }), now)).toMatchObject({
      newParticipantIds: ['cleo'],
      hasLapsed: true,
    });
    expect(notified({ lastActedAt: ago(4), returnAfterDays: 3 })).toEqual([
      'cleo RETURNED_TO_NOTIFY_USERS',
      'ben RETURNED_TO_NOTIFY_USERS',
    ]);
  });

  it('are the notify-users when a customer writes first, also the second time', () => {
    expect(notified({ lastActedAt: null, participantIds: [] })).toEqual([
      'cleo CUSTOMER_WROTE_FIRST',
      'ben CUSTOMER_WROTE_FIRST',
    ]);
    expect(whoIsNotified(ownership({ lastActedAt: null, participantIds: [] }), now)).toMatchObject({
      newParticipantIds: ['cleo', 'ben'],
      hasLapsed: false,
    });
    expect(notified({ lastActedAt: null, participantIds: ['cleo', 'ben'] })).toHaveLength(2);
  });

  it('are the notify-users when everybody who took part is gone', () => {
    expect(notified({ participantIds: [] })).toEqual(['cleo RETURNED_TO_NOTIFY_USERS', 'ben RETURNED_TO_NOTIFY_USERS']);
  });

  it('are the participants rather than nobody, and nobody where there is nobody', () => {
    expect(notified({ lastActedAt: ago(100), notifyUserIds: [] })).toEqual(['ann PARTICIPANT', 'ben PARTICIPANT']);
    expect(notified({ notifyUserIds: [], participantIds: [] })).toEqual([]);
  });
});

describe('A conversation', () => {
  it('is somebody’s until the last second of the 15th day', () => {
    expect(ownedUntil(null, 15)).toBeNull();
    expect(ownedUntil(ago(1), 15)).toEqual(new Date('2026-12-09T12:00:00Z'));
    expect(isOwned(ago(15), 15, now)).toBe(true);
    expect(isOwned(ago(15, 1), 15, now)).toBe(false);
    expect(isOwned(null, 15, now)).toBe(false);
  });

  it('is dormant when neither side has been heard for as long', () => {
    expect(isDormant({ lastActedAt: ago(20), lastInboundAt: ago(20) }, 15, now)).toBe(true);
    expect(isDormant({ lastActedAt: ago(2), lastInboundAt: ago(20) }, 15, now)).toBe(false);
    expect(isDormant({ lastActedAt: null, lastInboundAt: ago(1) }, 15, now)).toBe(false);
    expect(isDormant({ lastActedAt: null, lastInboundAt: null }, 15, now)).toBe(true);
  });
});
