import type { BrowserContextOptions } from 'playwright-core';
import { manyRecipients } from '../support/factories/keys.js';
import { aGreeting } from './support/a-greeting.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const LOOKS: [string, BrowserContextOptions][] = [
  ['wide and light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['on a phone, dark and Arabic', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'ar' }],
];

describeInBrowser('The overview', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers, inbox, templates } = here.world;
    const greeting = await templates.approvedFrom(aGreeting(here.world.account.id));
    const { results } = await templates.trySend({
      templateId: greeting.id,
      recipients: manyRecipients(3, 6_330_000).map((recipient) => ({
        ...recipient,
        values: [{ name: '1', value: 'Pablo' }],
      })),
    });
    for (const { message } of results) if (message !== null) await inbox.until(message.id, 'DELIVERED');
    await customers.writes(customers.named('Ada'), 'Hello');
    await customers.writes(customers.named('Bo'), 'Hello');
    await inbox.send((await inbox.conversationWith('Ada')).id, 'An answer');
  });
  afterAll(() => here.close());

  it.each(LOOKS)('says as charts and as tables what came, went and waits: %s', async (_look, options) => {
    const { page } = await here.administrator({ ...options, locale: 'en-US' });
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    const figures = page.getByRole('region', { name: 'At a glance' });
    await figures.getByText('Waiting for an answer now').waitFor();
    expect(await figures.locator('dt', { hasText: 'Waiting' }).locator('+ dd').innerText()).toBe('1');
    expect(await figures.locator('dt', { hasText: 'Received' }).locator('+ dd').innerText()).toBe('2');
    const messages = page.getByRole('region', { name: 'Messages a day' });
    expect(await messages.locator('svg rect[data-series="0"]').count()).toBe(30);
    await messages.getByText('Messages a day as a table').click();
    const today = messages.getByRole('row').nth(1);
    expect((await today.innerText()).split('\t').slice(1)).toEqual(['2', '4', '0']);
    const outcomes = page.getByRole('region', { name: 'What became of templates' });
    await outcomes.getByText('What became of templates as a table').click();
    expect(await outcomes.getByRole('row').nth(1).innerText()).toMatch(/Greeting.*\t3\t3\t/);
    await page.getByRole('region', { name: 'What Meta charges' }).locator('svg rect').first().waitFor();
    await page.getByRole('combobox', { name: 'Days' }).selectOption('7');
    await messages.locator('svg rect[data-series="0"]').nth(7).waitFor({ state: 'detached' });
    expect(await messages.locator('svg rect[data-series="0"]').count()).toBe(7);
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it.each(LOOKS)('is accessible and no wider than the screen: %s', async (_look, options) => {
    const { page } = await here.visitor(options);
    await page.goto(`${here.world.url}/overview`);
    await page.locator('input[name=email]').fill(here.adminLogin.email);
    await page.locator('input[name=password]').fill(here.adminLogin.password);
    await page.locator('button[type=submit]').click();
    await page.locator('svg rect[data-series]').first().waitFor({ state: 'attached' });
    for (const table of await page.locator('figure summary').all()) await table.click();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('#page').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
    const [first, last] = await page
      .locator('svg rect[data-series="0"]')
      .evaluateAll((bars) => [bars[0], bars[29]].map((bar) => bar?.getBoundingClientRect().left ?? 0));
    expect((first ?? 0) < (last ?? 0)).toBe(options.locale !== 'ar'); // the first day stands where one begins to read
    await page.context().close();
  });

  it('tells what messages cost, by the rate cards that administrators upload', async () => {
    const { page } = await here.administrator({ locale: 'en-US' });
    await page.getByRole('link', { name: 'Overview' }).click();
    const costs = page.getByRole('region', { name: 'Costs' });
    await costs.getByText('none has been uploaded').waitFor();
    await costs.getByRole('button', { name: 'Rate cards' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rate cards' });
    const choose = (csv: string) =>
      dialog
        .getByLabel('CSV file of Meta')
        .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await choose('Market,Currency,Utility,Marketing\nAtlantis,$US,0.5,0.5');
    await dialog.getByLabel('Counts from').fill('2020-01-01');
    await dialog.getByRole('button', { name: 'Upload' }).click();
    await dialog.getByText('Line 2 names no country or region').waitFor();
    expect(await dialog.getByLabel('CSV file of Meta').getAttribute('aria-invalid')).toBe('true');
    await choose('Market,Currency,Utility,Marketing\nNorth America,$US,0.5,0.5');
    await dialog.getByRole('button', { name: 'Upload' }).click();
    await dialog.getByText('The rate card in USD is here.').waitFor();
    await dialog.getByText('USD from Jan 1, 2020').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await costs.getByText('Together $1.50').waitFor();
    await costs.getByText('Costs as a table').click();
    expect((await costs.getByRole('row').nth(1).innerText()).split('\t').slice(1)).toEqual(['3', '3', '$1.50']);
    expect(await axeViolations(page)).toEqual([]);

    await costs.getByRole('button', { name: 'Rate cards' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('USD from Jan 1, 2020').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await costs.getByText('none has been uploaded').waitFor();
    await page.context().close();
  });
});
