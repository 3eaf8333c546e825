import { WakeUps } from '../../src/common/wake-ups/wake-ups.js';
import { AccountDirectory } from '../../src/modules/accounts/account-directory.js';
import { DEMO } from '../../src/simulator/demo-world.js';
import { connectAccount, startTestApp, type ConnectedAccount, type TestApp } from '../support/legacy/test-app.js';
import { countRows, DELIVERIES, receivedMessages, settled } from '../support/legacy/received.js';
import { post, postRaw, textMessage, webhook } from '../support/legacy/webhooks.js';
import { metaJson, metaSignature } from '../../src/simulator/webhook-sender.js';

describe('Webhook intake', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeEach(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterEach(() => test.close());

  describe('handshake', () => {
    const handshake = (parameters: Record<string, string>) =>
      fetch(`${test.url}/webhooks/whatsapp?${new URLSearchParams(parameters)}`);

    it('gives the challenge back, as plain text, for the right token; 403 for everything else', async () => {
      const { account: shown } = await test.admin.send('query ($id: ID!) { account(id: $id) { webhookVerifyToken } }', {
        id: account.id,
      });
      const right = {
        'hub.mode': 'subscribe',
        'hub.challenge': '1158201444',
        'hub.verify_token': shown.webhookVerifyToken,
      };
      const response = await handshake(right);
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
        200,
        'text/plain; charset=utf-8',
        '1158201444',
      ]);
      for (const wrong of [{ 'hub.verify_token': 'wrong' }, { 'hub.mode': 'other' }, { 'hub.verify_token': '' }]) {
        expect((await handshake({ ...right, ...wrong })).status).toBe(403);
      }
      expect((await handshake({})).status).toBe(403);
    });
  });

  it('stores nothing that is not signed, whatever the field', async () => {
    const fields = ['messages', 'message_template_status_update', 'account_update', 'security', 'something_new'];
    for (const field of fields) {
      const payload = webhook({ messages: [textMessage('forged')] }) as { entry: { changes: { field: string }[] }[] };
      payload.entry[0]!.changes[0]!.field = field;
      const body = metaJson(payload);
      expect((await postRaw(test.url, body)).status).toBe(401);
      expect((await postRaw(test.url, body, { 'x-hub-signature-256': metaSignature(body, 'wrong') })).status).toBe(401);
      expect((await postRaw(test.url, body, { 'x-hub-signature-256': 'sha256=' })).status).toBe(401);
      expect(
        (await postRaw(test.url, `${body} `, { 'x-hub-signature-256': metaSignature(body, DEMO.appSecret) })).status,
      ).toBe(401);
      expect(
        (await postRaw(test.url, body.slice(0, -10), { 'x-hub-signature-256': metaSignature(body, DEMO.appSecret) }))
          .status,
      ).toBe(401);
      const reserialised = JSON.stringify(JSON.parse(metaJson({ ...payload, note: 'Zoë' })));
      expect(
        (
          await postRaw(test.url, reserialised, {
            'x-hub-signature-256': metaSignature(metaJson({ ...payload, note: 'Zoë' }), DEMO.appSecret),
          })
        ).status,
      ).toBe(401);
    }
    expect(await countRows(test, 'webhook_deliveries')).toBe(0);
  });

  it('answers bad bodies with a clear status and never falls over', async () => {
    const signed = (body: string | Buffer) =>
      postRaw(test.url, body, { 'x-hub-signature-256': metaSignature(String(body), DEMO.appSecret) });
    expect((await signed(`not json, but of "id":"${DEMO.whatsappAccountId}"`)).status).toBe(400);
    expect((await signed('')).status).toBe(400);
    expect((await signed('x'.repeat(3 * 1024 * 1024 + 1))).status).toBe(413);
    expect(
      (await post(test.url, webhook({ messages: [textMessage('hi')] }, '999'), 'the secret of nobody')).status,
    ).toBe(401);
    for (const body of ['null', '[]', '1', '"text"']) expect((await signed(body)).status).toBe(400);
    for (const body of ['{}', '{"entry":{}}', '{"entry":[null,1,{"changes":[null]}]}'])
      expect((await signed(body)).status).toBe(200);
    expect((await fetch(`${test.url}/webhooks/whatsapp`, { method: 'PUT' })).status).toBe(404);
    expect((await signed('{"entry":[{"id":')).status).toBe(200);
    await settled(test);
    expect((await test.admin.send(DELIVERIES, { state: ['FAILED'] })).webhookDeliveries.nodes).toMatchObject([
      { error: 'the body: SyntaxError' },
    ]);
    expect(await countRows(test, 'messages')).toBe(0);
    expect((await post(test.url, webhook({ messages: [textMessage('still here')] }))).status).toBe(200);
    await settled(test);
    expect(await receivedMessages(test)).toMatchObject([{ text: 'still here' }]);
  });

  it('sees a test by Meta’s dashboard, which speaks of an account that is none', async () => {
    const response = await post(
      test.url,
      webhook({ messages: [textMessage('this is a text message', { from: '16315551181', id: 'ABGGFlA5Fpa' })] }, '0'),
    );
    expect(response.status).toBe(200);
    await settled(test);
    const { webhookDeliveries } = await test.admin.send(DELIVERIES, { state: ['IGNORED'] });
    expect(webhookDeliveries.nodes).toMatchObject([
      { state: 'IGNORED', error: 'Nothing in it is for this account.', fields: ['messages'] },
    ]);
    expect(
      (await test.admin.send('query ($id: ID!) { account(id: $id) { lastWebhookAt } }', { id: account.id })).account
        .lastWebhookAt,
    ).not.toBeNull();
  });

  it('does not go by what it knew before while the accounts are being read anew', async () => {
    const directory = test.app.get(AccountDirectory);
    await directory.entries();
    expect(directory.knownEntries()?.size).toBe(1);
    test.app.get(WakeUps).wake('accounts-changed');
    const reading = directory.entries();
    expect(directory.knownEntries()).toBeNull();
    expect((await reading).has(DEMO.whatsappAccountId)).toBe(true);
    expect(directory.knownEntries()?.size).toBe(1);
  });

  it('does not let one account speak for another', async () => {
    const CREATE = 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { errors { code } } }';
    const other = {
      name: 'Other',
      accountId: '4711',
      appId: '12',
      appSecret: 'other-secret',
      accessToken: 'token',
      phoneNumberId: '13',
    };
    await test.admin.send(CREATE, { input: other });
    const both = webhook({ messages: [textMessage('for Lucky Garden')] }) as { entry: object[] };
    both.entry.push(...(webhook({ messages: [textMessage('for Other')] }, '4711') as { entry: object[] }).entry);
    expect((await post(test.url, both, 'other-secret')).status).toBe(200);
    await settled(test);
    expect(await receivedMessages(test)).toMatchObject([{ text: 'for Other' }]);
  });
});
