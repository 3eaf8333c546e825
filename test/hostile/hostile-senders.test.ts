import { DEMO } from '../../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../../src/simulator/webhooks/webhook-sender.js';
import { graphql } from '../generated/gql.js';
import { eventually } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { HalfSender, postOf } from '../support/half-sender.js';
import { TestWorld } from '../support/world/test-world.js';

const MEGABYTE = 1024 * 1024;
const WEBHOOKS = '/webhooks/whatsapp';
const ME = graphql(`
  query WhoAmIUnderAttack { me { id } }
`);

describe('Hostile senders', () => {
  let world: TestWorld;
  const senders: HalfSender[] = [];

  beforeAll(async () => {
    const environment = {
      BODY_MEMORY_MB: '8',
      BODY_TIMEOUT_SECONDS: '4',
      HEADERS_TIMEOUT_SECONDS: '1',
      MAX_CONNECTIONS: '40',
    };
    world = await TestWorld.start({ environment });
  });
  afterAll(() => world.close());
  afterEach(() => {
    for (const sender of senders.splice(0)) sender.close();
  });

  const sends = async (...parts: (string | Buffer)[]): Promise<HalfSender> => {
    const sender = await HalfSender.send(world.url, ...parts);
    senders.push(sender);
    return sender;
  };
  /** Twelve of which eight have room. */
  const halfBodies = (path: string) =>
    Promise.all(Array.from({ length: 12 }, () => sends(postOf(path, 2_900_000), Buffer.alloc(MEGABYTE - 1, 'x'))));
  const refused = (): HalfSender[] => senders.filter(({ answer }) => answer.startsWith('HTTP/1.1 503 '));

  it('or not, keep their connection for longer than a proxy does', async () => {
    const sender = await sends('GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n');
    await eventually(
      () => sender.answer,
      (answer) => answer.includes('\r\n\r\n'),
    );
    expect(sender.answer).toMatch(/\r\nKeep-Alive: timeout=125\r\n/i);
  });

  it('of halves of webhooks get 503 beyond the room for them, and keep nobody out', async () => {
    await halfBodies(WEBHOOKS);
    await eventually(
      () => refused().length,
      (count) => count >= 4,
    );
    expect(refused().every(({ answer }) => /retry-after: 5\r\n/.test(answer))).toBe(true);
    expect(refused().length).toBeLessThan(12);
    const body = metaJson(aWebhook({ messages: [aTextMessage('all the same'.repeat(10_000))] }));
    await eventually(
      async () => (await world.webhooks.postBytes(body, metaSignature(body, DEMO.appSecret))).status,
      (status) => status === 200,
    );
  });

  it('of halves of queries get 503 too, and do not touch webhooks', async () => {
    await halfBodies('/graphql');
    await eventually(
      () => refused().length,
      (count) => count >= 4,
    );
    expect(refused()[0]?.answer).toMatch(/"code":"SERVICE_UNAVAILABLE"/);
    await world.webhooks.post(aWebhook({ messages: [aTextMessage('meanwhile')] })).expect(200);
    await eventually(
      () =>
        world.admin.send(ME).then(
          () => true,
          () => false,
        ),
      (isAnswered) => isAnswered,
    );
  });

  it('that never finish a body are cut', async () => {
    const [webhook, query] = [await sends(postOf(WEBHOOKS, 100), '{'), await sends(postOf('/graphql', 100), '{')];
    expect([await webhook.status(), await query.status()]).toEqual(Array(2).fill('HTTP/1.1 408 Request Timeout'));
    await eventually(
      () => webhook.isClosed && query.isClosed,
      (isClosed) => isClosed,
    );
  });

  it('that let an upload drip are cut', async () => {
    const type = 'multipart/form-data; boundary=b';
    const head = postOf('/media', MEGABYTE, type).replace(
      'host:',
      `authorization: Bearer ${world.admin.token}\r\nhost:`,
    );
    const part =
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n';
    const upload = await sends(head, `${part}%PDF-1.4`);
    expect(await upload.status()).toBe('HTTP/1.1 408 Request Timeout');
    await eventually(
      () => upload.isClosed,
      (isClosed) => isClosed,
    );
  });

  it('that never finish their headers are cut', async () => {
    const sender = await sends(`POST ${WEBHOOKS} HTTP/1.1\r\nhost: parley\r\n`);
    await eventually(
      () => sender.isClosed,
      (isClosed) => isClosed,
    );
    expect(sender.answer).toMatch(/^HTTP\/1.1 408 /);
  });

  it('get no more connections than there are', async () => {
    await Promise.all(Array.from({ length: 60 }, () => sends('')));
    await eventually(
      () => senders.filter(({ isClosed }) => isClosed).length,
      (count) => count >= 20,
    );
    for (const sender of senders) sender.close();
    await eventually(
      () =>
        world.http.get('/health/live').then(
          ({ status }) => status,
          () => 0,
        ),
      (status) => status === 200,
    );
  });

  it('that name no account are believed only with what Meta’s test button sends', async () => {
    const large = metaJson(aWebhook({ messages: [aTextMessage('x'.repeat(3_900))] }, '0')) + ' '.repeat(9_000);
    await world.webhooks.postSigned(large).expect(401);
    await world.webhooks.post(aWebhook({ messages: [aTextMessage('test')] }, '0')).expect(200);
  });
});
