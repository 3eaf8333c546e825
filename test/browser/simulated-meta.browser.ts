import type { BrowserContextOptions } from 'playwright-core';
import { eventually, last } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import { SimulatorPage } from './support/simulator-page.js';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SIZES: [string, BrowserContextOptions][] = [
  ['on a wide screen', { viewport: WIDE }],
  ['on a phone', { viewport: PHONE, colorScheme: 'dark', hasTouch: true }],
];
const LOOKS: [string, BrowserContextOptions][] = [
  ['wide and light', { viewport: WIDE, colorScheme: 'light' }],
  ['wide and dark', { viewport: WIDE, colorScheme: 'dark' }],
  ['on a phone, light', { viewport: PHONE, colorScheme: 'light' }],
  ['on a phone, dark', { viewport: PHONE, colorScheme: 'dark' }],
  ['on a phone, dark and Arabic', { viewport: PHONE, colorScheme: 'dark', locale: 'ar' }],
];

describeInBrowser('Whoever plays Meta', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers, meta } = here.world;
    meta.world.customers.length = 0;
    await customers.writes(customers.named('Ada'), '*Hello*, see https://example.com');
  });
  afterAll(() => here.close());

  async function open(options: BrowserContextOptions): Promise<SimulatorPage> {
    const simulator = new SimulatorPage(await here.browser.page(options), here.world.meta.simulator.url);
    await simulator.open();
    return simulator;
  }

  it.each(SIZES)('decides on templates, and Parley hears of it: %s', async (_size, options) => {
    const { templates } = here.world;
    const simulator = await open(options);
    const view = await simulator.view('Templates');
    const card = (name: string) => view.getByRole('article', { name: `${name} (en_US)` });
    const submitted = async () =>
      templates.submit((await templates.createFrom(aDraft({ accountId: here.world.account.id }))).id);
    const [good, bad] = [await submitted(), await submitted()];
    await card(good.name).getByRole('button', { name: 'Approve' }).click();
    await templates.until(good.id, 'APPROVED');
    await card(bad.name).getByLabel('Reason of the rejection').selectOption('TAG_CONTENT_MISMATCH');
    await card(bad.name).getByRole('button', { name: 'Reject' }).press('Enter');
    await templates.until(bad.id, 'REJECTED');
    await card(bad.name).getByText('TAG_CONTENT_MISMATCH').waitFor();
    await card(good.name).getByLabel('Quality').selectOption('YELLOW');
    await eventually(
      async () => (await templates.read(good.id)).quality,
      (quality) => quality === 'YELLOW',
    );
    await card(good.name).getByRole('button', { name: 'Pause' }).click();
    await templates.until(good.id, 'PAUSED');
    await card(good.name).getByRole('button', { name: 'Reinstate' }).click();
    await templates.until(good.id, 'APPROVED');
    await card(good.name).getByLabel('To category').selectOption('MARKETING');
    await card(good.name).getByRole('button', { name: 'Announce' }).click();
    await card(good.name).getByText('→ MARKETING').waitFor();
    await card(good.name).getByRole('button', { name: 'Move now' }).click();
    await eventually(
      async () => (await templates.read(good.id)).category,
      (category) => category === 'MARKETING',
    );
    await simulator.page.context().close();
  });

  it.each(SIZES)('switches faults on and off, and sees which are on: %s', async (_size, options) => {
    const { inbox } = here.world;
    const { id } = await inbox.conversationWith('Ada');
    const simulator = await open(options);
    const view = await simulator.view('Faults');
    const fault = (name: string) => view.getByRole('switch', { name: new RegExp(`^${name}`) });
    const row = view.getByRole('listitem').filter({ hasText: 'Refuses with an error code' });
    await row.getByLabel('Error code', { exact: true }).fill('131026');
    await row.getByRole('combobox', { name: 'Calls' }).selectOption('/messages');
    await fault('Refuses with an error code').click();
    await simulator.faultsOn.getByText('131026 /messages').waitFor();
    await inbox.send(id, 'Refused');
    const refused = await eventually(
      async () => last(await inbox.messagesWith('Ada')),
      ({ status }) => status === 'FAILED',
    );
    expect(refused.failure).toMatchObject({ code: 131026 });
    await simulator.faultsOn.getByRole('button', { name: 'Switch off: Refuses with an error code' }).click();
    await simulator.faultsOn.waitFor({ state: 'detached' });
    for (const name of ['Answers slowly', 'Sends every webhook twice', 'The token has expired']) {
      await fault(name).focus();
      await fault(name).press('Space');
      await simulator.faultsOn.getByText(name).waitFor();
    }
    await simulator.page.getByRole('button', { name: 'Reset' }).click();
    await simulator.page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click();
    await simulator.faultsOn.waitFor({ state: 'detached' });
    here.world.meta.behaveAsUsual();
    await simulator.page.context().close();
  });

  it.each(SIZES)('sees what was sent to Parley, and sends it again: %s', async (size, options) => {
    const { customers, inbox } = here.world;
    await customers.writes(customers.named('Ada', await numberOfAda()), `Once ${size}`);
    const simulator = await open(options);
    const view = await simulator.view('Webhooks');
    await view.getByLabel('Field').selectOption('messages');
    const row = view.getByRole('listitem').first();
    await row.getByText('200').waitFor();
    await row.locator('summary').press('Enter');
    await row.getByRole('group', { name: 'Body' }).getByText('whatsapp_business_account').waitFor();
    await row.getByText(/^sha256=/).waitFor();
    const before = await view.getByRole('listitem').count();
    await row.getByRole('button', { name: 'Send again' }).click();
    await eventually(
      async () => view.getByRole('listitem').count(),
      (count) => count > before,
    );
    await here.world.webhooks.settled();
    const texts = (await inbox.messagesWith('Ada')).map(({ text }) => text);
    expect(texts.filter((text) => text === `Once ${size}`)).toHaveLength(1);
    await simulator.page.context().close();
  });

  it('goes on by itself when the simulator was away', async () => {
    const simulator = await open({});
    await simulator.page.context().setOffline(true);
    await simulator.page.getByText('Not connected to the simulator.').waitFor();
    await simulator.page.context().setOffline(false);
    await here.world.customers.writes(here.world.customers.named('Zoe'), 'I am new');
    await simulator.page.getByRole('group', { name: 'Customers' }).getByRole('button', { name: 'Zoe' }).waitFor();
    await simulator.page.getByText('Not connected to the simulator.').waitFor({ state: 'detached' });
    await simulator.page.context().close();
  });

  it.each(LOOKS)('has a page that is accessible, and no wider than the screen: %s', async (_look, options) => {
    const { customers, inbox, meta, templates } = here.world;
    await customers.writes(customers.named('Ada', await numberOfAda()), '*Hello*, see https://example.com');
    const buttons = [{ optionId: 'keep', title: 'Keep it' }];
    await inbox.send((await inbox.conversationWith('Ada')).id, {
      interactive: { kind: 'BUTTONS', body: 'And now?', buttons },
    });
    await templates.submit((await templates.createFrom(aDraft({ accountId: here.world.account.id }))).id);
    meta.behave({ duplicateWebhooks: 1 });
    const { page } = await open(options);
    const found: Record<string, string[]> = {};
    const check = async (view: string): Promise<void> => {
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      found[view] = [...(await axeViolations(page)), ...(excess > 0 ? [`${excess} px too wide`] : [])];
    };
    const dialog = page.getByRole('dialog');
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    };
    const phone = page
      .locator('[data-customer]')
      .filter({ has: page.locator('li[data-message]') })
      .first();
    await phone.waitFor();
    await check('customers');
    const openers = phone.locator(
      '> header [aria-haspopup=dialog], form [aria-haspopup=dialog], li [aria-haspopup=dialog]',
    );
    for (let index = 0; index < 3; index += 1) {
      await openers.nth(index).click();
      await dialog.waitFor();
      await check(`dialog ${index}`);
      await close();
    }
    await page.locator('[role=group] > .button').click();
    await dialog.waitFor();
    await check('a new customer');
    await close();
    for (const view of ['templates', 'webhooks', 'faults']) {
      await page.locator(`nav a[data-view=${view}]`).click();
      await page.locator('section h2').last().waitFor();
      if (view === 'webhooks') await page.locator('summary').first().click();
      await check(view);
    }
    meta.behaveAsUsual();
    meta.behave({ duplicateWebhooks: 0 });
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])));
    await page.context().close();
  });

  const numberOfAda = async () => (await here.world.inbox.conversationWith('Ada')).contact.phoneNumber?.slice(1);
});
