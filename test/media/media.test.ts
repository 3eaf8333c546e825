import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimCustomer } from '../../src/simulator/world.js';
import { FakeS3 } from '../support/fake-s3.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { ERRORS, Office } from '../support/legacy/office.js';
import { PICTURE } from '../support/legacy/studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

const MEGABYTE = 1024 * 1024;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function upload(
  office: Office,
  bytes: Buffer,
  type: string,
  fileName: string,
  token = office.test.admin.token,
): Promise<{ status: number; body: any }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), fileName);
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  const response = await fetch(`${office.test.url}/media`, { method: 'POST', headers, body: form });
  return { status: response.status, body: await response.json() };
}

/** The file of the last message of a customer, in this state. */
async function fileOf(office: Office, name: string, state: string): Promise<any> {
  const found = await eventually(
    async () => (await office.messagesWith(name)).at(-1)?.content.media ?? null,
    (media) => media?.state === state,
  );
  return found;
}

const stores: [string, () => Promise<{ environment: NodeJS.ProcessEnv; s3: FakeS3 | null }>][] = [
  ['in a folder', async () => ({ environment: {}, s3: null })],
  [
    'in a store that speaks S3',
    async () => {
      const s3 = await new FakeS3().start();
      const environment = {
        S3_BUCKET: 'parley',
        S3_ENDPOINT: s3.url,
        S3_ACCESS_KEY_ID: 'key',
        S3_SECRET_ACCESS_KEY: 'secret',
      };
      return { environment, s3 };
    },
  ],
];

