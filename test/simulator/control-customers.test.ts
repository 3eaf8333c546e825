import type { AttachedFile, SimCustomer } from '../../src/simulator/control-api.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { eventually, last, only } from '../support/expectations.js';
import { ControlledSimulator } from '../support/controlled-simulator.js';

const { whatsappAccountId: WABA, phoneNumberId: PHONE } = DEMO;

describe('Customers of the simulator, by its control API', () => {
  let here: ControlledSimulator;

  beforeAll(async () => {
    here = await ControlledSimulator.start();
  });
  afterAll(() => here.close());
  beforeEach(() => here.reset());

  describe('customers', () => {
    it('come with a number, with one that is made up, or with a user id alone', async () => {
      const added = await here.control<SimCustomer>('customers', { name: 'Ada', phone: '+49 151 1234-0001' });
      expect(added).toMatchObject({ name: 'Ada', waId: '4915112340001' });
      const [first, second] = [
        await here.control<SimCustomer>('customers', { name: 'Bo' }),
        await here.control<SimCustomer>('customers', { name: 'Cy' }),
      ];
      expect(first.waId).not.toBe(second.waId);
      const hidden = await here.control<SimCustomer>('customers', { name: 'Di', phone: null, username: 'di.r' });
      expect(hidden).toMatchObject({ name: 'Di', waId: null, username: 'di.r' });
      const named = await here.control<SimCustomer>('customers', { name: 'Ed', phone: null, userId: 'US.4711' });
      expect(named.userId).toBe('US.4711');
      await here.control('inbound', { from: 'US.4711', text: 'It is me' });
      await eventually(
        () => here.received.length,
        (count) => count === 1,
      );
      expect(only(here.received)).toContain('"from_user_id":"US.4711"');
      expect(only(here.received)).not.toContain('"from":');
    });

    it('who are not on WhatsApp, or have blocked the business, are not reached', async () => {
      const ada = await here.control<SimCustomer>('customers', { name: 'Ada', phone: '4915112340001' });
      for (const choices of [{ isOnWhatsApp: false }, { isOnWhatsApp: true, hasBlocked: true }]) {
        await here.control(`customers/${ada.userId}`, choices);
        await here.control('inbound', { from: ada.userId, text: 'Hello' });
        await here.send('4915112340001');
        await eventually(
          async () => last((await here.state()).messages).status,
          (status) => status === 'failed',
        );
      }
      await eventually(
        () => here.received.filter((body) => body.includes('131026')).length,
        (count) => count === 2,
      );
      await here.control(`customers/${ada.userId}`, { hasBlocked: false });
    });

    it('who have stopped marketing say so, and such templates fail for them', async () => {
      const ada = await here.control<SimCustomer>('customers', { name: 'Ada', phone: '4915112340001' });
      here.simulator.templates.add({
        ...{ wabaId: WABA, name: 'sale', language: 'en', category: 'MARKETING', status: 'APPROVED' },
        components: [{ type: 'BODY', text: 'Everything must go.' }],
      });
      await here.control(`customers/${ada.userId}`, { refusesMarketing: true });
      await eventually(
        () => here.received.find((body) => body.includes('user_preferences')),
        (body) => body?.includes('"value":"stop"') === true,
      );
      await here.send('4915112340001', { type: 'template', template: { name: 'sale', language: { code: 'en' } } });
      await eventually(() => here.received.some((body) => body.includes('131050')), Boolean);
      await here.control(`customers/${ada.userId}`, { refusesMarketing: false });
      await eventually(() => here.received.some((body) => body.includes('"value":"resume"')), Boolean);
    });

    it('attach files, which everybody who has the id can open, and nothing in them runs', async () => {
      const response = await here.http('media?type=text/html&name=page.html', {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: '<script>alert(1)</script>',
      });
      const file = (await response.json()) as AttachedFile;
      expect(file).toMatchObject({ mime_type: 'text/html', filename: 'page.html' });
      const opened = await here.http(`media/${file.id}`);
      expect(await opened.text()).toBe('<script>alert(1)</script>');
      expect(Object.fromEntries(opened.headers)).toMatchObject({
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
      });
      expect((await here.state()).files).toContainEqual({ id: file.id, mimeType: 'text/html', size: 25 });
      expect((await here.http('media/0')).status).toBe(404);
    });
  });

  describe('messages', () => {
    it('know what they answer, and what a template looks like', async () => {
      const { wamid } = await here.control<{ wamid: string }>('inbound', { from: '16505551234', text: 'Hello' });
      await here.send('16505551234', { context: { message_id: wamid }, text: { body: 'Yes?' } });
      expect(last((await here.state()).messages)).toMatchObject({ text: 'Yes?', quotes: wamid });
      await here.control('inbound', { from: '16505551234', text: 'This', extra: { context: { id: wamid } } });
      expect(last((await here.state()).messages)).toMatchObject({ quotes: wamid });
      here.simulator.templates.add({
        ...{ wabaId: WABA, name: 'order', language: 'en', category: 'UTILITY', status: 'APPROVED' },
        components: [
          { type: 'BODY', text: 'Order {{1}} is here.' },
          { type: 'FOOTER', text: 'Lucky Garden' },
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'QUICK_REPLY', text: 'Thanks' },
              { type: 'URL', text: 'See it', url: 'https://shop.example/o/{{1}}' },
            ],
          },
        ],
      });
      const parameter = (type: string, value: string) => [{ type, [type]: value }];
      await here.send('16505551234', {
        type: 'template',
        template: {
          name: 'order',
          language: { code: 'en' },
          components: [
            { type: 'body', parameters: parameter('text', '17') },
            { type: 'button', sub_type: 'quick_reply', index: '0', parameters: parameter('payload', 'THX') },
            { type: 'button', sub_type: 'url', index: '1', parameters: parameter('text', '17') },
          ],
        },
      });
      expect(last((await here.state()).messages).template).toMatchObject({
        ...{ body: 'Order 17 is here.', footer: 'Lucky Garden', category: 'UTILITY', headerContent: null },
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thanks', value: 'THX' },
          { type: 'URL', text: 'See it', value: 'https://shop.example/o/17' },
        ],
      });
    });

    it('show to whom the business types, until it writes', async () => {
      const { wamid } = await here.control<{ wamid: string }>('inbound', { from: '16505551234', text: 'Hello' });
      const typing = { messaging_product: 'whatsapp', status: 'read', message_id: wamid };
      await here.graph(`/${PHONE}/messages`, { ...typing, typing_indicator: { type: 'text' } });
      expect(only((await here.state()).typing).phoneId).toBe(PHONE);
      await here.send('16505551234');
      expect((await here.state()).typing).toEqual([]);
    });
  });
});
