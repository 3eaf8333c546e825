import { DEMO } from '../../src/simulator/world/demo-world.js';
import { must } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import type { Written } from '../support/world/customers.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('Messages with something to tap', () => {
  let here: BrowserWorld;
  let office: ConsolePage;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello');
    office = await here.administrator();
  });
  afterAll(() => here.close());

  it('are shown in the chat: title, text, products, cards, sums, buttons', async () => {
    const { files, inbox } = here.world;
    const { id } = await inbox.conversationWith('Ada');
    const picture = must((await files.upload(PICTURE, 'image/png', 'aloe.png')).body.id);
    const card = (name: string) => ({
      mediaId: picture,
      body: name,
      url: 'https://shop.example/',
      urlText: `See ${name}`,
    });
    await inbox.send(id, { flow: { flowId: DEMO.flowId, label: 'Book a visit', header: 'Visit', body: 'When?' } });
    await inbox.send(id, {
      productList: {
        ...{ catalogId: DEMO.catalogId, header: 'Plants', body: 'Which of these?' },
        sections: [{ title: 'Dry', productIds: ['aloe', 'cactus'] }],
      },
    });
    await inbox.send(id, { carousel: { body: 'New plants', cards: [card('Aloe'), card('Fern')] } });
    await inbox.send(id, {
      orderDetails: {
        ...{ body: 'Please pay.', referenceId: 'b-1', goodsType: 'DIGITAL', currency: 'INR', paymentType: 'upi' },
        paymentConfiguration: 'garden-payments',
        items: [{ productId: 'aloe', name: 'Small aloe', price: '15', quantity: 2 }],
      },
    });
    await inbox.send(id, { callPermissionRequest: {} });
    await office.open('Ada');
    const bubble = (text: string) => office.bubbles.filter({ hasText: text });
    await bubble('Visit').getByText('Book a visit').waitFor();
    await bubble('Which of these?').getByText('cactus').waitFor();
    await bubble('New plants').getByText('See Fern').waitFor();
    expect(
      await bubble('New plants')
        .getByRole('img', { name: /Cards|aloe/ })
        .count(),
    ).toBeGreaterThanOrEqual(2);
    await bubble('Please pay.').getByText('Small aloe · 2 × ₹15.00').waitFor();
    await bubble('Please pay.').getByText('Total: ₹30.00').waitFor();
    await bubble('Asks whether the customer may be called').waitFor();
  });
});

