import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSignedBy } from '../../src/whatsapp/webhooks/signature.js';
import { DEMO, populateDemoWorld } from '../../src/simulator/world/demo-world.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { eventually, last, must } from '../support/expectations.js';
import type { Webhook } from '../support/factories/webhooks.js';

interface Delivery {
  body: Buffer;
  signature: string;
}

/** What Meta's answers have in common and these tests read. */
interface MetaAnswer {
  error?: { code: number; error_subcode?: number };
  id?: string;
  messages?: { id: string; message_status?: string }[];
  data?: unknown[];
  /** Of a file. */
  url?: string;
  /** Of an upload: its handle. */
  h?: string;
}

const { whatsappAccountId: WABA, phoneNumberId: PHONE, appId: APP } = DEMO;
const BODY = { type: 'BODY', text: 'Hi {{1}}, your order is on its way.', example: { body_text: [['Ann']] } };
const TEMPLATE = { name: 'order_sent', language: 'en_US', category: 'UTILITY', components: [BODY] };

describe('The simulated Meta', () => {
  let simulator: Simulator;
  let receiver: Server;
  let callbackUrl: string;
  let answerWith: number;
  const deliveries: Delivery[] = [];

  beforeAll(async () => {
    simulator = await startSimulator(0);
    populateDemoWorld(simulator.world);
    receiver = createServer((request, response) => {
      const challenge = new URL(must(request.url), 'http://x').searchParams.get('hub.challenge');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (challenge !== null) return response.end(challenge);
        deliveries.push({ body: Buffer.concat(chunks), signature: String(request.headers['x-hub-signature-256']) });
        return response.writeHead(answerWith).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    await call(
      'POST',
      `/${APP}/subscriptions`,
      { callback_url: callbackUrl, verify_token: 'x', fields: 'messages,message_template_status_update' },
      `${APP}|${DEMO.appSecret}`,
    );
    await call('POST', `/${WABA}/subscribed_apps`);
  });

  afterAll(async () => {
    await simulator.close();
    receiver.close();
  });

  beforeEach(() => {
    deliveries.length = 0;
    answerWith = 200;
  });

  async function call(
    method: string,
    path: string,
    body?: object | Buffer | FormData,
    token: string = DEMO.accessToken,
    headers: Record<string, string> = {},
  ) {
    const isPlain = body !== undefined && !(body instanceof FormData) && !Buffer.isBuffer(body);
    const response = await fetch(`${simulator.url}/v26.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(isPlain ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: isPlain ? JSON.stringify(body) : (body as string | undefined),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as MetaAnswer };
  }
  const control = (path: string, body: object) =>
    fetch(`${simulator.url}/sim${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then((response) => response.json());
  const errorOf = ({ status, body: { error } }: { status: number; body: MetaAnswer }) => [
    status,
    error?.code,
    error?.error_subcode,
  ];
  const text = (to: string, changes: object = {}) => ({
    messaging_product: 'whatsapp',
    to,
    type: 'text',
    text: { body: 'Hello' },
    ...changes,
  });

  it('signs its webhooks over escaped bytes, and sends them again until they are taken', async () => {
    answerWith = 500;
    await control('/inbound', { from: '16505551234', text: 'Zoë 🌵' });
    await eventually(
      () => deliveries.length,
      (count) => count >= 1,
    );
    answerWith = 200;
    await eventually(
      () => deliveries.length,
      (count) => count >= 2,
    );
    const [first, second] = [must(deliveries[0]), must(deliveries[1])];
    expect(second.body.equals(first.body)).toBe(true);
    expect(isSignedBy(first.body, first.signature, DEMO.appSecret)).toBe(true);
    expect(first.body.toString()).toContain('Zo\\u00eb \\ud83c\\udf35');
    expect(/[^\x20-\x7e]/.test(first.body.toString())).toBe(false);
  });

  it('refuses tokens, scopes and foreign objects as Meta does', async () => {
    expect(errorOf(await call('GET', `/${WABA}`, undefined, 'nonsense'))).toEqual([401, 190, undefined]);
    expect(errorOf(await call('GET', '/4711'))).toEqual([400, 100, 33]);
    expect(errorOf(await call('GET', `/${WABA}?fields=id,nonsense`))).toEqual([400, 100, undefined]);
    await control('/change', {
      kind: 'token',
      id: DEMO.accessToken,
      changes: { scopes: ['whatsapp_business_management'] },
    });
    expect(errorOf(await call('POST', `/${PHONE}/messages`, text('16505551234')))).toEqual([403, 10, undefined]);
    await control('/change', {
      kind: 'token',
      id: DEMO.accessToken,
      changes: { scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'], expiresAt: 1 },
    });
    expect(errorOf(await call('GET', `/${WABA}`))).toEqual([401, 190, 463]);
    await control('/change', { kind: 'token', id: DEMO.accessToken, changes: { expiresAt: null } });
    expect((await call('GET', `/${WABA}`)).headers.get('x-business-use-case-usage')).toContain('call_count');
  });

  it('checks messages: shape, window, payment, limits, magic numbers', async () => {
    const send = (body: object) => call('POST', `/${PHONE}/messages`, body);
    await control('/inbound', { from: '16505551234', text: 'opens the window' });
    expect((await send(text('+1 (650) 555-1234'))).body).toMatchObject({
      contacts: [{ input: '+1 (650) 555-1234', wa_id: '16505551234' }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(errorOf(await send({ ...text('16505551234'), messaging_product: undefined }))).toEqual([
      400,
      100,
      undefined,
    ]);
    expect(errorOf(await send(text('16505551234', { surprise: 1 })))).toEqual([400, 100, undefined]);
    expect(errorOf(await send(text('16505551234', { text: { body: 'x'.repeat(4_097) } })))).toEqual([
      400,
      100,
      undefined,
    ]);
    expect(errorOf(await send(text('16505559999')))).toEqual([400, 131047, undefined]);
    expect(errorOf(await send(text('1555000131049')))).toEqual([400, 131049, undefined]);
    expect(errorOf(await send(text('16505551234', { type: 'hologram' })))).toEqual([400, 100, undefined]);
    for (let count = 0; count < 45; count += 1) await send(text('16505551234'));
    expect(errorOf(await send(text('16505551234')))).toEqual([400, 131056, undefined]);
    expect(
      (await send({ messaging_product: 'whatsapp', recipient: 'US.nobody', type: 'text', text: { body: 'x' } })).body
        .error?.code,
    ).toBe(131009);
  });

  it('reviews templates: a person decides, and a webhook tells', async () => {
    const created = await call('POST', `/${WABA}/message_templates`, TEMPLATE);
    expect(created.body).toMatchObject({ status: 'PENDING', category: 'UTILITY', id: expect.any(String) });
    expect(errorOf(await call('POST', `/${WABA}/message_templates`, TEMPLATE))).toEqual([400, 100, 2388024]);
    await control(`/templates/${created.body.id}/decision`, { event: 'REJECTED', reason: 'INVALID_FORMAT' });
    const told = await eventually(
      () => deliveries.flatMap(({ body }) => (JSON.parse(body.toString()) as Webhook).entry.slice(0, 1)),
      (entries) => entries.some((entry) => entry.changes[0]?.field === 'message_template_status_update'),
    );
    expect(told.find((entry) => entry.changes[0]?.field === 'message_template_status_update')).toMatchObject({
      id: WABA,
      time: expect.any(Number),
      changes: [
        {
          value: {
            event: 'REJECTED',
            reason: 'INVALID_FORMAT',
            message_template_name: 'order_sent',
            rejection_info: { reason: expect.any(String) },
          },
        },
      ],
    });
    expect((await call('POST', `/${created.body.id}`, { components: [BODY] })).body).toEqual({ success: true });
    await control(`/templates/${created.body.id}/decision`, { event: 'APPROVED' });
    const sent = await call('POST', `/${PHONE}/messages`, {
      messaging_product: 'whatsapp',
      to: '16505558888',
      type: 'template',
      template: {
        name: 'order_sent',
        language: { code: 'en_US' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ann' }] }],
      },
    });
    expect(sent.body.messages?.[0]?.message_status).toBe('accepted');
    expect(last(simulator.world.messages).text).toBe('Hi Ann, your order is on its way.');
    expect((await call('GET', `/${WABA}/message_templates?fields=id,name,status&limit=1`)).body.data).toMatchObject([
      { name: 'order_sent', status: 'APPROVED' },
    ]);
    expect((await call('DELETE', `/${WABA}/message_templates?name=order_sent`)).body).toEqual({ success: true });
  });

  it.each([
    [{ ...TEMPLATE, name: 'Not Valid' }, 2388047],
    [
      { ...TEMPLATE, name: 'bad_one', components: [{ type: 'BODY', text: '{{1}} at the start', example: {} }] },
      2388299,
    ],
    [{ ...TEMPLATE, name: 'bad_one', components: [{ type: 'BODY', text: 'Hi {{1}}.' }] }, 2388043],
    [{ ...TEMPLATE, name: 'bad_one', components: [{ type: 'BODY', text: 'Hi {{2}}.', example: {} }] }, 2388042],
    [{ ...TEMPLATE, name: 'bad_one', components: [{ type: 'BODY', text: 'x'.repeat(1_025) }] }, 2388040],
  ])('refuses a bad template (%#) with its subcode', async (template, subcode) => {
    expect(errorOf(await call('POST', `/${WABA}/message_templates`, template))).toEqual([400, 100, subcode]);
  });

  it('keeps media, gives bytes to the bearer only, and takes resumable uploads', async () => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('file', new Blob(['bytes'], { type: 'image/png' }), 'a.png');
    const { body: media } = await call('POST', `/${PHONE}/media`, form);
    const { body: described } = await call('GET', `/${media.id}`);
    expect(described).toMatchObject({
      mime_type: 'image/png',
      file_size: 5,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await fetch(must(described.url))).status).toBe(401);
    const bytes = await fetch(must(described.url), { headers: { authorization: `Bearer ${DEMO.accessToken}` } });
    expect(await bytes.text()).toBe('bytes');
    const { body: session } = await call('POST', `/${APP}/uploads?file_type=image/png&file_length=6`);
    await call('POST', `/${session.id}`, Buffer.from('abc'), DEMO.accessToken, { file_offset: '0' });
    expect((await call('GET', `/${session.id}`)).body).toEqual({ id: session.id, file_offset: 3 });
    expect(
      (await call('POST', `/${session.id}`, Buffer.from('def'), DEMO.accessToken, { file_offset: '3' })).body.h,
    ).toMatch(/^4::/);
  });

  it('goes wrong on demand', async () => {
    await control('/errors', { path: '/phone_numbers', kind: 'CODE', code: 80007, times: 1 });
    expect(errorOf(await call('GET', `/${WABA}/phone_numbers`))).toEqual([400, 80007, undefined]);
    expect((await call('GET', `/${WABA}/phone_numbers`)).body.data).toHaveLength(1);
    await control('/errors', { path: '/phone_numbers', kind: 'RESET_BEFORE', times: 1 });
    await expect(call('GET', `/${WABA}/phone_numbers`)).rejects.toThrow();
    expect(
      errorOf(await call('GET', `/${WABA}/phone_numbers`, undefined, DEMO.accessToken, { 'x-sim-error': '4' })),
    ).toEqual([400, 4, undefined]);
  });
});
