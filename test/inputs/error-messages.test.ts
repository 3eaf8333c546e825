import WebSocket from 'ws';
import { ADMIN } from '../../scripts/local-server.js';
import { only } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const SECRET = 'hunter2-EAAsecrettoken';
const CREATE_ACCOUNT =
  'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { errors { code message path } } }';
const CREATE_USER =
  'mutation ($input: CreateUserInput!) { createUser(input: $input) { errors { code message path } } }';
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code message path } } }';

/** Wrong in every way in which a program can be wrong, with a secret in it. */
const WRONG: readonly [string, string, unknown][] = [
  ['a field that is missing', LOGIN, { input: { password: SECRET } }],
  ['a field that does not exist', LOGIN, { input: { email: 'a@b.example', password: SECRET, remember: SECRET } }],
  [
    'a secret as the name of a field',
    LOGIN,
    { input: { email: 'a@b.example', password: 'x', [SECRET.repeat(20)]: 1 } },
  ],
  ['an object for a text', LOGIN, { input: { email: 'a@b.example', password: { value: SECRET } } }],
  ['a list for a text', LOGIN, { input: { email: 'a@b.example', password: [SECRET] } }],
  ['a text for an input', LOGIN, { input: SECRET }],
  ['a list for an input', LOGIN, { input: [SECRET, { password: SECRET }] }],
  ['nothing for a text', CREATE_ACCOUNT, { input: { name: null, appSecret: SECRET, accessToken: SECRET } }],
  ['a text for an enum', CREATE_USER, { input: { email: 'a@b.example', name: 'A', password: SECRET, role: SECRET } }],
  [
    'a text for a time',
    'mutation ($at: DateTime) { createApiKey(input: { name: "x", scopes: [], expiresAt: $at }) { errors { code } } }',
    { at: SECRET },
  ],
  ['a text for a number', '($first: Int)', { first: SECRET }],
  ['a text for yes or no', '($unreadOnly: Boolean)', { unreadOnly: SECRET }],
  ['a text that is too long', LOGIN, { input: { email: `${SECRET.repeat(50)}`, password: SECRET.repeat(80) } }],
  [
    'a text in the wrong form',
    CREATE_USER,
    { input: { email: SECRET, name: 'A', password: SECRET, role: 'ADMIN', phoneNumber: SECRET } },
  ],
  [
    'a token with a blank',
    CREATE_ACCOUNT,
    { input: { name: SECRET, appId: SECRET, appSecret: `${SECRET} `, accessToken: `${SECRET}\n` } },
  ],
  ['control characters', LOGIN, { input: { email: `${SECRET}\0`, password: `${SECRET}\ud83d` } }],
  [
    'sixty entries that are wrong',
    'mutation ($i: [ID!]!) { replayWebhookDeliveries(input: { deliveryIds: $i }) { errors { code } } }',
    { i: Array.from({ length: 60 }, () => ({ SECRET })) },
  ],
];

/** The same, written into the document. */
const WRONG_DOCUMENTS: readonly [string, string][] = [
  ['a number for a text', `mutation { login(input: { email: 1, password: "${SECRET}" }) { errors { code } } }`],
  [
    'an object for a text',
    `mutation { login(input: { email: "a", password: { value: "${SECRET}" } }) { errors { code } } }`,
  ],
  ['a list for a text', `mutation { login(input: { email: "a", password: ["${SECRET}"] }) { errors { code } } }`],
  ['a text for an input', `mutation { login(input: "${SECRET}") { errors { code } } }`],
  ['a field that is missing', `mutation { login(input: { password: "${SECRET}" }) { errors { code } } }`],
  [
    'a text for an enum',
    `mutation { createUser(input: { role: "${SECRET}", name: "${SECRET}" }) { errors { code } } }`,
  ],
  [
    'a word for an enum',
    `mutation { createUser(input: { role: ${SECRET.replaceAll('-', '_')}, name: "" }) { errors { code } } }`,
  ],
  ['a text for a number', `{ contacts(first: "${SECRET}") { nodes { id } } }`],
  [
    'a text for a time',
    `mutation { createApiKey(input: { name: "x", scopes: [], expiresAt: "${SECRET}" }) { errors { code } } }`,
  ],
  ['a default value', `query ($first: Int = "${SECRET}") { contacts(first: $first) { nodes { id } } }`],
  ['a text that does not end', `mutation { login(input: { email: "a", password: "${SECRET}`],
  ['a text where a name belongs', `mutation { login("${SECRET}": 1) }`],
  ['a strange character', `mutation { login(input: { password: "${SECRET}" ? }) }`],
];

