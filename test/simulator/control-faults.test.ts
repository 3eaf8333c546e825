import type { FaultOn } from '../../src/simulator/control-api.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { eventually, must } from '../support/expectations.js';
import { ControlledSimulator } from '../support/controlled-simulator.js';

const { whatsappAccountId: WABA } = DEMO;

describe('Faults and webhooks of the simulator, by its control API', () => {
  let here: ControlledSimulator;

  beforeAll(async () => {
    here = await ControlledSimulator.start();
  });
  afterAll(() => here.close());
  beforeEach(() => here.reset());

  it('tells of every change', async () => {
    const ending = new AbortController();
    const { body } = await here.http('events', { signal: ending.signal });
    const reader = must(body).pipeThrough(new TextDecoderStream()).getReader();
    const next = async () => (await reader.read()).value;
    expect(await next()).toMatch(/^event: changed\n/);
    await here.control('inbound', { from: '16505551234', text: 'Hello' });
    expect(await next()).toMatch(/^event: changed\n/);
    ending.abort();
    await expect(next()).rejects.toThrow();
  });

  describe('faults', () => {
    const turn = async (fault: string, isOn: boolean, more: object = {}) =>
      here.control<FaultOn[]>('faults', { fault, isOn, ...more });

    it.each([
      ['CODE', { code: 131016 }, 503],
      ['HTTP_500', {}, 500],
      ['QUOTA_USED_UP', {}, 400],
      ['TOKEN_EXPIRED', {}, 401],
      ['TOKEN_REVOKED', {}, 401],
    ])('%s is on for every call until it is switched off', async (fault, more, status) => {
      expect(await turn(fault, true, more)).toMatchObject([{ fault }]);
      expect((await here.state()).faults).toMatchObject([{ fault }]);
      for (let call = 0; call < 2; call += 1) expect((await here.graph(`/${WABA}/phone_numbers`)).status).toBe(status);
      expect(await turn(fault, false)).toEqual([]);
      expect((await here.graph(`/${WABA}/phone_numbers`)).status).toBe(200);
    });

    it.each(['RESET_BEFORE', 'RESET_AFTER'])('%s cuts so many calls of one kind, and ends by itself', async (fault) => {
      await turn(fault, true, { path: '/phone_numbers', times: 1 });
      expect((await here.graph(`/${WABA}?fields=name`)).status).toBe(200);
      await expect(here.graph(`/${WABA}/phone_numbers`)).rejects.toThrow();
      expect((await here.state()).faults).toEqual([]);
      expect((await here.graph(`/${WABA}/phone_numbers`)).status).toBe(200);
    });

    it.each([
      ['PAYMENT_MISSING', '131042'],
      ['NUMBER_DISCONNECTED', '133010'],
    ])('%s refuses messages', async (fault, code) => {
      await here.control('inbound', { from: '16505551234', text: 'Hello' });
      await turn(fault, true);
      expect((await here.send('16505551234')).code).toBe(code);
      await turn(fault, false);
      expect((await here.send('16505551234')).status).toBe(200);
    });

    it('of webhooks, statuses and health are seen while they are on', async () => {
      const faults = [
        ...['LATENCY', 'TEMPLATES_HELD', 'STATUSES_MISSING', 'WEBHOOKS_TWICE', 'WEBHOOKS_SHUFFLED'],
        ...['WEBHOOKS_TRIED_ONCE', 'APP_NOT_LIVE', 'BUSINESS_UNVERIFIED'],
      ];
      for (const fault of faults) await turn(fault, true, { milliseconds: 1 });
      expect((await here.state()).faults.map(({ fault }) => fault)).toEqual(faults);
      expect((await here.graph(`/${WABA}?fields=health_status`)).text).toContain('"can_send_message":"BLOCKED"');
      await here.control('inbound', { from: '16505551234', text: 'Twice' });
      await eventually(
        () => here.received.filter((body) => body.includes('Twice')).length,
        (count) => count === 2,
      );
      await here.control('reset', {});
      expect((await here.state()).faults).toEqual([]);
    });
  });

  describe('webhooks', () => {
    it('are shown with what came back, and sent again', async () => {
      here.answerWith = 503;
      await here.control('settings', { webhookAttempts: 1 });
      await here.control('inbound', { from: '16505551234', text: 'Are you there?' });
      const sent = async () => here.webhooksWith('Are you there?');
      const [failed] = await eventually(sent, ([first]) => first?.isDone === true);
      expect(failed).toMatchObject({ field: 'messages', status: 503, tries: 1, answer: 'taken down' });
      expect(failed?.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
      here.answerWith = 200;
      await here.control(`webhooks/${failed?.id}/resend`, {});
      const [, again] = await eventually(sent, ([, second]) => second?.isDone === true);
      expect(again).toMatchObject({ status: 200, body: failed?.body });
      expect(here.received.filter((body) => body === failed?.body)).toHaveLength(2);
    });
  });

  it('refuses with a sentence what it cannot read, and what is not there', async () => {
    const refused = async (path: string, body: unknown) => {
      const { status, body: refusal } = await here.answer(path, body);
      return [status, refusal.error];
    };
    expect(await refused('inbound', [])).toEqual([400, 'Send a JSON object, as application/json.']);
    expect(await refused('inbound', { text: 'x' })).toEqual([400, 'from must be a text.']);
    expect(await refused('inbound', { from: 'me', text: 'x' })).toEqual([
      400,
      '"me" is no phone number: 7 to 15 digits.',
    ]);
    expect(await refused('inbound', { from: '16505551234', type: 'order' })).toEqual([
      400,
      'content is required: what Meta puts under "order".',
    ]);
    expect(await refused('inbound', { from: '16505551234', text: 'x', phoneId: '1' })).toEqual([
      404,
      'There is no such phone number.',
    ]);
    expect(await refused('customers/US.0', { hasBlocked: true })).toEqual([404, 'There is no such customer.']);
    expect(await refused('faults', { fault: 'RAIN', isOn: true })).toEqual([400, expect.stringMatching(/^fault must/)]);
    expect(await refused('faults', { fault: 'LATENCY', isOn: 'yes' })).toEqual([400, 'isOn must be true or false.']);
    expect(await refused('webhooks/0/resend', {})).toEqual([404, 'There is no such webhook.']);
    expect(await refused('templates/0/decision', { event: 'APPROVED' })).toEqual([404, 'There is no such template.']);
    expect(await refused('templates/0/decision', '{')).toEqual([404, 'There is no such template.']);
  });

  it('does nothing for pages of other sites', async () => {
    const { status } = await here.answer('reset', {}, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(403);
  });
});
