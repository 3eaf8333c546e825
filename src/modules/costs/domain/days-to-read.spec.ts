import { daysToRead } from './days-to-read.js';

describe('Days to read', () => {
  const now = new Date('2026-11-28T10:00:00Z');

  it('are all that Meta keeps at first', () => {
    expect(daysToRead(null, now)).toEqual({ from: '2026-08-31', to: '2026-11-28' });
  });

  it('are those that may have changed since they were read', () => {
    expect(daysToRead(new Date('2026-11-28T04:00:00Z'), now)).toEqual({ from: '2026-11-20', to: '2026-11-28' });
    expect(daysToRead(new Date('2026-10-01T04:00:00Z'), now)).toEqual({ from: '2026-09-23', to: '2026-11-28' });
  });

  it('never begin before what Meta keeps, nor after today', () => {
    expect(daysToRead(new Date('2026-01-01T04:00:00Z'), now).from).toBe('2026-08-31');
    expect(daysToRead(new Date('2027-01-01T04:00:00Z'), now)).toEqual({ from: '2026-11-28', to: '2026-11-28' });
  });
});