describe.each(stores)('Files %s', (_where, start) => {
  let office: Office;
  let s3: FakeS3 | null;
  let customer: SimCustomer;
  let customers = 0;

  beforeAll(async () => {
    const { environment, s3: store } = await start();
    s3 = store;
    office = await Office.open(environment);
  });
  afterAll(async () => {
    await office.test.close();
    await s3?.close();
  });
  beforeEach(() => {
    customers += 1;
    customer = office.customer(
      `165055590${String(customers).padStart(2, '0')}`,
      `Q${'abcdefghijklmno'[customers]!.repeat(5)}`,
    );
  });

  it('are fetched from Meta after the message has shown, byte for byte, and told when they are there', async () => {
    const bytes = randomBytes(10 * MEGABYTE);
    const live = await office.watch(office.test.admin);
    await office.writes(customer, {
      type: 'document',
      body: office.file('application/pdf', bytes, { filename: 'Größe 10 MB.pdf', caption: 'Here' }),
    });
    const media = await fileOf(office, customer.name, 'STORED');
    expect(media).toMatchObject({
      size: bytes.length,
      sha256: sha256(bytes),
      fileName: 'Größe 10 MB.pdf',
      error: null,
    });
    const response = await fetch(media.url);
    expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(sha256(bytes));
    await live.until(({ events }) => events.filter(({ message }) => message?.text === 'Here').length >= 2, 'the file');
    await live.close();
    if (s3 !== null) {
      expect([...s3.objects.keys()]).toContain(`/parley/media/${media.id}`);
      expect(s3.authorizations.every((text) => text.startsWith('AWS4-HMAC-SHA256 Credential=key/'))).toBe(true);
      const folder = join(office.test.environment.DATA_DIR!, 'media');
      expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]); // nothing is left on the way
    }
  });

  it('are sent to Meta as they are', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(10 * MEGABYTE)]);
    const { status, body } = await upload(office, bytes, 'application/pdf', 'big.pdf');
    expect({ status, body }).toMatchObject({ status: 201, body: { mimeType: 'application/pdf', size: bytes.length } });
    await office.writes(customer, 'Send it');
    const { id } = await office.conversationWith(customer.name);
    expect((await office.send(office.test.admin, id, { media: { mediaId: body.id } })).errors).toEqual([]);
    const [sent] = await office.got(customer, 1);
    const arrived = office.test.simulator.world.media.get(String((sent!.body as any).id))!;
    expect([arrived.mimeType, sha256(arrived.bytes)]).toEqual(['application/pdf', sha256(bytes)]);
  });

  it('wait while the store cannot give them, and go out once it can: nobody doubts whether they were sent', async () => {
    const { body: file } = await upload(office, PICTURE, 'image/png', 'away.png');
    const bringBack = await takeAway(file.id);
    await office.writes(customer, 'Show me');
    const { id } = await office.conversationWith(customer.name);
    const { message } = await office.send(office.test.admin, id, { media: { mediaId: file.id } });
    await eventually(
      () =>
        office.test.database.query<{ status: string; isAgain: boolean }>(
          'SELECT status, next_attempt_at IS NOT NULL AS "isAgain" FROM messages WHERE id = $1',
          [message.id],
        ),
      ([row]) => row!.status === 'QUEUED' && row!.isAgain,
    );
    await bringBack();
    expect(await office.got(customer, 1)).toHaveLength(1);
  });

  /** Takes a file out of the store. Returns what brings it back. */
  async function takeAway(mediaId: string): Promise<() => Promise<void>> {
    if (s3 !== null) {
      const key = `/parley/media/${mediaId}`;
      const object = s3.objects.get(key)!;
      s3.objects.delete(key);
      return async () => void s3!.objects.set(key, object);
    }
    const path = join(office.test.environment.DATA_DIR!, 'media', mediaId.slice(-2), mediaId);
    await rename(path, `${path}.away`);
    return () => rename(`${path}.away`, path);
  }

  it('are given out in parts, as a video player asks for them', async () => {
    const bytes = Buffer.from('%PDF-0123456789');
    const { body } = await upload(office, bytes, 'application/pdf', 'a.pdf');
    await office.writes(customer, 'Hi');
    const { id } = await office.conversationWith(customer.name);
    const { message } = await office.send(office.test.admin, id, { media: { mediaId: body.id } });
    const { url } = message.content.media;
    const part = async (range: string, method = 'GET') => {
      const response = await fetch(url, { method, headers: { range } });
      return [response.status, response.headers.get('content-range'), await response.text()];
    };
    expect(await part('bytes=5-7')).toEqual([206, 'bytes 5-7/15', '012']);
    expect(await part('bytes=-3')).toEqual([206, 'bytes 12-14/15', '789']);
    expect(await part('bytes=13-')).toEqual([206, 'bytes 13-14/15', '89']);
    expect(await part('bytes=99-')).toEqual([416, 'bytes */15', '']);
    expect(await part('bytes=0-1,3-4')).toEqual([200, null, bytes.toString()]);
    expect(await part('lines=1-2')).toEqual([200, null, bytes.toString()]);
    const whole = await fetch(url);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '15',
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  it('run nothing in a browser, whatever a customer sends', async () => {
    const script = Buffer.from('<script>alert(document.domain)</script>');
    for (const type of ['text/html', 'image/svg+xml', 'application/javascript']) {
      await office.writes(customer, { type: 'document', body: office.file(type, script, { filename: 'a"\n.html' }) });
      const media = await fileOf(office, customer.name, 'STORED');
      const { headers } = await fetch(media.url);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''a%22%0A\.html$/);
    }
  });

  it('are told by what they are, not by what they are called', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), randomBytes(5_000)]);
    expect(await upload(office, program, 'image/jpeg', 'holiday.jpg')).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'INVALID_FORMAT', path: ['file'] }] },
    });
    expect(await upload(office, PICTURE, 'application/pdf', 'really.pdf')).toMatchObject({
      status: 201,
      body: { mimeType: 'image/png' },
    });
    expect(await upload(office, Buffer.alloc(0), 'text/plain', 'empty.txt')).toMatchObject({ status: 400 });
    const large = Buffer.concat([PICTURE, Buffer.alloc(5 * MEGABYTE)]);
    expect(await upload(office, large, 'image/png', 'large.png')).toMatchObject({
      status: 413,
      body: { errors: [{ code: 'TOO_LONG', limit: 5 * MEGABYTE }] },
    });
    expect(await upload(office, PICTURE, 'image/png', 'a.png', '')).toMatchObject({ status: 401 });
  });

  it('that cannot be fetched are tried again, then FAILED with the reason, and can be asked for again', async () => {
    const { world } = office.test.simulator;
    world.plannedErrors.push({ path: '', times: 2, kind: 'HTTP_500', code: 0 });
    await office.writes(customer, { type: 'image', body: office.file('image/png', PICTURE) });
    await eventually(
      async () => (await office.messagesWith(customer.name)).at(-1).content.media,
      ({ state, error }) => state === 'PENDING' && error !== null,
    );
    await office.later(60_000);
    await fileOf(office, customer.name, 'STORED');

    const body = office.file('image/png', PICTURE);
    const bytes = world.media.get(String(body.id))!;
    world.media.delete(String(body.id));
    await office.writes(customer, { type: 'image', body });
    const failed = await fileOf(office, customer.name, 'FAILED');
    expect(failed).toMatchObject({ url: null, error: expect.stringContaining('Meta refused') });
    world.media.set(String(body.id), bytes);
    const retry = async (mediaId: string, client = office.test.admin) =>
      (
        await client.send(`mutation ($id: ID!) { retryMedia(input: { mediaId: $id }) { media { state } ${ERRORS} } }`, {
          id: mediaId,
        })
      ).retryMedia;
    expect(await retry(failed.id)).toMatchObject({ media: { state: 'PENDING' }, errors: [] });
    const stored = await fileOf(office, customer.name, 'STORED');
    expect(stored).toMatchObject({ sha256: sha256(PICTURE), error: null });
    expect((await retry(failed.id)).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['mediaId'] }]);
    expect((await retry('nonsense')).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['mediaId'] }]);
    const [other, owner] = [await office.hire('OPERATOR', 'Other'), await office.hire('OPERATOR', 'Owner')];
    await office.act(owner.client, 'assignConversation', 'AssignConversationInput', {
      conversationId: (await office.conversationWith(customer.name)).id,
      userId: owner.id,
    });
    expect((await retry(failed.id, other.client)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('that arrive damaged are not kept', async () => {
    const body = office.file('image/png', PICTURE, { sha256: createHash('sha256').update('other').digest('base64') });
    await office.writes(customer, { type: 'image', body });
    const media = await eventually(
      async () => (await office.messagesWith(customer.name)).at(-1).content.media,
      ({ error }) => error !== null,
    );
    expect(media).toMatchObject({ state: 'PENDING', url: null, error: expect.stringContaining('checksum') });
  });

  it('are opened by a link that is whole, and not too old', async () => {
    await office.writes(customer, { type: 'image', body: office.file('image/png', PICTURE) });
    const { url } = await fileOf(office, customer.name, 'STORED');
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).status).toBe(403);
    expect((await fetch(url.replace(/expires=\d+/, 'expires=9999999999'))).status).toBe(403);
    await office.later(2 * 3_600_000);
    expect((await fetch(url)).status).toBe(403);
  });
});
