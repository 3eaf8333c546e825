import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimCustomer } from '../../src/simulator/world/world.js';
import { eventually, first, must, problems } from '../support/expectations.js';
import { aPdf, MEGABYTE, PICTURE } from '../support/factories/files.js';
import { FakeS3 } from '../../scripts/fake-s3.js';
import { HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

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
  let world: TestWorld;
  let s3: FakeS3 | null;
  let customer: SimCustomer;
  let customers = 0;

  beforeAll(async () => {
    const { environment, s3: store } = await start();
    s3 = store;
    world = await TestWorld.start({ environment });
  });
  afterAll(async () => {
    await world.close();
    await s3?.close();
  });
  beforeEach(() => {
    customers += 1;
    customer = world.customers.named(`Q${must('abcdefghijklmno'[customers]).repeat(5)}`);
  });

  const folder = () => join(must(world.environment.DATA_DIR), 'media');
  /** A customer of this test writes, so that there is a conversation; its id. */
  const conversation = async () => {
    await world.customers.writes(customer, 'Hi');
    return (await world.inbox.conversationWith(customer.name)).id;
  };
  const stored = () => world.files.untilLastOf(customer.name, ({ state }) => state === 'STORED');

  it('are fetched from Meta after the message has shown, byte for byte, and told when they are there', async () => {
    const bytes = randomBytes(10 * MEGABYTE);
    const live = await world.inbox.watch();
    const file = { filename: 'Größe 10 MB.pdf', caption: 'Here' };
    await world.customers.writes(customer, {
      type: 'document',
      body: world.meta.file('application/pdf', bytes, file),
    });
    const media = await stored();
    expect(media).toMatchObject({
      size: bytes.length,
      sha256: sha256(bytes),
      fileName: 'Größe 10 MB.pdf',
      error: null,
    });
    expect(sha256((await world.files.open(media.url)).body)).toBe(sha256(bytes));
    await live.until(
      ({ events }) => events.filter((event) => 'message' in event && event.message.text === 'Here').length >= 2,
      'the file',
    );
    await live.close();
    if (s3 !== null) {
      expect([...s3.objects.keys()]).toContain(`/parley/media/${media.id}`);
      expect(s3.authorizations.every((text) => text.startsWith('AWS4-HMAC-SHA256 Credential=key/'))).toBe(true);
      expect(existsSync(folder()) ? readdirSync(folder()) : []).toEqual([]); // nothing is left on the way
    }
  });

  it('are sent to Meta as they are', async () => {
    const bytes = aPdf(10 * MEGABYTE);
    const { status, body } = await world.files.upload(bytes, 'application/pdf', 'big.pdf');
    expect({ status, body }).toMatchObject({ status: 201, body: { mimeType: 'application/pdf', size: bytes.length } });
    await world.inbox.send(await conversation(), { media: { mediaId: body.id } });
    const sent = first(await world.customers.gets(customer, 1));
    const arrived = world.meta.media(sent.body.id);
    expect([arrived.mimeType, sha256(arrived.bytes)]).toEqual(['application/pdf', sha256(bytes)]);
  });

  it('wait while the store cannot give them, and go out once it can: nobody doubts whether they were sent', async () => {
    const { body: file } = await world.files.upload(PICTURE, 'image/png', 'away.png');
    const bringBack = await takeAway(file.id);
    const message = await world.inbox.send(await conversation(), { media: { mediaId: file.id } });
    await eventually(
      () =>
        world.countRows(
          `outgoing_jobs WHERE message_id = '${message.id}' AND state = 'QUEUED' AND next_attempt_at IS NOT NULL`,
        ),
      (count) => count === 1,
    );
    await bringBack();
    expect(await world.customers.gets(customer, 1)).toHaveLength(1);
  });

  /** Takes a file out of the store. Returns what brings it back. */
  async function takeAway(mediaId: string): Promise<() => Promise<void>> {
    const store = s3;
    if (store !== null) {
      const key = `/parley/media/${mediaId}`;
      const object = must(store.objects.get(key), key);
      store.objects.delete(key);
      return async () => void store.objects.set(key, object);
    }
    const path = join(folder(), mediaId.slice(-2), mediaId);
    await rename(path, `${path}.away`);
    return () => rename(`${path}.away`, path);
  }

  it('are given out in parts, as a video player asks for them', async () => {
    const bytes = aPdf('0123456789');
    const { body } = await world.files.upload(bytes, 'application/pdf', 'a.pdf');
    const { content } = await world.inbox.send(await conversation(), { media: { mediaId: body.id } });
    const url = content.__typename === 'MediaContent' ? content.media.url : null;
    const part = async (range: string) => {
      const response = await world.files.open(url).set('range', range);
      return [response.status, response.headers['content-range'], response.body.toString()];
    };
    expect(await part('bytes=5-7')).toEqual([206, 'bytes 5-7/15', '012']);
    expect(await part('bytes=-3')).toEqual([206, 'bytes 12-14/15', '789']);
    expect(await part('bytes=13-')).toEqual([206, 'bytes 13-14/15', '89']);
    expect(await part('bytes=99-')).toEqual([416, 'bytes */15', '']);
    expect(await part('bytes=0-1,3-4')).toEqual([200, undefined, bytes.toString()]);
    expect(await part('lines=1-2')).toEqual([200, undefined, bytes.toString()]);
    expect((await world.files.open(url)).headers).toMatchObject({
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
      const body = world.meta.file(type, script, { filename: 'a"\n.html' });
      await world.customers.writes(customer, { type: 'document', body });
      const { headers } = await world.files.open((await stored()).url);
      expect(headers['content-type']).toBe('application/octet-stream');
      expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''a%22_\.html$/);
    }
  });

  it('are told by what they are, not by what they are called', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), randomBytes(5_000)]);
    expect(await world.files.upload(program, 'image/jpeg', 'holiday.jpg')).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'INVALID_FORMAT', path: ['file'] }] },
    });
    expect(await world.files.upload(PICTURE, 'application/pdf', 'really.pdf')).toMatchObject({
      status: 201,
      body: { mimeType: 'image/png' },
    });
    expect(await world.files.upload(Buffer.alloc(0), 'text/plain', 'empty.txt')).toMatchObject({ status: 400 });
    const large = Buffer.concat([PICTURE, Buffer.alloc(5 * MEGABYTE)]);
    expect(await world.files.upload(large, 'image/png', 'large.png')).toMatchObject({
      status: 413,
      body: { errors: [{ code: 'TOO_LONG', limit: 5 * MEGABYTE }] },
    });
    expect(await world.files.upload(PICTURE, 'image/png', 'a.png', { token: '' })).toMatchObject({ status: 401 });
  });

  it('that cannot be fetched are tried again, then FAILED with the reason, and can be asked for again', async () => {
    world.meta.planError({ path: '', times: 2, kind: 'HTTP_500' });
    await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    await world.files.untilLastOf(customer.name, ({ state, error }) => state === 'PENDING' && error !== null);
    await world.later(MINUTE_MS);
    await stored();

    const body = world.meta.file('image/png', PICTURE);
    const atMeta = world.meta.media(body.id);
    world.meta.world.media.delete(body.id);
    await world.customers.writes(customer, { type: 'image', body });
    const failed = await world.files.untilLastOf(customer.name, ({ state }) => state === 'FAILED');
    expect(failed).toMatchObject({ url: null, error: expect.stringContaining('Meta refused') });
    world.meta.world.media.set(body.id, atMeta);
    expect(await world.files.retry(failed.id)).toMatchObject({ media: { state: 'PENDING' }, errors: [] });
    expect(await stored()).toMatchObject({ sha256: sha256(PICTURE), error: null });
    expect(problems((await world.files.retry(failed.id)).errors)).toEqual(['NOT_ALLOWED_NOW mediaId']);
    expect(problems((await world.files.retry('nonsense')).errors)).toEqual(['NOT_FOUND mediaId']);
    const [other, owner] = [await world.people.add('OPERATOR'), await world.people.add('OPERATOR')];
    const { id } = await world.inbox.conversationWith(customer.name);
    await world.inbox.as(owner).assign(id, owner);
    expect((await world.files.as(other).retry(failed.id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('that arrive damaged are not kept', async () => {
    const wrong = createHash('sha256').update('other').digest('base64');
    const body = world.meta.file('image/png', PICTURE, { sha256: wrong });
    await world.customers.writes(customer, { type: 'image', body });
    const media = await world.files.untilLastOf(customer.name, ({ error }) => error !== null);
    expect(media).toMatchObject({ state: 'PENDING', url: null, error: expect.stringContaining('checksum') });
  });

  it('are opened by a link that is whole, and not too old', async () => {
    await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    const url = must((await stored()).url);
    await world.files.open(url).expect(200);
    await world.files.open(url.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))).expect(403);
    await world.files.open(url.replace(/expires=\d+/, 'expires=9999999999')).expect(403);
    await world.later(2 * HOUR_MS);
    await world.files.open(url).expect(403);
  });
});
