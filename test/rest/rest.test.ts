import { Ajv2020 } from 'ajv/dist/2020.js';
import { graphql } from '../generated/gql.js';
import { first, must } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { PICTURE } from '../support/factories/files.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE_KEY = graphql(`
  mutation CreateRestKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { ...Problem } } }
`);

const NAME = graphql(`
  mutation NameForRest($id: ID!, $externalId: String!) {
    updateContact(input: { contactId: $id, externalId: $externalId }) { errors { ...Problem } }
  }
`);

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Json & { errors?: { code: string; path: string[] }[]; id?: string };
}
interface OpenApi {
  openapi: string;
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }> }>
  >;
  components: object;
}

describe('The REST side', () => {
  let world: TestWorld;
  let document: OpenApi;
  let key: string;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { RATE_LIMIT_ADDRESS_POINTS: '30' } });
    key = await aKeyFor(['MESSAGES_SEND', 'RECORDS_WRITE']);
    document = (await world.http.get('/v1/openapi.json').expect(200)).body as OpenApi;
    ajv.addSchema({ $id: 'api', components: document.components });
  });
  afterAll(() => world.close());

  async function aKeyFor(scopes: ('MESSAGES_SEND' | 'RECORDS_WRITE' | 'TEMPLATES_READ')[]): Promise<string> {
    const { createApiKey } = await world.admin.send(CREATE_KEY, { input: { name: aKey('rest'), scopes } });
    return must(createApiKey.secret);
  }

  /** Asks, and holds the answer against what the served document says of its status. */
  async function ask(
    method: 'get' | 'post',
    path: string,
    { body, headers = {}, as = key }: { body?: unknown; headers?: Json; as?: string | null } = {},
  ): Promise<Answer> {
    const request = world.http[method](path).set(headers as Record<string, string>);
    if (as !== null) request.set('authorization', `Bearer ${as}`);
    const answer = (await (body === undefined ? request : request.send(body as object))) as unknown as Answer;
    const operation = Object.entries(document.paths).find(([pattern]) =>
      new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )?.[1][method];
    const content = must(operation?.responses[String(answer.status)], `${answer.status} of ${path}`).content;
    const [mediaType] = must(answer.headers['content-type']).split(';');
    const { $ref } = must(content[must(mediaType)], mediaType).schema;
    const isValid = ajv.validate(`api${$ref}`, answer.body);
    expect(isValid ? [] : ajv.errors).toEqual([]);
    return answer;
  }

  const send = (body: unknown, more: { key?: string; as?: string | null } = {}): Promise<Answer> =>
    ask('post', '/v1/messages', { body, headers: { 'idempotency-key': more.key ?? aKey() }, as: more.as });
  const refusals = ({ status, body: { errors } }: Answer): string[] => [
    String(status),
    ...(errors ?? []).map(({ code, path }) => `${code} ${path.join('.')}`),
  ];

  it('describes itself by OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(['/v1/messages', '/v1/messages/{id}', '/v1/records/{model}']);
  });

  it('sends a text to a number and to a contact, once for a key, and shows how far it came', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const to = { phoneNumber: must(customer.waId).replace(/^/, '+') };
    const idempotencyKey = aKey();
    const first = await send({ to, text: 'From a script' }, { key: idempotencyKey });
    expect(first).toMatchObject({ status: 202, body: { text: 'From a script', conversationId: conversation.id } });
    expect(first.headers.location).toBe(`/v1/messages/${first.body.id}`);
    expect(first.headers['ratelimit-remaining']).toBeDefined();
    const again = await send({ to, text: 'From a script' }, { key: idempotencyKey });
    expect(again.body.id).toBe(first.body.id);
    expect(refusals(await send({ to, text: 'Something else' }, { key: idempotencyKey }))).toEqual([
      '409',
      'CONFLICT Idempotency-Key',
    ]);
    await world.customers.gets(customer, 1);
    expect(refusals(await send({ to: { contactId: conversation.contact.id }, text: 'By contact' }))).toEqual(['202']);
    expect((await world.customers.gets(customer, 2)).map(({ text }) => text)).toEqual(['From a script', 'By contact']);
    const read = await ask('get', must(first.headers.location));
    expect(read).toMatchObject({ status: 200, body: { id: first.body.id, idempotencyKey, failure: null } });
  });

  it('sends files, quotes, and waits for a time; to a contact by the id of the company’s own system', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const externalId = aKey();
    const named = await world.admin.send(NAME, { id: conversation.contact.id, externalId });
    expect(named.updateContact.errors).toEqual([]);
    const to = { externalId };
    const question = must(first(await world.inbox.messagesWith(must(customer.waId))).id);
    const { body: file } = await world.files.upload(PICTURE, 'image/png', 'parcel.png');
    const mediaId = (file as { id: string }).id;
    const sent = await send({ to, media: { mediaId, caption: 'Your parcel' }, replyTo: question });
    expect(sent).toMatchObject({ status: 202, body: { text: 'Your parcel', conversationId: conversation.id } });
    const [got] = await world.customers.gets(customer, 1);
    expect(got).toMatchObject({ type: 'image', body: { caption: 'Your parcel' } });
    expect(world.meta.lastRequestTo('/messages').body).toMatchObject({ context: { message_id: expect.any(String) } });

    const sendAt = new Date(world.clock.now().getTime() + HOUR_MS).toISOString();
    const later = await send({ to, text: 'Later', sendAt });
    expect(later).toMatchObject({ status: 202, body: { status: 'QUEUED', sendAt } });
    const { id: templateId } = await world.templates.approvedFrom(
      aDraft({ accountId: world.account.id, body: 'Your parcel has been sent to you.' }),
    );
    expect(refusals(await send({ to, template: { templateId } }))).toEqual(['202']);
    expect(refusals(await send({ to: { externalId: 'nobody' }, template: { templateId } }))).toEqual([
      '422',
      'NOT_FOUND to.externalId',
    ]);
    expect(refusals(await send({ to: { externalId: 'nobody' }, text: 'x' }))).toEqual([
      '422',
      'NOT_FOUND to.externalId',
    ]);
    expect(refusals(await send({ to, text: 'x', replyTo: aKey() }))).toEqual(['422', 'NOT_FOUND replyTo']);
    expect(refusals(await send({ to, template: { templateId }, replyTo: question }))).toEqual([
      '400',
      'INVALID_INPUT replyTo',
    ]);
    expect(refusals(await send({ to, media: { mediaId: aKey() } }))).toEqual(['422', 'NOT_FOUND media.mediaId']);
    for (const wrong of ['tomorrow', '2027-01-01T10:00:00'])
      expect(refusals(await send({ to, text: 'x', sendAt: wrong }))).toEqual(['400', 'INVALID_FORMAT sendAt']);
    expect(refusals(await send({ to, text: 'x', sendAt: '2020-01-01T10:00:00Z' }))).toEqual([
      '400',
      'INVALID_INPUT sendAt',
    ]);
    expect(refusals(await send({ to, text: 'x', media: { mediaId } }))).toEqual(['400', 'INVALID_INPUT ']);
  });

  it('sends a template to a number and for a record', async () => {
    await world.records.openShop();
    const { id: templateId } = await world.templates.approved({
      body: 'Your order has been sent today.',
      variables: [],
      appliesTo: null,
      phoneField: null,
    });
    const number = aNumber();
    const sent = await send({ to: { phoneNumber: `+${number}` }, template: { templateId } });
    expect(sent).toMatchObject({ status: 202, body: { text: 'Your order has been sent today.' } });
    expect(await world.customers.getsAt(number)).toHaveLength(1);
    expect(refusals(await send({ to: { phoneNumber: '12' }, template: { templateId } }))).toEqual([
      '422',
      'PHONE_INVALID to.phoneNumber',
    ]);
    expect(refusals(await send({ template: { templateId } }))).toEqual(['400', 'REQUIRED ']);
    expect(refusals(await send({ template: { templateId: aKey() }, to: { phoneNumber: `+${number}` } }))).toEqual([
      '422',
      'NOT_FOUND template.templateId',
    ]);
  });

  it('says everything that is wrong, where, and repeats nothing of it', async () => {
    const secret = 'hunter2';
    const answer = await send({
      to: { phoneNumber: 5 },
      text: '',
      [secret]: 1,
      template: { values: [{ value: 'x' }] },
    });
    expect(refusals(answer)).toEqual(
      expect.arrayContaining([
        '400',
        'INVALID_FORMAT to.phoneNumber',
        'TOO_SHORT text',
        'REQUIRED template.values.0.name',
      ]),
    );
    expect(refusals(await send({ text: 'x', to: { phoneNumber: '+1', contactId: 'y' } }))).toEqual([
      '400',
      'INVALID_INPUT to',
    ]);
    const { customer } = await world.customers.startsConversation();
    const here = { phoneNumber: `+${customer.waId}` };
    expect((await send({ text: 'Hi\ud800', to: here })).body.text).toBe('Hi\ufffd'); // as GraphQL reads it
    expect(refusals(await ask('post', '/v1/messages', { body: { text: 'x', to: { contactId: 'y' } } }))).toEqual([
      '400',
      'REQUIRED Idempotency-Key',
    ]);
    expect(refusals(await send({ text: 'x', to: { phoneNumber: '+1 650 777 9999' } }))).toEqual([
      '422',
      'WINDOW_CLOSED to',
    ]);
    expect(
      refusals(
        await ask('post', '/v1/messages', { body: '{"text":', headers: { 'content-type': 'application/json' } }),
      ),
    ).toEqual(['400', 'INVALID_FORMAT ']);
    const form = { 'content-type': 'application/xml' };
    expect(refusals(await ask('post', '/v1/messages', { body: 'text=x', headers: form }))[0]).toBe('415');
  });

  it('lets in whom GraphQL lets in, to what it lets them', async () => {
    const body = { text: 'x', to: { phoneNumber: '+16505550000' } };
    expect(refusals(await send(body, { as: null }))).toEqual(['401', 'UNAUTHENTICATED ']);
    expect(refusals(await send(body, { as: await aKeyFor(['TEMPLATES_READ']) }))).toEqual(['403', 'FORBIDDEN ']);
    const { customer } = await world.customers.startsConversation();
    const { body: message } = await send({ text: 'Mine', to: { phoneNumber: `+${customer.waId}` } });
    const another = await aKeyFor(['MESSAGES_SEND']);
    expect(refusals(await ask('get', `/v1/messages/${message.id}`, { as: another }))).toEqual(['404', 'NOT_FOUND ']);
    expect((await ask('get', '/v1/messages/nothing')).status).toBe(404);
    await world.http
      .put('/v1/messages')
      .expect(404)
      .expect('content-type', /^application\/problem\+json/);
  });

  it('stores records by the key of their model, each with its outcome', async () => {
    const records = [
      { externalId: 'r-1', values: { name: 'Lima' } },
      { externalId: 'r-2', values: { nothing: 'x' } },
    ];
    const { status, body } = await ask('post', '/v1/records/city', { body: { records } });
    expect({ status, ...body }).toMatchObject({
      status: 200,
      results: [
        { externalId: 'r-1', errors: [] },
        { externalId: 'r-2', id: null, errors: [{ code: expect.any(String) as string }] },
      ],
    });
    expect(refusals(await ask('post', '/v1/records/unheard', { body: { records } }))).toEqual(['404', 'NOT_FOUND ']);
    expect(refusals(await ask('post', '/v1/records/city', { body: { records: [] } }))).toEqual([
      '400',
      'TOO_SHORT records',
    ]);
  });

  it('refuses with 429 and Retry-After whoever asks too much', async () => {
    let answer = await send({}, { as: null });
    for (let asked = 0; answer.status === 401 && asked < 40; asked += 1) answer = await send({}, { as: null });
    expect(refusals(answer)).toEqual(['429', 'RATE_LIMITED ']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});
