import { allowedActions } from './allowed-actions.js';
import { occurrenceOf } from './occurrence.js';
import { serviceWindow } from './service-window.js';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const operator = { kind: 'USER', id: 'u', sessionId: 's', role: 'OPERATOR', accountIds: [], expiresAt: now } as const;

describe('The service window', () => {
  it('is open for 24 hours after the customer last wrote, and not a millisecond longer', () => {
    expect(serviceWindow(hoursAgo(23.999), now).isOpen).toBe(true);
    expect(serviceWindow(hoursAgo(24), now)).toEqual({ isOpen: false, expiresAt: now });
    expect(serviceWindow(null, now)).toEqual({ isOpen: false, expiresAt: null });
  });

  it('decides what a viewer may do', () => {
    expect(allowedActions(operator, hoursAgo(1), now)).toEqual(['REPLY']);
    expect(allowedActions(operator, hoursAgo(25), now)).toEqual([]);
    expect(
      allowedActions(
        { kind: 'API_KEY', id: 'k', scopes: ['CONVERSATIONS_READ'], accountIds: null, expiresAt: null },
        hoursAgo(1),
        now,
      ),
    ).toEqual([]);
  });
});

describe('The time of a message', () => {
  it('is Meta’s, unless that is missing or in the future', () => {
    expect(occurrenceOf(hoursAgo(5), now)).toEqual(hoursAgo(5));
    expect(occurrenceOf(null, now)).toBe(now);
    expect(occurrenceOf(hoursAgo(-24), now)).toBe(now);
    expect(occurrenceOf(hoursAgo(-0.05), now)).toEqual(hoursAgo(-0.05));
  });
});
