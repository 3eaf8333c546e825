import type { Page } from 'playwright-core';
import { must } from '../support/expectations.js';
import type { Written } from '../support/world/customers.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('What messages say that have no words of their own', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let page: Page;
  let writes: (written: Written) => Promise<string>;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers } = here.world;
    const ada = customers.named('Ada');
    writes = (written) => customers.writes(ada, written);
    await customers.writes(customers.named('Ben', '4915112347000'), 'Hello from Ben');
    await writes('Hello');
    office = await here.administrator();
    ({ page } = office);
    await office.open('Ada');
  });
  afterAll(() => here.close());

  const bubble = (text: string | RegExp) => office.bubbles.filter({ hasText: text });

  it('is whether the customer may be called, and what became of polls, in every language', async () => {
    const answers = (answer: object) =>
      writes({
        type: 'interactive',
        body: { type: 'call_permission_reply', call_permission_reply: { response_source: 'user_action', ...answer } },
      });
    const until = Date.UTC(2027, 4, 3, 12) / 1_000;
    await answers({ response: 'accept', is_permanent: false, expiration_timestamp: until });
    await answers({ response: 'accept', is_permanent: true });
    await answers({ response: 'reject' });
    await writes({ type: 'unsupported', body: {}, extra: { unsupported: { type: 'poll_update' } } });
    for (const [language, ...said] of [
      [
        'de',
        /Der Kunde darf bis .*2027.* angerufen werden/,
        /von nun an/,
        /möchte nicht/,
        /Eine Stimme in einer Umfrage/,
      ],
      ['es', /llamar al cliente hasta el .*2027/, /A partir de ahora/, /no quiere que/, /Un voto en una encuesta/],
      ['pt-BR', /ligar para o cliente até .*2027/, /A partir de agora/, /não quer receber/, /Um voto em uma enquete/],
      ['ar', /يجوز الاتصال بالعميل حتى/, /من الآن فصاعدًا/, /لا يريد العميل/, /صوت في استطلاع/],
      ['en', /may be called until .*2027/, /from now on/, /does not want to be called/, /A vote in a poll/],
    ] as const) {
      await page.evaluate((chosen) => localStorage.setItem('parley.language', JSON.stringify(chosen)), language);
      await page.reload();
      for (const text of said) await bubble(text).waitFor();
      await office
        .row('Ada')
        .getByText(must(said.at(-1)))
        .waitFor();
    }
    expect(await page.getByRole('main').innerText()).not.toMatch(/call_permission|poll_|is_permanent|accept/);
  });

  it('are numbers to call and to find, and addresses to write to, and nothing that only looks like them', async () => {
    const phones = [{ phone: '+49 (1511) 234-7000' }, { phone: '+49;phone-context=evil.example' }];
    const emails = [{ email: 'ben@example.com' }, { email: 'ben@example.com?bcc=eve@evil.example' }];
    const name = { formatted_name: '<b>Ben</b> \u202egnp.exe' };
    await writes({ type: 'contacts', body: [{ name, phones, emails }] });
    const card = bubble('<b>Ben</b>');
    expect(await card.getByRole('link', { name: '+49 (1511) 234-7000', exact: true }).getAttribute('href')).toBe(
      'tel:+4915112347000',
    );
    expect(await card.getByRole('link', { name: 'ben@example.com', exact: true }).getAttribute('href')).toBe(
      'mailto:ben@example.com',
    );
    expect(await card.getByRole('link').count()).toBe(3);
    expect(await card.getByText('ben@example.com?bcc=eve@evil.example').count()).toBe(1);
    await card.getByRole('link', { name: 'Find +49 (1511) 234-7000 in the inbox' }).click();
    expect(await page.getByRole('searchbox').inputValue()).toBe('+49 (1511) 234-7000');
    await page.getByRole('region', { name: 'Conversations' }).getByText('Ben', { exact: true }).first().click();
    await office.chatWith('Ben').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await office.open('Ada');
  });

  it('say where their links lead, and that it is not where they seem to', async () => {
    await writes('Pay at https://shop.example/pay?id=1, or https://pаypal.com/login');
    await writes('Your bank: https://bank.example@evil.example/bank.example');
    const hosts = (text: string) => bubble(text).getByRole('list', { name: 'Where the links lead' });
    await hosts('Pay at').getByText('shop.example', { exact: true }).waitFor();
    await hosts('Pay at').getByText('xn--pypal-4ve.com', { exact: true }).waitFor();
    await hosts('Pay at')
      .getByText(/letters of another alphabet/)
      .waitFor();
    await hosts('Your bank').getByText('evil.example', { exact: true }).waitFor();
    await hosts('Your bank')
      .getByText(/not where the link leads/)
      .waitFor();
    for (const link of await bubble(/Pay at|Your bank/)
      .getByRole('link')
      .all())
      expect([await link.getAttribute('rel'), await link.getAttribute('target')]).toEqual([
        'noopener noreferrer',
        '_blank',
      ]);
  });
});
