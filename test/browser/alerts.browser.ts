import type { BrowserContextOptions } from 'playwright-core';
import { eventually, must } from '../support/expectations.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const WIDTHS: [string, BrowserContextOptions][] = [
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['390', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
];

describeInBrowser('Whoever is away', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start({ environment: { SMTP_URL: 'smtp://127.0.0.1:9' } });
  });
  afterAll(() => here.close());

  it.each(WIDTHS)('chooses how they are alerted, and finds it again: %s px', async (_width, options) => {
    const { page } = await here.operator('Ann', options);
    await page.goto(`${here.world.url}/profile`);
    const section = page.getByRole('region', { name: 'When you are away' });
    await section.getByLabel('Send me an e-mail').check();
    await section.getByRole('combobox', { name: 'E-mail what I have not read after' }).selectOption('30');
    await section.getByLabel('somebody assigns a conversation to me').uncheck();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('#page').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
    await section.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await section.getByRole('combobox', { name: 'E-mail what I have not read after' }).waitFor();
    expect(await section.getByRole('combobox').inputValue()).toBe('30');
    expect(await section.getByLabel('Send me an e-mail').isChecked()).toBe(true);
    expect(await section.getByLabel('somebody assigns a conversation to me').isChecked()).toBe(false);
    await page.context().close();
  });

  it('is shown a push by the browser, and only while nobody looks at the console', async () => {
    const { page } = await here.operator('Bea');
    await page.context().grantPermissions(['notifications']);
    const tools = await page.context().newCDPSession(page);
    const registrations: string[] = [];
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: updated }) =>
      registrations.push(...updated.map(({ registrationId }) => registrationId)),
    );
    await tools.send('ServiceWorker.enable');
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/push-worker.js');
      await navigator.serviceWorker.ready;
    });
    const registrationId = must(
      await eventually(
        () => registrations[0],
        (id) => id !== undefined,
      ),
    );
    const push = async (title: string): Promise<void> => {
      const data = JSON.stringify({ id: title, title, body: 'Hello', path: '/inbox' });
      await tools.send('ServiceWorker.deliverPushMessage', { origin: here.world.url, registrationId, data });
    };
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title }) => title);
      });
    const other = await here.browser.tab(page);
    await other.goto('about:blank');
    await other.bringToFront();
    await push('Ada');
    await eventually(shown, (titles) => titles.includes('Ada'));
    await page.bringToFront();
    expect(await page.evaluate(() => document.hasFocus())).toBe(true);
    await push('Bo');
    await page.waitForTimeout(500);
    expect(await shown()).toEqual(['Ada']);
    await page.context().close();
  });
});
