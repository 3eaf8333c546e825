import { graphql } from '../generated/gql.js';
import { allOf, eventually, must, pause } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import type { Subscription } from '../support/graphql/subscription.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const CONSOLE_EVENTS = graphql(`
  subscription ConsoleEvents($id: ID!, $after: ID, $withText: Boolean = true) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor
      ... on MessageChanged { message { text @include(if: $withText) conversation { ...Shown mine: unreadCount } } }
      ... on ConversationChanged { conversation { ...Shown } }
    }
  }
  fragment Shown on Conversation { id unreadCount allowedActions }
`);
const OTHER_ALIASES = graphql(`
  subscription ConsoleEventsOtherwise($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor
      ... on MessageChanged { message { text: id unreadCount: text conversation { allowedActions: id id: unreadCount } } }
    }
  }
`);
const CREATE_KEY = graphql(`
  mutation KeyOfProgram($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { code } } }
`);

const NOTIFICATIONS = graphql(`
  subscription NotificationsOfOne($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor
      ... on NotificationAdded { notification { conversation { id } message { text } } }
      ... on MessageChanged { message { text } }
    }
  }
`);
const ERASE = graphql(`
  mutation EraseWhoWasShown($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem } } }
`);

/** Text in which every mark of an open place, and every end of JSON, might be taken for one. */
const TRICKY = '","unreadCount":0,"mine":"00000000-0000-4000-8000-000000000000:0"}';

type ConsoleEvents = Subscription<{
  __typename: string;
  message?: { text?: string | null; conversation: { unreadCount: number; mine: number; allowedActions: string[] } };
}>;

describe('What subscribers share', () => {
  let world: TestWorld;
  let [ann, ben] = [] as unknown as [Person, Person];
  const number = '16505557001';
  let conversationId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    [ann, ben] = [await world.people.add('OPERATOR'), await world.people.add('OPERATOR')];
    await write('one');
    conversationId = (await world.inbox.untilConversationWith(number)).id;
    await write('two');
    await untilWritten(2);
    await world.inbox.as(ann).markRead(conversationId);
  });
  afterAll(() => world.close());

  const write = (text: string, from = number) =>
    world.webhooks.post(aWebhook({ messages: [aTextMessage(text, { from })], contacts: [] }));
  const untilWritten = (count: number): Promise<number> =>
    eventually(
      () => world.countRows(`messages WHERE direction = 'INBOUND'`),
      (written) => written === count,
    );
  const watch = (client: GraphqlClient, after?: string, withText?: boolean): ConsoleEvents =>
    client.subscribe(CONSOLE_EVENTS, { id: world.account.id, after, withText });
  const shownOf = async (live: ConsoleEvents, text: string) => {
    const found = () => live.events.find(({ message }) => message?.text === text)?.message?.conversation;
    await live.until(() => found() !== undefined, text);
    return must(found());
  };
  const aProgram = async (...scopes: ('EVENTS_READ' | 'MESSAGES_SEND')[]): Promise<GraphqlClient> => {
    const { createApiKey } = await world.admin.send(CREATE_KEY, { input: { name: aKey('Program'), scopes } });
    return world.client(must(createApiKey.secret));
  };

  it.each(['live', 'catching up'])('is filled with each viewer’s own values, %s', async (way) => {
    const after = await world.accounts.eventCursor();
    const clients = [ann.client, ben.client, world.admin, await aProgram('EVENTS_READ')];
    const text = `${way} ${TRICKY}`;
    const ready = way === 'live' ? clients.map((client) => watch(client)) : [];
    for (let count = 0; ready.some(({ events }) => events.length === 0); count += 1) {
      await write(`ready ${count}`, '16505557002'); // until all are there
      await pause(100);
    }
    const unreadBefore = way === 'live' ? 0 : 1;
    await write(text);
    const lives = way === 'live' ? ready : clients.map((client) => watch(client, after));
    const shown = [];
    for (const live of lives) shown.push(await shownOf(live, text));
    const unread = shown.map(({ unreadCount }) => unreadCount);
    expect(unread).toEqual([unreadBefore + 1, unreadBefore + 3, unreadBefore + 3, 0]);
    expect(shown.map(({ mine }) => mine)).toEqual(unread);
    const [ofAnn, ofBen, ofAdmin, ofProgram] = shown.map(({ allowedActions }) => allowedActions);
    expect(ofAnn).toContain('REPLY');
    expect(ofBen).toEqual(ofAnn);
    expect(ofAdmin).toEqual(ofAnn);
    expect(ofProgram).toEqual([]); // it may neither send nor write
    for (const live of lives) await live.close();
  });

  it('differs by scope of a key', async () => {
    const after = await world.accounts.eventCursor();
    const [reader, sender] = [await aProgram('EVENTS_READ'), await aProgram('EVENTS_READ', 'MESSAGES_SEND')];
    await write('for programs');
    const [ofReader, ofSender] = [watch(reader, after), watch(sender, after)];
    expect((await shownOf(ofReader, 'for programs')).allowedActions).toEqual([]);
    expect((await shownOf(ofSender, 'for programs')).allowedActions).toEqual(['REPLY', 'SEND_TEMPLATE', 'REACT']);
    await ofReader.close();
    await ofSender.close();
  });

  it('is not shared across variables and aliases', async () => {
    const after = await world.accounts.eventCursor();
    await write('by variable');
    const [withText, withoutText] = [watch(ben.client, after, true), watch(ben.client, after, false)];
    const otherwise = ben.client.subscribe(OTHER_ALIASES, { id: world.account.id, after });
    const usual = await shownOf(withText, 'by variable');
    await withoutText.until(({ events }) => events.some(({ message }) => message !== undefined), 'the message');
    const changed = withoutText.events.find(({ message }) => message !== undefined);
    expect(changed?.message).toEqual({ conversation: expect.anything() });
    await otherwise.until(({ events }) => allOf(events, 'MessageChanged').length > 0, 'the message');
    expect(allOf(otherwise.events, 'MessageChanged').at(0)?.message).toEqual({
      text: expect.any(String),
      unreadCount: 'by variable',
      conversation: { allowedActions: conversationId, id: usual.unreadCount },
    });
    for (const live of [withText, withoutText, otherwise]) await live.close();
  });

  it('is shown to nobody who may not see it, while others who asked the same catch up', async () => {
    const theirs = '16505557100';
    await write('for everybody', theirs);
    const { id } = await world.inbox.untilConversationWith(theirs);
    const after = await world.accounts.eventCursor();
    await world.inbox.as(ann).send(id, 'I am Ann');
    const secrets = Array.from({ length: 60 }, (_, count) => `secret ${count}`);
    await world.webhooks.post(
      aWebhook({ messages: secrets.map((text) => aTextMessage(text, { from: theirs })), contacts: [] }),
    );
    await eventually(
      () => world.inbox.messagesWith(theirs),
      (messages) => messages.filter(({ text }) => text?.startsWith('secret')).length === secrets.length,
    );
    await write('the end', '16505557101');
    const all = [world.admin, ben.client, ann.client, ben.client].map((client) => watch(client, after));
    for (const live of all) await shownOf(live, 'the end');
    const seen = all.map((live) => live.events.filter(({ message }) => message?.text?.startsWith('secret')).length);
    expect(seen).toEqual([60, 0, 60, 0]);
    for (const live of all) {
      const cursors = live.events.map((event) => (event as unknown as { cursor: string }).cursor);
      expect(new Set(cursors).size).toBe(cursors.length);
      await live.close();
    }
  });

  it('shows an end of a permission to whoever had it, in the middle of what they catch up with', async () => {
    const eva = await world.people.add('OPERATOR');
    const after = await world.accounts.eventCursor();
    await write('before Eva goes', '16505557102');
    const live = watch(eva.client, after);
    await shownOf(live, 'before Eva goes');
    await world.people.limitTo(eva, []);
    await write('after Eva has gone', '16505557102');
    await live.until(({ closed }) => closed !== null, 'the close');
    expect(live.closed?.code).toBe(4403);
    expect(live.events.some(({ message }) => message?.text === 'after Eva has gone')).toBe(false);
  });

  it('is rendered again where a person has taken part, and does not any more', async () => {
    const theirs = '16505557103';
    await world.accounts.setNotifyUsers([ben]);
    const after = await world.accounts.eventCursor();
    await write('for Ben', theirs);
    const { id } = await world.inbox.untilConversationWith(theirs);
    const notified = async () => {
      const live = ben.client.subscribe(NOTIFICATIONS, { id: world.account.id, after });
      await live.until(({ events }) => allOf(events, 'NotificationAdded').length > 0, 'the notification');
      await live.close();
      return must(allOf(live.events, 'NotificationAdded').at(0)).notification;
    };
    expect(await notified()).toEqual({ conversation: { id }, message: { text: 'for Ben' } });
    expect((await world.inbox.addParticipants(id, [ann])).errors).toEqual([]);
    expect((await world.inbox.removeParticipants(id, [ben])).errors).toEqual([]);
    expect(await notified()).toEqual({ conversation: null, message: null });
    await world.accounts.setNotifyUsers([]);
  });

  it('is shown to nobody any more once the customer has been erased', async () => {
    const theirs = '16505557104';
    const after = await world.accounts.eventCursor();
    await write('not for long', theirs);
    const { contact } = await world.inbox.untilConversationWith(theirs);
    const before = watch(world.admin, after);
    await shownOf(before, 'not for long');
    await before.close(); // nobody follows the account when it happens
    const { eraseContact } = await world.admin.send(ERASE, { id: contact.id });
    expect(eraseContact.errors).toEqual([]);
    const live = watch(world.admin, after);
    await write('after that', '16505557105');
    await shownOf(live, 'after that');
    expect(JSON.stringify(live.events)).not.toContain('not for long');
    await live.close();
  });
});
