import type { Page } from 'playwright-core';
import { eventually } from '../support/expectations.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

describeInBrowser('With a keyboard alone', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let page: Page;
  let keys: KeyboardUser;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { cannedReplies, customers, templates } = here.world;
    await templates.approvedFrom(aGreeting(here.world.account.id));
    await cannedReplies.create('hours', 'We are open from 9 to 6.');
    await customers.writes(customers.named('Ada'), 'Hello');
    await customers.writes(customers.named('Bo'), 'Good morning');
    office = await here.visitor({ viewport: { width: 1440, height: 900 } });
    ({ page } = office);
    keys = new KeyboardUser(page);
    await page.goto(here.world.url);
    await page.getByLabel('E-mail').waitFor();
  });
  afterAll(() => here.close());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');

  it('a person signs in and opens a chat, which begins at the answer', async () => {
    await keys.write(page.getByLabel('E-mail'), here.adminLogin.email);
    await keys.write(page.getByLabel('Password'), here.adminLogin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    await office.row('Ada').waitFor();
    await keys.tabTo(office.rows);
    if (!(await office.row('Ada').and(page.locator(':focus')).count())) await page.keyboard.press('ArrowDown');
    await keys.expectOn(office.row('Ada'));
    await keys.expectSeen();
    await page.keyboard.press('Enter');
    await office.chatWith('Ada').waitFor();
    await keys.expectOn(office.message);
  });

  it('answers, with a canned reply too, and notes', async () => {
    await page.keyboard.type('Hello Ada');
    await page.keyboard.press('Enter');
    await office.shows('Hello Ada');
    await keys.expectOn(office.message);
    await page.keyboard.type('/ho');
    await page.getByRole('option', { name: '/hours' }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(
      () => office.message.inputValue(),
      (text) => text === 'We are open from 9 to 6.',
    );
    await page.keyboard.press('Enter');
    await office.shows('We are open from 9 to 6.');
    await keys.write(office.note, 'Wants to know more');
    await page.keyboard.press('Enter');
    await office.shows('Wants to know more');
    await keys.expectOn(office.note);
  });

  it('fills in a template in a dialog that keeps the focus, and gives it back', async () => {
    const template = button('Template');
    await keys.tabTo(template, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await keys.expectTrapped(dialog());
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await keys.expectOn(template);
    await page.keyboard.press('Enter');
    await keys.press(dialog().getByRole('button', { name: /^Greeting/ }));
    await keys.write(dialog().getByRole('textbox'), 'Ada');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await keys.expectOn(template);
  });
});
