import { WakeUps } from '../../src/common/wake-ups/wake-ups.js';
import { AccountDirectory } from '../../src/modules/accounts/account-directory.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../../src/simulator/webhooks/webhook-sender.js';
import { anAccount } from '../support/factories/accounts.js';
import { aFieldWebhook, aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { first, must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Webhook intake', () => {
  let world: TestWorld;

  beforeEach(async () => {
    world = await TestWorld.start();
  });
  afterEach(() => world.close());

  const texts = async () => (await world.inbox.allMessages()).map(({ text }) => text);

  describe('handshake', () => {
    it('gives the challenge back, as plain text, for the right token; 403 for everything else', async () => {
      const { webhookVerifyToken } = await world.accounts.read();
      const right = {
        'hub.mode': 'subscribe',
        'hub.challenge': '1158201444',
        'hub.verify_token': must(webhookVerifyToken),
      };
      const { status, headers, text } = await world.webhooks.handshake(right);
      expect([status, headers['content-type'], text]).toEqual([200, 'text/plain; charset=utf-8', '1158201444']);
      for (const wrong of [{ 'hub.verify_token': 'wrong' }, { 'hub.mode': 'other' }, { 'hub.verify_token': '' }]) {
        await world.webhooks.handshake({ ...right, ...wrong }).expect(403);
      }
      await world.webhooks.handshake({}).expect(403);
    });
  });

  it('stores nothing that is not signed, whatever the field', async () => {
    const fields = ['messages', 'message_template_status_update', 'account_update', 'security', 'something_new'];
    const { value } = first(first(aWebhook({ messages: [aTextMessage('forged')] }).entry).changes);
    for (const field of fields) {
      const payload = aFieldWebhook(field, value);
      const body = metaJson(payload);
      const right = metaSignature(body, DEMO.appSecret);
      await world.webhooks.postBytes(body).expect(401);
      await world.webhooks.postBytes(body, metaSignature(body, 'wrong')).expect(401);
      await world.webhooks.postBytes(body, 'sha256=').expect(401);
      await world.webhooks.postBytes(`${body} `, right).expect(401);
      await world.webhooks.postBytes(body.slice(0, -10), right).expect(401);
      const original = metaJson({ ...payload, note: 'Zoë' });
      const reserialised = JSON.stringify(JSON.parse(original));
      await world.webhooks.postBytes(reserialised, metaSignature(original, DEMO.appSecret)).expect(401);
    }
    expect(await world.countRows('webhook_deliveries')).toBe(0);
  });

  it('answers bad bodies with a clear status and never falls over', async () => {
    await world.webhooks.postSigned(`not json, but of "id":"${DEMO.whatsappAccountId}"`).expect(400);
    await world.webhooks.postSigned('').expect(400);
    await world.webhooks.postSigned('x'.repeat(3 * 1024 * 1024 + 1)).expect(413);
    const foreign = aWebhook({ messages: [aTextMessage('hi')] }, '999');
    await world.webhooks.post(foreign, 'the secret of nobody').expect(401);
    for (const body of ['null', '[]', '1', '"text"']) await world.webhooks.postSigned(body).expect(400);
    for (const body of ['{}', '{"entry":{}}', '{"entry":[null,1,{"changes":[null]}]}'])
      await world.webhooks.postSigned(body).expect(200);
    await world.http.put('/webhooks/whatsapp').expect(404);
    await world.webhooks.postSigned('{"entry":[{"id":').expect(200);
    await world.webhooks.settled();
    expect(await world.webhooks.deliveries('FAILED')).toMatchObject([{ error: 'the body: SyntaxError' }]);
    expect(await world.countRows('messages')).toBe(0);
    await world.webhooks.receives({ messages: [aTextMessage('still here')] });
    expect(await texts()).toEqual(['still here']);
  });

  it('sees a test by Meta’s dashboard, which speaks of an account that is none', async () => {
    const message = aTextMessage('this is a text message', { from: '16315551181', id: 'ABGGFlA5Fpa' });
    await world.webhooks.post(aWebhook({ messages: [message] }, '0')).expect(200);
    await world.webhooks.settled();
    expect(await world.webhooks.deliveries('IGNORED')).toMatchObject([
      { state: 'IGNORED', error: 'Nothing in it is for this account.', fields: ['messages'] },
    ]);
    expect((await world.accounts.read()).lastWebhookAt).not.toBeNull();
  });

  it('does not go by what it knew before while the accounts are being read anew', async () => {
    const directory = world.app.get(AccountDirectory);
    await directory.entries();
    expect(directory.knownEntries()?.size).toBe(1);
    world.app.get(WakeUps).wake('accounts-changed');
    const reading = directory.entries();
    expect(directory.knownEntries()).toBeNull();
    expect((await reading).has(DEMO.whatsappAccountId)).toBe(true);
    expect(directory.knownEntries()?.size).toBe(1);
  });

  it('does not let one account speak for another', async () => {
    const other = { accountId: '4711', appId: '12', appSecret: 'other-secret', phoneNumberId: '13' };
    await world.accounts.create(anAccount({ name: 'Other', accessToken: 'token', ...other }));
    const both = aWebhook({ messages: [aTextMessage('for Lucky Garden')] });
    both.entry.push(...aWebhook({ messages: [aTextMessage('for Other')] }, '4711').entry);
    await world.webhooks.post(both, 'other-secret').expect(200);
    await world.webhooks.settled();
    expect(await texts()).toEqual(['for Other']);
  });
});
