import fc from 'fast-check';
import { newId } from '../../src/common/ids.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const CHAT = graphql(`
  query ChatOfAnything($id: ID!, $after: String) {
    conversation(id: $id) {
      lastMessage { ...MessageDetails }
      messages(first: 100, after: $after) { nodes { ...MessageDetails } pageInfo { hasNextPage endCursor } }
    }
  }
`);

const KINDS = [
  'TEXT',
  'MEDIA',
  'LOCATION',
  'CONTACTS',
  'TEMPLATE',
  'INTERACTIVE',
  'REPLY',
  'ORDER',
  'SYSTEM',
  'NOTE',
  'REACTION',
  'EDIT',
  'REVOKE',
  'UNSUPPORTED',
  'A_KIND_OF_A_LATER_VERSION',
  'constructor',
  '',
];

/** Names that content of some kind has, so that what is generated comes near to it. */
const NAMES = [
  ...[
    'body',
    'mediaKind',
    'mediaId',
    'caption',
    'latitude',
    'longitude',
    'url',
    'contacts',
    'phones',
    'emails',
    'parts',
  ],
  ...['name', 'language', 'buttons', 'sections', 'rows', 'interactiveKind', 'replyKind', 'id', 'title', 'response'],
  ...[
    'catalogId',
    'items',
    'quantity',
    'price',
    'type',
    'emoji',
    'edited',
    'kind',
    'content',
    'raw',
    'details',
    'text',
  ],
];

const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 40, '', 'x', 'IMAGE', 'TEXT', 'EDIT', 'https://a.example', 'no url'),
    fc.constantFrom(newId(), 'BUTTON'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 8 }),
  ),
})).value;

describe('Whatever lies in the content of a message', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  /** All messages of a chat, page by page; any error of any field would throw. */
  async function chat(id: string) {
    const nodes = [];
    let after: string | null = null;
    do {
      const { conversation }: { conversation: Awaited<ReturnType<typeof page>> } = {
        conversation: await page(id, after),
      };
      nodes.push(...conversation.messages.nodes);
      after = conversation.messages.pageInfo.hasNextPage ? must(conversation.messages.pageInfo.endCursor) : null;
    } while (after !== null);
    return nodes;
  }
  const page = async (id: string, after: string | null) =>
    must((await world.admin.send(CHAT, { id, after })).conversation);

  /** Stored past everything that checks it. */
  async function store(conversationId: string, stored: readonly { kind: string; content: unknown }[]) {
    await world.database.run(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, occurred_at)
       SELECT entry.id, account_id, business_phone_number_id, conversations.id, 'INBOUND', 'RECEIVED', entry.kind, entry.content, now()
         FROM conversations, unnest($2::uuid[], $3::text[], $4::jsonb[]) AS entry (id, kind, content)
        WHERE conversations.id = $1`,
      [
        conversationId,
        stored.map(() => newId()),
        stored.map(({ kind }) => kind),
        stored.map(({ content }) => JSON.stringify(content)),
      ],
    );
  }

  it('the list of messages answers, with each of them', async () => {
    const { conversation } = await world.customers.startsConversation();
    const samples = fc.sample(fc.record({ kind: fc.constantFrom(...KINDS), content: anyJson }), {
      numRuns: 600,
      seed: 17,
    });
    await store(conversation.id, samples);
    expect((await chat(conversation.id)).length).toBe(samples.length + 1);
  });

  it('what cannot be read is UNSUPPORTED, kept as it is', async () => {
    const { conversation } = await world.customers.startsConversation();
    const broken = [
      { kind: 'TEXT', content: null },
      { kind: 'TEXT', content: { body: 5 } },
      { kind: 'MEDIA', content: { mediaKind: 'HOLOGRAM', mediaId: newId(), caption: null } },
      { kind: 'LOCATION', content: { latitude: 'north', longitude: 1 } },
      { kind: 'ORDER', content: { catalogId: '1', text: null, items: [{ productId: 'a', quantity: 1.5 }] } },
      { kind: 'EDIT', content: { edited: { kind: 'EDIT', content: { edited: { kind: 'TEXT', content: [] } } } } },
      { kind: 'A_KIND_OF_A_LATER_VERSION', content: { hologram: true } },
    ];
    await store(conversation.id, broken);
    const [, ...shown] = await chat(conversation.id);
    expect(shown.map(({ content }) => content.__typename)).toEqual(broken.map(() => 'UnsupportedContent'));
    expect(shown.at(-1)?.content).toMatchObject({
      unsupportedKind: 'A_KIND_OF_A_LATER_VERSION',
      raw: { hologram: true },
    });
  });

  it('an edit of something that is damaged is applied', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const [wamid] = await world.database.query<{ id: string }>(
      `UPDATE messages SET content = '[]' WHERE conversation_id = $1 RETURNING whatsapp_id AS id`,
      [conversation.id],
    );
    const message = { type: 'text', text: { body: 'whole again' } };
    await world.customers.writes(customer, { type: 'edit', body: { original_message_id: must(wamid).id, message } });
    expect(await chat(conversation.id)).toMatchObject([{ text: 'whole again', content: { body: 'whole again' } }]);
  });
});
