import { TestWorld } from '../support/world/test-world.js';

const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { code path } } }`;
const TWICE = `mutation ($input: SendMessageInput!) { one: sendMessage(input: $input) { errors { code path } } ...Rest }
  fragment Rest on Mutation { two: sendMessage(input: $input) { message { id } errors { code path } } }`;

interface Sent {
  message?: { id: string } | null;
  errors: { code: string; path: string[] | null }[];
}

describe('The header Idempotency-Key', () => {
  let world: TestWorld;
  let conversationId: string;

  const send = async (header: string | null, input: object = {}, query = SEND): Promise<Sent> => {
    const content = { text: { body: 'Hello' } };
    const request = world.http.post('/graphql').set('authorization', `Bearer ${world.admin.token}`);
    if (header !== null) void request.set('Idempotency-Key', header);
    const { body } = await request.send({ query, variables: { input: { conversationId, content, ...input } } });
    const { data } = body as { data: Record<string, Sent> };
    return Object.values(data)[0] as Sent;
  };
  const problemsOf = ({ errors }: Sent): string[] => errors.map(({ code, path }) => `${code} ${path?.join('.') ?? ''}`);

  beforeAll(async () => {
    world = await TestWorld.start();
    conversationId = (await world.customers.startsConversation()).conversation.id;
  });
  afterAll(() => world.close());

  it('is the key of the input by another way, in quotes or bare', async () => {
    const first = await send('key-1');
    expect(first.message?.id).toBeDefined();
    for (const again of [
      await send('"key-1"'),
      await send(null, { idempotencyKey: 'key-1' }),
      await send('key-1', { idempotencyKey: 'key-1' }),
    ])
      expect(again).toEqual(first);
    expect((await send('key-2')).message?.id).not.toBe(first.message?.id);
  });

  it('is a conflict with other content, and beside another key', async () => {
    await send('key-3');
    expect(problemsOf(await send('key-3', { content: { text: { body: 'Bye' } } }))).toEqual([
      'CONFLICT idempotencyKey',
    ]);
    expect(problemsOf(await send('key-3', { idempotencyKey: 'key-4' }))).toEqual(['CONFLICT idempotencyKey']);
  });

  it('is refused where it is empty, too long, or would name two mutations; without it the input needs a key', async () => {
    expect(problemsOf(await send('""'))).toEqual(['REQUIRED idempotencyKey']);
    expect(problemsOf(await send('x'.repeat(201)))).toEqual(['TOO_LONG idempotencyKey']);
    expect(problemsOf(await send(null))).toEqual(['REQUIRED idempotencyKey']);
    expect(problemsOf(await send('key-5', {}, TWICE))).toEqual(['INVALID_INPUT idempotencyKey']);
  });
});