describeInBrowser('Messages that a customer sends', () => {
  const WHOLE = 'https://fb.example/ad';
  let here: BrowserWorld;
  let writes: (written: Written) => Promise<string>;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const ada = here.world.customers.named('Ada');
    writes = (written) => here.world.customers.writes(ada, written);
    await writes('Hello');
  });
  afterAll(() => here.close());

  /** The chat with Ada in this language, and the bubble with a text in it. */
  async function opened(language = 'en', width = 1440) {
    const office = await here.administrator({ viewport: { width, height: 900 } });
    await office.page.evaluate((chosen) => localStorage.setItem('parley.language', JSON.stringify(chosen)), language);
    await office.page.reload();
    await office.row('Ada').click();
    await office.bubbles.first().waitFor();
    return (text: string) => office.bubbles.filter({ hasText: text });
  }

  const answersAForm = (response: object) =>
    writes({
      type: 'interactive',
      body: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: JSON.stringify(response) } },
    });

  it('show what was filled in by its names and in words', async () => {
    await answersAForm({
      flow_token: 'visit-7',
      screen_0_Your_name_1: 'Ada',
      screen_0_Choose_days_0: ['0_Monday', '1_Any_other'],
      wants_news: true,
      note: null,
      photos: [{ id: '790', sha256: 'abc', mime_type: 'image/jpeg', file_name: 'balcony.jpg' }],
      address: { city: 'London' },
    });
    const bubble = await opened();
    const form = bubble('Filled in the form');
    await form.getByText('Choose days').waitFor();
    const names = await form.locator('dt').allInnerTexts();
    expect(names.toSorted().join()).toBe('Address,Choose days,City,Note,Photos,Wants news,Your name');
    expect(names.indexOf('Choose days')).toBeLessThan(names.indexOf('Your name'));
    const text = await form.innerText();
    for (const word of ['Monday', 'Any other', 'Yes', 'balcony.jpg', 'London']) expect(text).toContain(word);
    expect(text).not.toMatch(/[{}[\]"_]|null|true|sha256|visit-7/);
  });

  it.each([
    ['en', 1440],
    ['ar', 1440],
    ['ar', 390],
  ])('keep what was filled in inside its bubble, in %s at %i pixels', async (language, width) => {
    await answersAForm({ reference: `R-${width}-${language}-${'0123456789'.repeat(12)}` });
    const form = (await opened(language, width))(`R-${width}-${language}`);
    await form.locator('dd').waitFor();
    const outside = await form.locator('article').evaluate((article) => {
      const bubble = article.getBoundingClientRect();
      const range = document.createRange();
      return [...article.querySelectorAll('dt, dd')]
        .map((part) => {
          range.selectNodeContents(part);
          return range.getBoundingClientRect();
        })
        .filter(({ left, right }) => left < bubble.left || right > bubble.right).length;
    });
    expect(outside).toBe(0);
  });

  it('add up an order, and tell the price of one from the sum', async () => {
    const item = (product_retailer_id: string, quantity: number, item_price: number, currency = 'EUR') => ({
      product_retailer_id,
      quantity,
      item_price,
      currency,
    });
    const orders = (text: string, ...product_items: object[]) =>
      writes({ type: 'order', body: { catalog_id: DEMO.catalogId, text, product_items } });
    await orders('Of one currency', item('aloe', 3, 30.5), item('palm', 1, 1250));
    await orders('Of two currencies', item('aloe', 1, 5), item('palm', 1, 5, 'USD'));
    const bubble = await opened();
    await bubble('Of one currency').getByText('aloe · 3 × €30.50').waitFor();
    await bubble('Of one currency').getByText('Total: €1,341.50').waitFor();
    await bubble('Of two currencies').getByText('palm · 1 × $5.00').waitFor();
    expect(await bubble('Of two currencies').getByText('Total').count()).toBe(0);
  });

  it('name a place without a name above the link to it, and what a chosen row of a list said', async () => {
    await writes({ type: 'location', body: { latitude: 37.46, longitude: -122.2 } });
    await writes({
      type: 'interactive',
      body: { type: 'list_reply', list_reply: { id: 'r1', title: 'Express', description: 'Next day, 9.90 €' } },
    });
    const bubble = await opened();
    const place = bubble('Show on the map');
    const [name, link] = await Promise.all([
      place.getByText('Location').boundingBox(),
      place.getByRole('link', { name: 'Show on the map' }).boundingBox(),
    ]);
    expect(must(name, 'the name').y + must(name, 'the name').height).toBeLessThanOrEqual(must(link, 'the link').y + 1);
    await bubble('Express').getByText('Next day, 9.90 €').waitFor();
  });

  it('say that they were deleted in the language of the console, on the side of who wrote them', async () => {
    const wamid = await writes('Away with it');
    await writes({ type: 'revoke', body: { original_message_id: wamid } });
    const bubble = await opened('de');
    const deleted = bubble('Diese Nachricht wurde gelöscht');
    await deleted.waitFor();
    expect(await deleted.getAttribute('data-direction')).toBe('INBOUND');
    expect(await deleted.getByRole('button').count()).toBe(0);
  });

  it('say from which ad they came, and which product they ask about', async () => {
    const referral = { source_type: 'ad', source_url: WHOLE, headline: 'Succulents are here' };
    const product = { catalog_id: DEMO.catalogId, product_retailer_id: 'monstera' };
    await writes({ type: 'text', body: { body: 'More of this?' }, extra: { referral } });
    const hostile = { source_type: 'post', source_url: 'javascript:alert(1)', headline: 'Bad address' };
    await writes({ type: 'text', body: { body: 'And this post?' }, extra: { referral: hostile } });
    await writes({
      type: 'text',
      body: { body: 'Still there?' },
      extra: { context: { from: '1', id: 'wamid.Z', referred_product: product } },
    });
    const bubble = await opened();
    await bubble('More of this?').getByText('From an ad').waitFor();
    const link = bubble('More of this?').getByRole('link', { name: 'Succulents are here' });
    expect(await link.getAttribute('href')).toBe(WHOLE);
    await bubble('And this post?').getByText('From a post: Bad address').waitFor();
    expect(await bubble('And this post?').getByRole('link').count()).toBe(0);
    await bubble('Still there?')
      .getByText(/About the product .?monstera/)
      .waitFor();
  });
});