describe('Messages of errors', () => {
  let world: TestWorld;
  let log: string;
  const write = process.stdout.write.bind(process.stdout);
  const writeError = process.stderr.write.bind(process.stderr);

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { LOG_LEVEL: 'verbose' } });
  });
  afterAll(() => world.close());

  beforeEach(() => {
    log = '';
    process.stdout.write = (text: string | Uint8Array): boolean => ((log += String(text)), true);
    process.stderr.write = (text: string | Uint8Array): boolean => ((log += String(text)), true);
  });
  afterEach(() => {
    process.stdout.write = write;
    process.stderr.write = writeError;
  });

  /** Neither in the answer nor in the log, whole or in part. */
  function keepsSecrets(answer: unknown): void {
    for (const part of ['hunter2-EAA', 'hunter2_EAA', 'secrettoken']) {
      expect(JSON.stringify(answer).split(part).length - 1).toBe(0);
      expect(log.split(part).length - 1).toBe(0);
    }
  }

  it.each(WRONG.filter(([what]) => !what.includes('name of a field')))(
    'do not repeat %s',
    async (_what, query, variables) => {
      const text = query.startsWith('(')
        ? query.includes('first')
          ? `query ${query} { contacts(first: $first) { nodes { id } } }`
          : `query ${query} { notifications(unreadOnly: $unreadOnly) { nodes { id } } }`
        : query;
      for (const client of [world.admin, world.client()]) {
        const answer = await client.requestRaw(text, variables as object);
        keepsSecrets(answer);
        expect(JSON.stringify(answer)).not.toContain('INTERNAL_SERVER_ERROR');
      }
    },
  );

  it.each(WRONG_DOCUMENTS)('do not repeat %s in the document', async (_what, query) => {
    const answer = await world.admin.requestRaw(query);
    keepsSecrets(answer);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toContain('INTERNAL_SERVER_ERROR');
  });

  it('name an unknown field by its path, cut to what a name may be', async () => {
    const { errors } = await world.admin.requestRaw(LOGIN, {
      input: { email: 'a', password: 'b', [`x${'y'.repeat(500)}`]: SECRET },
    });
    keepsSecrets(errors);
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'BAD_USER_INPUT',
          problems: [{ code: 'INVALID_INPUT', path: ['input', `x${'y'.repeat(39)}…`] }],
        },
      },
    ]);
  });

  it('say where and what is expected', async () => {
    const { errors } = await world.admin.requestRaw(CREATE_USER, {
      input: { email: 7, role: 'BOSS', name: { a: SECRET }, nick: SECRET },
    });
    keepsSecrets(errors);
    expect(errors.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['input.email: This must be a text.', 'BAD_USER_INPUT'],
      ['input.name: This must be a text.', 'BAD_USER_INPUT'],
      ['input.password: This is required.', 'BAD_USER_INPUT'],
      ['input.role: This must be one of ADMIN, MANAGER, OPERATOR.', 'BAD_USER_INPUT'],
      ['input.nick: CreateUserInput has no such field.', 'BAD_USER_INPUT'],
    ]);
  });

  it('say of literals where they stand', async () => {
    const { errors } = await world.admin.requestRaw(
      'mutation { createApiKey(input: { name: "x", scopes: [ACCOUNTS_READ, EVERYTHING], expiresAt: "soon" }) { errors { code } } }',
    );
    expect(errors).toMatchObject([
      {
        message: 'input.scopes.1: This must be a value of the enum ApiKeyScope.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
      { message: expect.stringMatching(/^input\.expiresAt: This must be a time by RFC 3339/) as string },
    ]);
  });

  it('list fifty of what is wrong, and say that there is more', async () => {
    const { errors } = await world.admin.requestRaw(
      'mutation ($i: [ID!]!) { replayWebhookDeliveries(input: { deliveryIds: $i }) { errors { code } } }',
      { i: Array.from({ length: 400 }, () => ({ a: SECRET })) },
    );
    keepsSecrets(errors);
    expect(errors).toHaveLength(51);
    expect(errors[49]).toMatchObject({ message: 'i.49: This must be an id, as a text.' });
    expect(errors[50]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
      message: expect.stringContaining('more than the first 50') as string,
    });
  });

  it('do not repeat a body that is no JSON', async () => {
    for (const body of [`{"query": ${SECRET}`, SECRET, `{"query":"{ me { id } }", "variables": {"a": ${SECRET}}}`]) {
      const answer = await world.http.post('/graphql').set('content-type', 'application/json').send(body);
      expect(answer.status).toBe(400);
      keepsSecrets(answer.text);
    }
    for (const query of ['query A { me { id } }', '{ me { id } }', 'query A { me { id } } query B { me { id } }']) {
      const unknown = await world.http.post('/graphql').send({ query, operationName: SECRET });
      keepsSecrets(unknown.text);
      expect([query, unknown.status]).toEqual([query, 400]);
      expect(unknown.text).toContain('OPERATION_RESOLUTION_FAILURE');
    }
    const nowhere = await world.http.get(`/nowhere/${SECRET}?token=${SECRET}`).expect(404);
    keepsSecrets(nowhere.text);
  });

  it.each([`/media/${SECRET}%ff`, `/v1/messages/${SECRET}%ff`, `/v1/messages/${SECRET.repeat(20)}`])(
    'do not repeat an address that cannot be read: %s',
    async (path) => {
      const answer = await world.http.get(path).expect(404);
      keepsSecrets(answer.text);
      expect(answer.body).toMatchObject({ errors: [{ code: 'NOT_FOUND', reason: 'NOTHING_AT_ADDRESS' }] });
    },
  );

  it('do not repeat over the socket either', async () => {
    const query = 'subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { __typename } }';
    const payloads = [
      { query, variables: { after: SECRET } },
      { query, variables: { id: { a: SECRET } } },
      { query, variables: { id: [SECRET] } },
      { query, variables: { id: world.account.id, after: SECRET } },
      { query: `subscription { inboxEvents(accountId: { a: "${SECRET}" }) { __typename } }` },
      { query, variables: { id: world.account.id, more: nested(3_000) } },
      { query: `subscription { inboxEvents(accountId: "${SECRET}` },
      { query: `subscription ($id: ID = {a: "${SECRET}"}) { inboxEvents(accountId: $id) { __typename } }` },
    ];
    for (const payload of payloads) {
      const frames = await said(payload);
      expect(frames).toMatch(/BAD_USER_INPUT|GRAPHQL_PARSE_FAILED/);
      expect(frames).not.toContain('INTERNAL_SERVER_ERROR');
      keepsSecrets(frames);
    }
  });

  it('tell nobody which e-mail address exists', async () => {
    const wrong = { input: { email: ADMIN.email, password: SECRET } };
    const [known, unknown] = await Promise.all([
      world.client().requestRaw(LOGIN, wrong),
      world.client().requestRaw(LOGIN, { input: { ...wrong.input, email: 'nobody@b.example' } }),
    ]);
    keepsSecrets([known, unknown]);
    expect(known.data).toEqual(unknown.data);
  });

  /** Every frame that answers one subscription, and how the socket closed. */
  async function said(payload: object): Promise<string> {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const frames: string[] = [];
    await new Promise<void>((resolve) => {
      socket.on('open', () => {
        socket.send(
          JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${world.admin.token ?? ''}` } }),
        );
      });
      socket.on('message', (data: Buffer) => {
        frames.push(String(data));
        if (frames.length === 1) socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
        else socket.close();
      });
      socket.on('close', (code, reason) => {
        frames.push(`${code} ${String(reason)}`);
        resolve();
      });
    });
    only(frames.filter((frame) => frame.includes('connection_ack')));
    return frames.join('\n');
  }
});

/** A list in a list in a list …, as client libraries can still write it. */
function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 'deep');
}
