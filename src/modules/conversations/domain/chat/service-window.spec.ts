import { serviceWindow } from './service-window.js';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('The service window', () => {
  it('is open for 24 hours after the customer last wrote, and not a millisecond longer', () => {
    expect(serviceWindow(hoursAgo(23.999), now).isOpen).toBe(true);
    expect(serviceWindow(hoursAgo(24), now)).toEqual({ isOpen: false, expiresAt: now });
    expect(serviceWindow(null, now)).toEqual({ isOpen: false, expiresAt: null });
  });
});
