import { must } from '../support/expectations.js';
import { graphql } from '../generated/gql.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { aWebhook } from '../support/factories/webhooks.js';
import { metaJson } from '../../src/simulator/webhooks/webhook-sender.js';
import { TestWorld } from '../support/world/test-world.js';

const REPLIES = graphql(`
  query RepliesOf($search: String) {
    conversations(first: 1, filter: { search: $search }) {
      nodes { messages(first: 20) { nodes { text content { __typename ... on ReplyContent { title payload response } } } } }
    }
  }
`);

describe('JSON that Meta sends', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const text = (from: string, body: string) => ({
    from,
    id: `wamid.${aKey('text')}`,
    timestamp: seconds(),
    type: 'text',
    text: { body },
  });
  const form = (from: string, responseJson: string) => ({
    from,
    id: `wamid.${aKey('form')}`,
    timestamp: seconds(),
    type: 'interactive',
    interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: responseJson } },
  });

  async function answersTo(
    responseJson: string,
  ): Promise<{ texts: (string | null)[]; response: unknown; payload: string | null }> {
    const number = aNumber();
    const messages = [text(number, 'before'), form(number, responseJson), text(number, 'after')];
    await world.webhooks.receives({ contacts: [{ profile: { name: 'Ann' }, wa_id: number }], messages });
    const { conversations } = await world.admin.send(REPLIES, { search: number });
    const nodes = must(conversations.nodes[0]).messages.nodes;
    const contents = nodes.map(({ content }) => content);
    const reply = must(contents.find((content) => content.__typename === 'ReplyContent'));
    if (reply.__typename !== 'ReplyContent') throw new Error('no reply');
    return { texts: nodes.map((message) => message.text), response: reply.response, payload: reply.payload };
  }

  it.each([
    ['half an emoji', String.raw`{"comment":"great \ud83d"}`, { comment: 'great \ufffd' }],
    ['NUL', String.raw`{"comment":"a\u0000b"}`, { comment: 'a\ufffdb' }],
    ['NUL and halves in keys', String.raw`{"a\u0000":{"\udc00":["\ud83d"]}}`, { 'a\ufffd': { '\ufffd': ['\ufffd'] } }],
    [
      'large numbers',
      '{"order":98765432109876543210,"small":12,"list":[-12345678901234567,1.5]}',
      { order: '98765432109876543210', small: 12, list: ['-12345678901234567', 1.5] },
    ],
    ['no JSON', '{"comment":', null],
    ['a list', '["a"]', null],
    ['deep JSON', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, null],
  ])('keeps a form with %s', async (_what, responseJson, response) => {
    const answer = await answersTo(responseJson);
    expect(answer.texts).toEqual(['before', 'Sent', 'after']);
    expect(answer.response).toEqual(response);
    expect(await world.webhooks.deliveries('FAILED')).toEqual([]);
  });

  it('is kept and shown when it is nested 6,000 deep, and keeps nothing else from being shown', async () => {
    const number = aNumber();
    const whole = aWebhook({ messages: [text(number, 'deep')] });
    const body = metaJson(whole).replace('"deep"', `"deep","x":${'['.repeat(6_000)}${']'.repeat(6_000)}`);
    await world.webhooks.postSigned(body).expect(200);
    await world.webhooks.receives({
      contacts: [{ profile: { name: 'Ann' }, wa_id: number }],
      messages: [text(number, 'shallow')],
    });
    const [shallow, deep] = await world.webhooks.deliveries();
    expect(must(shallow)).toMatchObject({ state: 'PROCESSED' });
    expect(must(deep)).toMatchObject({
      state: 'FAILED',
      payload: body,
      error: expect.stringContaining('64 lists and objects') as string,
    });
    expect((await world.inbox.messagesWith(number)).map((message) => message.text)).toEqual(['shallow']);
  });
});

function seconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
