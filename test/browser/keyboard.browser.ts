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
  const link = (name: string) => page.getByRole('link', { name, exact: true });
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

  it('sends a template from a dialog that keeps the focus, and gives it back', async () => {
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
    await keys.press(dialog().getByRole('button', { name: 'Send template' }));
    await dialog().waitFor({ state: 'detached' });
    await office.shows('Hello Ada, we are back for you.');
    await keys.expectOn(template);
  });

  it('takes a conversation over, closes it and opens it again without losing the place', async () => {
    await keys.press(button('Assign to me'));
    await button('Assign to me').waitFor({ state: 'detached' });
    await keys.expectSeen();
    await keys.press(button('Close'));
    await button('Reopen').waitFor();
    await keys.expectOn(button('Reopen'));
    await page.keyboard.press('Enter');
    await keys.expectOn(button('Close'));
  });

  it('writes a template', async () => {
    await keys.press(link('Templates'));
    await keys.press(link('New template'));
    await keys.write(page.getByLabel('Name', { exact: true }), 'Shipped');
    await keys.press(button('Go on to the text'));
    await keys.write(page.getByRole('textbox', { name: 'Body' }), 'Your order is on its way to you.');
    await keys.press(button('Save'));
    await page.getByRole('heading', { name: 'Shipped' }).waitFor();
  });

  it('starts a broadcast, and is asked before', async () => {
    await keys.press(link('Broadcasts'));
    await keys.press(link('New broadcast'));
    await keys.tabTo(page.getByRole('combobox', { name: 'Template' }));
    await page.keyboard.type('Greeting');
    await keys.write(page.getByRole('textbox', { name: /^Phone numbers/ }), '+4915112345678');
    await keys.write(page.getByRole('textbox', { name: /^Text for/ }), 'Kim');
    const question = page.getByRole('alertdialog');
    await keys.press(button('Send'));
    await keys.expectOn(question.getByRole('button', { name: 'Cancel' }));
    await keys.expectTrapped(question);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await keys.expectOn(button('Send'));
    await page.keyboard.press('Enter');
    await keys.press(question.getByRole('button', { name: 'Send', exact: true }));
    await question.waitFor({ state: 'detached' });
  });

  it('tests the connection of an account', async () => {
    await keys.press(link('Accounts'));
    await keys.press(page.locator(`a[href='/accounts/${here.world.account.id}']`));
    await keys.press(button('Test Connection'));
    await page.getByText(/^Everything works/).waitFor();
    await keys.expectOn(button('Test Connection'));
  });
});
