import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { must, only, valueAt } from '../support/expectations.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import { TestWorld } from '../support/world/test-world.js';

graphql(`
  fragment QrCodeDetails on QrCode { code message link imageUrl }
`);
const LIST = graphql(`
  query ListQrCodes($id: ID!, $image: QrImageFormat, $after: String) {
    qrCodes(phoneNumberId: $id, image: $image, after: $after) {
      nodes { ...QrCodeDetails }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
const CREATE = graphql(`
  mutation CreateQr($input: CreateQrCodeInput!) {
    createQrCode(input: $input) {
      qrCode { ...QrCodeDetails } errors { ...Problem ... on MetaRefusedError { refusal { code } } }
    }
  }
`);
const UPDATE = graphql(`
  mutation UpdateQr($input: UpdateQrCodeInput!) {
    updateQrCode(input: $input) { qrCode { ...QrCodeDetails } errors { ...Problem } }
  }
`);
const DELETE = graphql(`
  mutation DeleteQr($input: DeleteQrCodeInput!) { deleteQrCode(input: $input) { deletedCode errors { ...Problem } } }
`);
const AUDITED = graphql(`
  query AuditOfQrCodes { auditEntries(first: 3) { nodes { action details { name to } } } }
`);

const EDGE = '/message_qrdls';
const UNKNOWN = 'ABCDEFGHIJKLM1';

describe('QR codes of a number', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.world.presences.clear());

  const number = () => ({ phoneNumberId: world.account.phoneNumber.id });
  const presence = () => world.meta.world.presenceOf(world.meta.phone);
  const list = async (image: 'PNG' | 'SVG' | null = null, after: string | null = null) =>
    must((await world.admin.send(LIST, { id: world.account.phoneNumber.id, image, after })).qrCodes);
  const tryCreate = async (message: string, image: 'PNG' | 'SVG' | null = null) =>
    (await world.admin.send(CREATE, { input: { ...number(), message, image } })).createQrCode;
  const create = async (message: string, image: 'PNG' | 'SVG' | null = null) => {
    const { qrCode, errors } = await tryCreate(message, image);
    expect(errors).toEqual([]);
    return must(qrCode);
  };
  const update = async (code: string, message: string, image: 'PNG' | 'SVG' | null = null) =>
    (await world.admin.send(UPDATE, { input: { ...number(), code, message, image } })).updateQrCode;
  const remove = async (code: string) =>
    (await world.admin.send(DELETE, { input: { ...number(), code } })).deleteQrCode;

  it('are made, listed newest first, changed and deleted', async () => {
    const first = await create('Show me Cyber Monday deals!');
    expect(first).toEqual({
      code: expect.stringMatching(/^[A-Z0-9]{14}$/),
      message: 'Show me Cyber Monday deals!',
      link: `https://wa.me/message/${first.code}`,
      imageUrl: null,
    });
    const second = await create('Hello 👋');
    expect((await list()).nodes).toEqual([second, first]);
    const changed = await update(first.code, 'Show me Cyber Tuesday deals!');
    expect(changed).toEqual({ errors: [], qrCode: { ...first, message: 'Show me Cyber Tuesday deals!' } });
    expect(await remove(second.code)).toEqual({ deletedCode: second.code, errors: [] });
    expect((await list()).nodes).toEqual([changed.qrCode]);
    const { auditEntries } = await world.admin.send(AUDITED);
    expect(auditEntries.nodes).toEqual([
      { action: 'NUMBER_QR_CODE_DELETED', details: [{ name: 'code', to: second.code }] },
      {
        action: 'NUMBER_QR_CODE_CHANGED',
        details: [
          { name: 'code', to: first.code },
          { name: 'message', to: 'Show me Cyber Tuesday deals!' },
        ],
      },
      {
        action: 'NUMBER_QR_CODE_CREATED',
        details: [
          { name: 'code', to: second.code },
          { name: 'message', to: 'Hello 👋' },
        ],
      },
    ]);
  });

  it.each([
    ['PNG', 'image/png', Buffer.from('89504e47', 'hex')],
    ['SVG', 'image/svg+xml', Buffer.from('<svg')],
  ] as const)('have a picture where one is asked for: %s', async (format, type, begin) => {
    const made = await create('Hello', format);
    const changed = await update(made.code, 'Hello again', format);
    const listed = only((await list(format)).nodes);
    for (const url of [made.imageUrl, changed.qrCode?.imageUrl, listed.imageUrl]) {
      const answer = await fetch(must(url, 'the address of the picture'));
      expect(answer.headers.get('content-type')).toBe(type);
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 4)
          .equals(begin),
      ).toBe(true);
    }
  });

  it('are changed, even where Meta does not draw them afterwards', async () => {
    const { code } = await create('Hello');
    world.meta.planError({ path: `${EDGE}/${code}`, code: 131000 });
    expect(await update(code, 'Hello again', 'PNG')).toMatchObject({
      errors: [],
      qrCode: { code, message: 'Hello again', imageUrl: null },
    });
  });

  it('are there, where Meta made one and its answer was lost', async () => {
    world.meta.planError({ path: EDGE, kind: 'RESET_AFTER' });
    expect((await tryCreate('Hello')).errors).toMatchObject([{ code: 'META_UNREACHABLE', path: ['message'] }]);
    expect((await list()).nodes).toMatchObject([{ message: 'Hello' }]);
  });

  it('come in pages', async () => {
    presence().qrCodes = Array.from({ length: 30 }, (_entry, index) => ({
      code: `ABCDEFGHIJKL${String(index).padStart(2, '0')}`,
      message: `Hello ${index}`,
    }));
    const first = await list();
    expect(first.nodes).toHaveLength(25);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true });
    const second = await list(null, first.pageInfo.endCursor);
    expect(second.nodes.map(({ message }) => message)).toEqual([25, 26, 27, 28, 29].map((index) => `Hello ${index}`));
    expect(second.pageInfo).toMatchObject({ hasNextPage: false });
    const foreign = await world.admin.request(LIST, { id: world.account.phoneNumber.id, after: 'nonsense' });
    expect(valueAt(only(foreign.errors).extensions, 'problems')).toMatchObject([
      { code: 'META_REFUSED', path: ['after'] },
    ]);
  });

  it('are not asked of Meta with what cannot be right', async () => {
    const before = world.meta.world.requests.length;
    expect((await tryCreate('a'.repeat(141))).errors).toMatchObject([{ code: 'TOO_LONG', path: ['message'] }]);
    expect((await tryCreate('')).errors).toMatchObject([{ code: 'REQUIRED', path: ['message'] }]);
    expect((await update('../messages', 'Hi')).errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['code'] }]);
    expect((await remove('short')).errors).toMatchObject([{ code: 'INVALID_FORMAT', path: ['code'] }]);
    expect(world.meta.world.requests).toHaveLength(before);
    expect(await create('a'.repeat(140))).toMatchObject({ message: 'a'.repeat(140) });
  });

  it('that are gone are NOT_FOUND, and a number has 2,000 at most', async () => {
    expect((await update(UNKNOWN, 'Hi')).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['code'] }]);
    expect((await remove(UNKNOWN)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['code'] }]);
    presence().qrCodes = Array.from({ length: 2_000 }, () => ({ code: UNKNOWN, message: 'Hello' }));
    expect((await tryCreate('One more')).errors).toMatchObject([
      { code: 'META_REFUSED', path: ['message'], refusal: { code: 100 } },
    ]);
  });

  (hasMetaOpenApi ? it : it.skip)(
    'are asked for as Meta’s OpenAPI file specifies, whose examples the simulator takes',
    async () => {
      const { bodyOf, schemaOf, expectValid } = metaOpenApi();
      const { schema, examples } = bodyOf(`/{Version}/{Phone-Number-ID}${EDGE}`);
      const posts = world.meta.requestsTo(EDGE).filter(({ method, status }) => method === 'POST' && status === 200);
      const [updates, creations] = [true, false].map((isUpdate) =>
        posts.map(({ body }) => body).filter((body) => (valueAt(body, 'code') !== undefined) === isUpdate),
      );
      expect([must(updates).length > 2, must(creations).length > 2]).toEqual([true, true]);
      expectValid('create', schemaOf('CreateQrCodeRequest'), must(creations));
      expectValid('update', schemaOf('UpdateQrCodeRequest'), must(updates));
      expect(schema).toBeDefined();
      presence().qrCodes = [{ code: 'ANED2T5QRU7HG1', message: 'Former' }];
      for (const { value } of Object.values(examples)) {
        const answer = await fetch(`${world.meta.simulator.url}/v23.0/${DEMO.phoneNumberId}${EDGE}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${DEMO.accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(value),
        });
        expectValid('answer', schemaOf('QrCodeResponse'), [await answer.json()]);
      }
      expect((await list()).nodes).toHaveLength(4);
    },
  );
});
