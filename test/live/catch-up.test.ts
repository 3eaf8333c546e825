import { graphql } from '../generated/gql.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { Subscription } from '../support/graphql/subscription.js';
import { TestWorld } from '../support/world/test-world.js';

const EVENTS = graphql(`
  subscription CaughtUpEvents($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor ... on MessageChanged { message { text conversation { unreadCount } } }
    }
  }
`);
const EVENTS_OF_ONE = graphql(`
  subscription CaughtUpEventsOfConversation($id: ID!, $after: ID) {
    conversationEvents(conversationId: $id, after: $after) {
      __typename cursor ... on MessageChanged { message { text } }
    }
  }
`);

type Event = { __typename: string; cursor: string; message?: { text: string | null } };
const TOTAL = 1_000;

describe('Catching up', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const number = (index: number) => `1650558${String(index % 40).padStart(4, '0')}`;
  const post = (texts: string[]) =>
    world.webhooks.post(
      aWebhook({
        messages: texts.map((text) => aTextMessage(text, { from: number(Number(text.split(' ')[1])) })),
        contacts: [],
      }),
    );
  const sequence = ({ events }: Subscription<Event>): string[] =>
    events.map(({ __typename, cursor, message }) => `${__typename} ${cursor} ${message?.text ?? ''}`);
  const has = (text: string) => (live: Subscription<Event>) =>
    live.events.some(({ message }) => message?.text === text);

  it('with a thousand events gives the same sequence as live, from wherever, each event once', async () => {
    const start = await world.accounts.eventCursor();
    const watch = (after: string): Subscription<Event> =>
      world.admin.subscribe(EVENTS, { id: world.account.id, after });
    const live = watch(start);
    for (let begin = 0; begin < TOTAL; begin += 50)
      await post(Array.from({ length: 50 }, (_, index) => `number ${begin + index}`));
    await live.until(
      ({ events }) => events.filter(({ message }) => message !== undefined).length >= TOTAL,
      'all',
      60_000,
    );
    const whole = sequence(live);
    expect(new Set(whole).size).toBe(whole.length);

    const from = [0, 1, 49, 50, 51, 199, 200, 333, 777, whole.length - 1];
    const resumed = from.map((index) => watch(live.events[index]?.cursor ?? start));
    const again = Array.from({ length: 5 }, () => watch(start));
    await post(['last 0']);
    for (const one of [live, ...resumed, ...again]) await one.until(has('last 0'), 'the last', 30_000);
    const all = sequence(live);
    from.forEach((index, at) => expect(resumed[at] && sequence(resumed[at])).toEqual(all.slice(index + 1)));
    for (const one of again) expect(sequence(one)).toEqual(all);

    const conversation = await world.inbox.untilConversationWith(number(7));
    const ofOne = world.admin.subscribe(EVENTS_OF_ONE, { id: conversation.id, after: start }) as Subscription<Event>;
    await post(['end 7']);
    await ofOne.until(has('end 7'), 'the end of one conversation', 30_000);
    const texts = ofOne.events.flatMap(({ message }) => (message === undefined ? [] : [message.text]));
    expect(texts).toEqual([...Array.from({ length: TOTAL / 40 }, (_, index) => `number ${7 + index * 40}`), 'end 7']);
    for (const one of [live, ofOne, ...resumed, ...again]) await one.close();
  });

  it('is what a socket does that was not read for a moment: it is not cut off, and misses nothing', async () => {
    const start = await world.accounts.eventCursor();
    const live: Subscription<Event> = world.admin.subscribe(EVENTS, { id: world.account.id, after: start });
    await post(['pause 1']);
    await live.until(has('pause 1'), 'the first');
    live.pause();
    const large = Array.from({ length: 200 }, (_, index) => `large ${index} ${'x'.repeat(60_000)}`);
    for (let begin = 0; begin < large.length; begin += 50) await post(large.slice(begin, begin + 50));
    const quick: Subscription<Event> = world.admin.subscribe(EVENTS, { id: world.account.id, after: start });
    await quick.until(has(large[199] ?? ''), 'all at another', 40_000);
    live.resume();
    await live.until(has(large[199] ?? ''), 'all after the pause', 40_000);
    expect(live.closed).toBeNull();
    expect(sequence(live)).toEqual(sequence(quick));
    await live.close();
    await quick.close();
  });
});
