import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, problems } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { asJson, NO_LISTS, NONSENSE } from '../support/factories/nonsense.js';
import { HostilePeer, type HostileAnswer } from '../support/hostile-peer.js';
import { TestWorld } from '../support/world/test-world.js';

const TEST = graphql(`
  mutation TestHostileConnection($id: ID!) {
    testConnection(input: { accountId: $id }) {
      report { ok checks { name outcome message } } account { status token { kind } } errors { code }
    }
  }
`);

describe('A hostile Meta', () => {
  let peer: HostilePeer;
  let inside: HostilePeer;
  let world: TestWorld;
  let customer: SimCustomer;
  let conversationId: string;

  beforeAll(async () => {
    [peer, inside] = [await HostilePeer.start(), await HostilePeer.start()];
    inside.answer(/./, { body: 'the secrets of the cloud' });
    world = await TestWorld.start({ environment: { GRAPH_API_URL: peer.url }, isConnected: false });
    peer.forwardTo(world.meta.simulator.url);
    await world.connect();
    const started = await world.customers.startsConversation('Hello');
    customer = started.customer;
    conversationId = started.conversation.id;
  });
  afterAll(async () => {
    await world.close();
    await peer.close();
    await inside.close();
  });
  afterEach(() => peer.behave());

  describe('does not bring down testConnection with', () => {
    it.each([...NONSENSE, ...NO_LISTS])('%s', async (_what, answer) => {
      peer.answer(/^\/v26\.0\//, answer);
      const { testConnection } = await world.admin.send(TEST, { id: world.account.id });
      expect(testConnection.errors).toEqual([]);
      expect(must(testConnection.report).ok).toBe(false);
    });

    it('values of other kinds', async () => {
      const strange = {
        is_valid: 'yes',
        expires_at: 1e300,
        scopes: 'whatsapp_business_messaging',
        granular_scopes: [null, { target_ids: 'all' }],
        type: 'constructor',
        error: 'none',
      };
      peer.answer(/debug_token/, asJson({ data: strange }));
      peer.answer(
        /phone_numbers/,
        asJson({
          data: [
            {
              id: DEMO.phoneNumberId,
              throughput: { level: 'constructor' },
              health_status: { entities: [null] },
              status: {},
            },
          ],
        }),
      );
      peer.answer(/subscribed_apps/, asJson({ data: [{ whatsapp_business_api_data: null }] }));
      peer.answer(
        /subscriptions/,
        asJson({ data: [{ object: 'whatsapp_business_account', fields: [null, 'messages'] }] }),
      );
      const { testConnection } = await world.admin.send(TEST, { id: world.account.id });
      expect(testConnection).toMatchObject({ errors: [], account: { token: { kind: 'UNKNOWN' } } });
    });
  });

  describe('does not end templates here with', () => {
    beforeAll(async () => {
      world.meta.addTemplate({ name: 'made_at_meta' });
      expect((await world.templates.sync()).errors).toEqual([]);
    });

    it.each([...NONSENSE, ...NO_LISTS])('%s', async (_what, answer) => {
      peer.answer(/message_templates/, answer);
      expect(problems((await world.templates.sync()).errors)).toEqual(['META_UNREACHABLE']);
      expect(await world.countRows(`templates WHERE name = 'made_at_meta' AND status = 'APPROVED'`)).toBe(1);
    });

    it('values of other kinds', async () => {
      const strange = { components: { type: 'BODY' }, quality_score: 'high', rejected_reason: {}, parameter_format: 7 };
      const template = { id: '47', name: 'strange', language: 'en', status: 'APPROVED', category: 'UTILITY' };
      peer.answer(/message_templates/, asJson({ data: [{ ...template, ...strange }] }));
      expect((await world.templates.sync()).errors).toEqual([]);
      peer.answer(
        /message_templates/,
        asJson({ data: [{ ...template, components: [null, 1, { type: 'BODY', text: 'a\0b\ud800' }] }] }),
      );
      expect((await world.templates.sync()).errors).toEqual([]);
      expect(await world.countRows(`templates WHERE name = 'strange' AND content ->> 'body' = 'a\ufffdb\ufffd'`)).toBe(
        1,
      );
    });
  });

  describe('leaves a message unconfirmed, and does not get it twice, with', () => {
    const STRANGE: [string, HostileAnswer][] = [
      ...NONSENSE,
      ['an empty object', asJson({})],
      ['no list of messages', asJson({ messages: {} })],
      ['a message of null', asJson({ messages: [null] })],
      ['an id that is no text', asJson({ messages: [{ id: {} }] })],
      ['an answer of 2 MB', { body: `{"a":"${'x'.repeat(2_000_000)}"}` }],
      ['a connection that is cut', (response) => response.destroy()],
    ];

    it.each(STRANGE)('%s', async (_what, answer) => {
      const before = peer.requestsTo(/messages$/).length;
      peer.answer(/messages$/, answer);
      const message = await world.inbox.send(conversationId, 'Hello?');
      await world.inbox.until(message.id, 'UNCONFIRMED');
      expect(peer.requestsTo(/messages$/).length - before).toBe(1);
      peer.behave(); // and takes one, or the number would be held after five in a row
      await world.inbox.until((await world.inbox.send(conversationId, 'Better now?')).id, 'DELIVERED');
    });
  });

  it('that is not there gets a message once it is, and only once', async () => {
    await peer.leaves();
    const message = await world.inbox.send(conversationId, 'Are you there?');
    await eventually(
      () =>
        world.countRows(
          `outgoing_jobs WHERE message_id = '${message.id}' AND state = 'QUEUED' AND next_attempt_at IS NOT NULL`,
        ),
      (count) => count === 1,
    );
    await peer.returns();
    await world.later(60_000);
    await world.inbox.until(message.id, 'DELIVERED');
    expect(world.customers.got(customer).filter(({ text }) => text === 'Are you there?')).toHaveLength(1);
  });

  describe('names an address for a file that is not opened:', () => {
    const ADDRESSES: [string, () => string][] = [
      ['inside, by number', () => `${inside.url}/latest/meta-data`],
      ['inside, by name', () => `${inside.url.replace('127.0.0.1', 'localhost')}/latest/meta-data`],
      ['inside, in decimal', () => `${inside.url.replace('127.0.0.1', '2130706433')}/latest/meta-data`],
      ['inside, as IPv6', () => `${inside.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')}/latest/meta-data`],
      ['nowhere', () => 'http://0.0.0.0/'],
      ['the file itself', () => 'data:text/plain,forged'],
      ['of somebody', () => 'https://files.example.com/a'],
    ];

    it.each(ADDRESSES)('%s', async (_what, address) => {
      peer.answer(/^\/v26\.0\/\w+\?phone_number_id/, asJson({ url: address(), mime_type: 'image/png', id: '1' }));
      await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
      const file = await world.files.untilLastOf(must(customer.waId), ({ state }) => state === 'FAILED');
      expect(file).toMatchObject({ url: null, error: expect.stringMatching(/^Meta named an address for this file/) });
      expect(inside.received).toEqual([]);
    });

    it('one that redirects', async () => {
      peer.answer(/attachments/, { status: 302, headers: { location: `${inside.url}/latest/meta-data` }, body: '' });
      await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
      const file = await world.files.untilLastOf(must(customer.waId), ({ state }) => state === 'FAILED');
      expect(file.error).toMatch(/HTTP 302/);
      expect(inside.received).toEqual([]);
      peer.behave();
      await world.files.retry(file.id);
      await world.files.untilLastOf(must(customer.waId), ({ state }) => state === 'STORED');
    });
  });

  it('tells of a file that is larger than any, which is not fetched', async () => {
    const description = { url: `${peer.url}/whatsapp_business/attachments/?mid=1`, file_size: 200_000_000, id: '1' };
    peer.answer(/phone_number_id/, asJson(description));
    const before = peer.requestsTo(/attachments/).length;
    await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    const file = await world.files.untilLastOf(must(customer.waId), ({ state }) => state === 'FAILED');
    expect(file.error).toBe('The file is larger than 100 MB.');
    expect(peer.requestsTo(/attachments/)).toHaveLength(before);
  });

  it('gets its token in a header, and in a query only where the question is about it', async () => {
    await world.admin.send(TEST, { id: world.account.id });
    const withToken = peer.received.filter(({ url }) => url.includes(DEMO.accessToken));
    expect(withToken.every(({ url }) => url.startsWith('/v26.0/debug_token?input_token='))).toBe(true);
    expect(peer.received.some(({ authorization }) => authorization === `Bearer ${DEMO.accessToken}`)).toBe(true);
  });
});
