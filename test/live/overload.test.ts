import { graphql } from '../generated/gql.js';
import { eventually, last, pause } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { Subscription } from '../support/graphql/subscription.js';
import { TestWorld } from '../support/world/test-world.js';

const EVENTS = graphql(`
  subscription EventsUntilCutOff($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor
      ... on MessageChanged { message { text } }
      ... on CutOff { code retryAfterSeconds }
    }
  }
`);
const OVERLOADED = 4503;

interface Event {
  __typename: string;
  cursor: string;
  message?: { text: string | null };
  code?: string;
  retryAfterSeconds?: number;
}

describe('An overload', () => {
  let world: TestWorld;
  const logged: string[] = [];

  beforeAll(async () => {
    // No machine brings an event to anybody within a millisecond: every event is too late.
    world = await TestWorld.start({ environment: { LIVE_MAX_DELAY_MS: '1' } });
    const note = (message: unknown) => void logged.push(String(message));
    world.app.useLogger({ log: note, warn: note, error: note, debug: () => undefined });
  });
  afterAll(() => world.close());

  const write = (text: string) =>
    world.webhooks.post(aWebhook({ messages: [aTextMessage(text, { from: '16505557900' })], contacts: [] }));
  const watch = (after: string) =>
    world.admin.subscribe(EVENTS, { id: world.account.id, after }) as Subscription<Event>;

  it('cuts off half of the subscribers with a code and a cursor, and who resumes gets everything once', async () => {
    const start = await world.accounts.eventCursor();
    await write('number 0');
    await eventually(
      () => world.countRows('messages'),
      (count) => count === 1,
    );
    const lives = Array.from({ length: 4 }, () => watch(start));
    // Catching up cuts off nobody: whoever has the first message is there, and up to date.
    for (const live of lives) await live.until((current) => textsOf(current).length === 1, 'the first message');
    await write('number 1');
    const cut = await eventually(
      () => lives.filter(isCut),
      ({ length }) => length >= 2,
    );
    for (const live of cut) {
      expect(live.closed).toMatchObject({ code: OVERLOADED });
      const notice = last(live.events);
      expect(notice).toEqual({
        __typename: 'CutOff',
        cursor: expect.any(String),
        code: 'OVERLOADED',
        retryAfterSeconds: expect.any(Number),
      });
      expect(notice.cursor).toBe(live.events.at(-2)?.cursor);
    }
    expect(logged.filter((line) => line.startsWith('Overloaded:')).length).toBeGreaterThanOrEqual(1);

    const refused = watch(start);
    await refused.until(isCut, 'the refusal');
    expect(refused.closed).toMatchObject({ code: OVERLOADED });
    expect(refused.events).toEqual([]);

    const missed = Array.from({ length: 20 }, (_, index) => `number ${index + 2}`);
    for (const text of missed) await write(text);
    const everything = ['number 0', 'number 1', ...missed];
    const isDone = (live: Subscription<Event>): boolean => isCut(live) || textsOf(live).length === everything.length;
    for (const live of lives) {
      await live.until(isDone, 'everything, or an end');
      const seen = textsOf(live);
      const rest = await resume(last(live.events).cursor, everything.length - seen.length);
      expect([...seen, ...rest]).toEqual(everything);
    }
  });

  /** As a client does: comes back after every end with its last cursor, until so many messages have come. */
  async function resume(from: string, count: number): Promise<(string | null)[]> {
    const seen: (string | null)[] = [];
    for (let after = from; seen.length < count;) {
      const live = watch(after);
      const left = count - seen.length;
      await live.until((current) => isCut(current) || textsOf(current).length >= left, 'what was missed');
      seen.push(...textsOf(live));
      after = live.events.at(-1)?.cursor ?? after;
      await live.close();
      if (seen.length < count) await pause(500);
    }
    return seen;
  }
});

function isCut({ closed }: Subscription<Event>): boolean {
  return closed !== null;
}

function textsOf({ events }: Subscription<Event>): (string | null)[] {
  return events.flatMap(({ message }) => (message === undefined ? [] : [message.text]));
}
