import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { sha256 } from '../../src/common/graphql/documents/document-manifest.js';
import { TrustedDocuments } from '../../src/common/graphql/documents/trusted-documents.js';
import { readConfig } from '../../src/common/config/config.js';
import { TestWorld } from '../support/world/test-world.js';

const ME = 'query Me { me { name } }';
const directory = mkdtempSync(join(tmpdir(), 'parley-documents-'));
const file = join(directory, 'documents.json');

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('The schema and what a query costs', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
  });
  afterAll(() => world.close());

  it('are served: /schema.graphql, to be kept until it changes', async () => {
    const { text, headers } = await world.http
      .get('/schema.graphql')
      .expect(200)
      .expect('content-type', /^text\/plain/);
    expect(text).toContain('directive @oneOf on INPUT_OBJECT');
    expect(buildSchema(text).getQueryType()?.getFields()).toHaveProperty('node');
    const etag = String(headers.etag);
    await world.http.get('/schema.graphql').set('if-none-match', etag).expect(304);
    await world.http.get('/schema.graphql').set('if-none-match', '"other"').expect(200);
  });

  it('are told in every answer: what was charged, and what may be', async () => {
    const post = (query: string) =>
      world.http.post('/graphql').set('authorization', `Bearer ${world.admin.token}`).send({ query });
    const one = await post('{ me { name } }').expect(200);
    expect(one.body.extensions).toEqual({ cost: { charged: 2, limit: 20_000, points: 0 } });
    const many = await post('{ conversations(first: 100) { nodes { id status origin } } }').expect(200);
    expect(many.body.extensions.cost).toMatchObject({ charged: 401, points: 4 });
    const tooMany = await post(
      '{ conversations(first: 100) { nodes { messages(first: 100) { nodes { id status } } } } }',
    );
    expect(tooMany.body.errors[0].extensions).toMatchObject({ code: 'QUERY_TOO_COSTLY', limit: 20_000 });
  });
});

describe('A schema that is not told', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false, environment: { GRAPHQL_INTROSPECTION: 'off' } });
  });
  afterAll(() => world.close());

  it('is neither served nor shown in the reference; the other pages are', async () => {
    await world.http.get('/schema.graphql').expect(404);
    for (const path of ['/docs/api/', '/docs/api/messages']) await world.http.get(path).expect(404);
    await world.http.get('/docs/api-policy').expect(200);
  });
});

describe('Trusted documents', () => {
  let world: TestWorld;
  let post: (body: object) => ReturnType<ReturnType<TestWorld['http']['post']>['send']>;

  beforeAll(async () => {
    // The helper of these tests signs in by a document of its own.
    const login =
      'mutation Login($input: LoginInput!) { login(input: $input) { accessToken errors { code message } } }';
    writeFileSync(file, JSON.stringify(Object.fromEntries([ME, login].map((text) => [sha256(text), text]))));
    world = await TestWorld.start({ isConnected: false, environment: { TRUSTED_DOCUMENTS: file } });
    post = (body) => world.http.post('/graphql').set('authorization', `Bearer ${world.admin.token}`).send(body);
  });
  afterAll(() => world.close());

  it('run: as text, however it is written, and by their hash', async () => {
    const persistedQuery = { version: 1, sha256Hash: sha256(ME) };
    for (const body of [
      { query: ME },
      { query: 'query Me{me{__typename name}}' },
      { documentId: sha256(ME) },
      { documentId: `sha256:${sha256(ME)}` },
      { extensions: { persistedQuery } },
    ]) {
      const answer = await post(body);
      expect([body, answer.body.data?.me.name]).toEqual([body, expect.any(String)]);
    }
  });

  it.each([
    ['another document', { query: 'query Me { me { email } }' }],
    ['one with the same name', { query: 'query Me { me { name role } }' }],
    ['the schema', { query: '{ __schema { types { name } } }' }],
    ['a hash that is not known', { documentId: sha256('nothing') }],
    ['a text that is no GraphQL', { query: '{' }],
  ])('keep out %s', async (_, body) => {
    const answer = await post(body).expect(400);
    expect(answer.body.errors).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }]);
  });

  it('keep out subscriptions that are not among them', async () => {
    const live = world.admin.subscribeRaw('subscription { allEvents { cursor } }');
    await live.until(({ problems }) => problems.length > 0, 'a refusal');
    expect(live.problems[0]?.extensions.code).toBe('DOCUMENT_NOT_TRUSTED');
    await live.close();
  });

  it.each([
    ['not there', null, /cannot be used: ENOENT/],
    ['no manifest', '[]', /cannot be used: it is no object/],
  ])('end the start where the file is %s', async (_, text, message) => {
    const broken = join(directory, 'broken.json');
    if (text !== null) writeFileSync(broken, text);
    const TRUSTED_DOCUMENTS = text === null ? join(directory, 'none.json') : broken;
    const config = readConfig({ NODE_ENV: 'test', TRUSTED_DOCUMENTS });
    expect(() => new TrustedDocuments(config)).toThrow(message);
  });
});
