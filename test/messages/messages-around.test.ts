import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const AROUND = graphql(`
  query Around($id: ID!, $around: ID, $first: Int, $last: Int) {
    conversation(id: $id) {
      messages(around: $around, first: $first, last: $last) {
        nodes { id text }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);
const BEYOND = graphql(`
  query Beyond($id: ID!, $first: Int, $after: String) {
    conversation(id: $id) { messages(first: $first, after: $after) { nodes { text } } }
  }
`);

describe('Messages around one', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  it('stand on one page with it in the middle, from which one goes on in both directions', async () => {
    const { customer, conversation } = await world.customers.startsConversation('0');
    for (let number = 1; number < 9; number++) {
      world.clock.advance(1_000);
      await world.customers.writes(customer, String(number));
    }
    const { id } = conversation;
    const messages = await world.inbox.messagesWith(must(conversation.contact.phoneNumber));
    const idOf = (text: string) => must(messages.find((message) => message.text === text)).id;
    const around = async (text: string, first: number) =>
      must((await world.admin.send(AROUND, { id, around: idOf(text), first })).conversation).messages;
    const texts = async (text: string, first: number) =>
      (await around(text, first)).nodes.map((node) => node.text).join('');

    expect(await texts('4', 5)).toBe('23456');
    expect(await texts('4', 4)).toBe('3456');
    expect(await texts('0', 5)).toBe('012');
    expect(await texts('8', 5)).toBe('678');
    expect(await texts('4', 100)).toBe('012345678');
    const { pageInfo, nodes } = await around('4', 1);
    expect(nodes).toHaveLength(1);
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect((await around('0', 5)).pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const next = await world.admin.send(BEYOND, { id, first: 2, after: pageInfo.endCursor });
    expect(must(next.conversation).messages.nodes).toEqual([{ text: '5' }, { text: '6' }]);
  });

  it('are refused where there is no such message, and together with another end', async () => {
    const { conversation } = await world.customers.startsConversation();
    const other = await world.customers.startsConversation();
    const [foreign] = await world.inbox.messagesWith(must(other.conversation.contact.phoneNumber));
    const ask = (around: string, last?: number) => world.admin.send(AROUND, { id: conversation.id, around, last });
    await expect(ask(must(foreign).id)).rejects.toThrow(/no such message/);
    await expect(ask('none')).rejects.toThrow(/no such message/);
    await expect(ask('none', 5)).rejects.toThrow(/around alone/);
  });
});
