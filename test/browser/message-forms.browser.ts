import type { Locator } from 'playwright-core';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { eventually, valueAt } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

const PHONE = { width: 390, height: 844 };
const FORMS: readonly (readonly [item: string, type: string, texts: Record<string, string>])[] = [
  ['Form (Flow)', 'flow', { 'Name of the Flow': 'book_a_visit', 'Label of the button': 'Book' }],
  ['Product', 'product', { 'ID of the catalogue': DEMO.catalogId, 'ID of the product': 'aloe' }],
  [
    'List of products',
    'product_list',
    { 'ID of the catalogue': DEMO.catalogId, Heading: 'Plants', 'IDs of the products': 'aloe\ncactus' },
  ],
  ['Products side by side', 'carousel', { 'ID of the catalogue': DEMO.catalogId, 'IDs of the products': 'aloe\nfern' }],
  ['Catalogue', 'catalog_message', {}],
  ['Ask for the location', 'location_request_message', {}],
  ['Ask for the phone number', 'request_contact_info', {}],
  ['Ask for an address', 'address_message', {}],
  ['Call button', 'voice_call', { 'Works for so many minutes (optional)': '15' }],
  ['Ask whether you may call', 'call_permission_request', {}],
  ['News of an order', 'order_status', { 'ID of the order': 'b-1' }],
];

describeInBrowser('The forms of messages', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let keys: KeyboardUser;
  const dialog = () => office.page.getByRole('dialog');
  const field = (name: string, within: Locator = dialog()) => within.getByLabel(name, { exact: true });
  const untilClosed = () => dialog().waitFor({ state: 'detached' });
  const choose = async (item: string): Promise<void> => {
    await office.page.getByRole('button', { name: 'More to send' }).click();
    await dialog().getByRole('button', { name: item, exact: true }).click();
    await office.page.getByRole('dialog', { name: item, exact: true }).waitFor();
  };
  const send = () => dialog().getByRole('button', { name: 'Send', exact: true });
  const sentTypes = () =>
    here.world.meta
      .requestsTo('/messages')
      .map(({ body }) => valueAt(body, 'interactive', 'type'))
      .filter((type) => type !== undefined);
  const expectRefused = async (control: Locator, why: RegExp): Promise<void> => {
    await dialog().getByText(why).first().waitFor();
    await keys.expectOn(control);
    expect(await keys.descriptionOf(control)).toMatch(why);
  };

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello');
    office = await here.administrator();
    office.page.setDefaultTimeout(5_000);
    keys = new KeyboardUser(office.page);
    await office.open('Ada');
  });
  beforeEach(async () => {
    if ((await dialog().count()) === 0) return; // of a test that has failed
    await office.page.keyboard.press('Escape');
    await untilClosed();
  });
  afterAll(() => here.close());

  it('say beside the field what is missing and what the server refuses, and send once', async () => {
    await choose('Link');
    await field('Text').fill('Our shop');
    await field('Web address').fill('shop.example');
    await send().click();
    await expectRefused(field('Label of the link'), /Something is missing/);
    await field('Label of the link').fill('Open');
    await send().click();
    await expectRefused(field('Web address'), /https?:/);
    expect(await axeViolations(office.page)).toEqual([]);
    await field('Web address').fill('https://shop.example');
    await send().dblclick();
    await untilClosed();
    await office.bubbles.filter({ hasText: 'Our shop' }).getByText('Open').waitFor();
    await eventually(
      () => sentTypes().length,
      (count) => count > 0,
    );
    expect(sentTypes()).toEqual(['cta_url']);
  });

  it('make cards with pictures, with the problem beside the card that has it', async () => {
    await choose('Cards with links');
    await field('Text').fill('New plants');
    for (const [at, url] of ['https://shop.example/aloe', 'fern'].entries()) {
      const card = dialog().getByRole('group', { name: `Card ${at + 1}` });
      await field('Picture or video', card).setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: PICTURE });
      await card.getByText(/^Uploading/).waitFor({ state: 'detached' });
      await field('Web address', card).fill(url);
      await field('Label of the link', card).fill('See it');
    }
    await send().click();
    await expectRefused(field('Web address').last(), /https?:/);
    await field('Web address').last().fill('https://shop.example/fern');
    await send().click();
    await untilClosed();
    await office.bubbles.filter({ hasText: 'New plants' }).getByText('See it').last().waitFor();
  });

  it.each(FORMS)('send: %s', async (item, type, texts) => {
    await choose(item);
    const [body] = await dialog().getByLabel(/^Text/).all();
    await body?.fill(`This is: ${item}`);
    for (const [name, text] of Object.entries(texts)) await field(name).fill(text);
    await send().click();
    await untilClosed();
    await office.bubbles.filter({ hasText: `This is: ${item}` }).waitFor();
    await eventually(
      () => sentTypes().at(-1),
      (sent) => sent === type,
    );
  });

  it('are accessible and no wider than a phone, for a keyboard and in Arabic too', async () => {
    const { page } = await here.administrator({ viewport: PHONE, colorScheme: 'dark' });
    await page.evaluate(() => localStorage.setItem('parley.language', '"ar"'));
    await page.reload();
    await page.locator('[data-conversation]').first().click();
    await page.locator('button:has(.lucide-plus)').click();
    const narrow = new KeyboardUser(page);
    const dialogs = page.getByRole('dialog');
    await dialogs.locator('.lucide-gallery-horizontal').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await narrow.press(dialogs.getByRole('button').filter({ has: page.locator('.lucide-gallery-horizontal') }));
    await dialogs.locator('input[type=file]').last().waitFor();
    const excess = await dialogs.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect([excess, await axeViolations(page)]).toEqual([0, []]);
    await page.context().close();
  });
});
