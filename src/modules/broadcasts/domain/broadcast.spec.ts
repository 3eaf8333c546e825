import { MESSAGE_STATUSES } from '../../messages/domain/message-status.js';
import { allowedActions, countByName, COUNTED, scheduleProblems } from './broadcast.js';

describe('The counts of a broadcast', () => {
  it('count every status of an outgoing message, each once', () => {
    const counted: string[] = Object.values(COUNTED).flat();
    expect(counted.sort()).toEqual(MESSAGE_STATUSES.filter((status) => status !== 'RECEIVED').sort());
  });

  it('are 0 where there is nothing', () => {
    expect(
      countByName(
        new Map([
          ['HELD', 2],
          ['SENT', 1],
          ['SENDING', 4],
        ]),
      ),
    ).toEqual({
      queued: 4,
      sent: 3,
      delivered: 0,
      read: 0,
      failed: 0,
      unconfirmed: 0,
      cancelled: 0,
    });
  });
});

describe('The rate and the start of a broadcast', () => {
  const now = new Date('2027-01-01T12:00:00Z');
  const paths = (messagesPerSecond: number | null, startAt: string | null): string[] =>
    scheduleProblems({ messagesPerSecond, startAt: startAt === null ? null : new Date(startAt) }, now).map(
      ({ path }) => path?.join('.') ?? '',
    );

  it('are free within their bounds', () => {
    expect(paths(null, null)).toEqual([]);
    expect(paths(1, '2027-01-01T11:59:30Z')).toEqual([]);
    expect(paths(1_000, '2027-03-01T00:00:00Z')).toEqual([]);
  });

  it('are refused beyond, both at once', () => {
    expect(paths(0, '2027-01-01T11:00:00Z')).toEqual(['messagesPerSecond', 'startAt']);
    expect(paths(1_001, '2028-01-01T00:00:00Z')).toEqual(['messagesPerSecond', 'startAt']);
  });
});

describe('What may be done about a broadcast', () => {
  it('is nothing once it has ended', () => {
    expect(allowedActions('FINISHED')).toEqual([]);
    expect(allowedActions('CANCELLED')).toEqual([]);
    expect(allowedActions('PAUSED')).toContain('resumeBroadcast');
  });
});
