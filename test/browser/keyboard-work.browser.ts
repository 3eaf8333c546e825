import type { Page } from 'playwright-core';
import { eventually } from '../support/expectations.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

describeInBrowser('A day’s work with a keyboard alone', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let page: Page;
  let keys: KeyboardUser;
  const main = () => page.getByRole('main');
  const dialog = () => page.getByRole('dialog');
  const button = (name: string) => main().getByRole('button', { name, exact: true });
  const field = (name: string) => main().getByLabel(name, { exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 });

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { account, customers, labels, people, records, templates } = here.world;
    await records.openShop();
    await templates.approvedFrom(aGreeting(account.id));
    await labels.create('Complaint');
    await labels.create('VIP');
    await people.add('OPERATOR', { name: 'Bea' });
    await customers.writes(customers.named('Ada'), 'Hello');
    office = await here.administrator();
    ({ page } = office);
    keys = new KeyboardUser(page);
    await office.open('Ada');
    await keys.expectOn(office.message);
  });
  afterAll(() => here.close());

  it('labels a conversation, assigns it, closes it and opens it again', async () => {
    const given = page.locator('section header').getByRole('list', { name: 'Labels' });
    await keys.press(button('Labels'), 'Shift+Tab');
    await keys.tabTo(dialog().getByRole('checkbox', { name: 'VIP' }));
    await page.keyboard.press('Space');
    await given.getByText('VIP').waitFor();
    await page.keyboard.press('Space');
    await given.waitFor({ state: 'detached' });
    await page.keyboard.press('Space');
    await given.getByText('VIP').waitFor();
    await page.keyboard.press('Escape');
    await keys.expectOn(button('Labels'));

    await keys.press(button('Assign to me'));
    await keys.expectOn(button('Close'));
    await keys.choose(page.getByRole('combobox', { name: 'Assign to' }), 'Bea');
    await office.chatWith('Ada').getByText('Bea answers').waitFor();
    await keys.expectSeen();

    await keys.press(button('Close'), 'Shift+Tab');
    await keys.expectOn(button('Reopen'));
    await keys.press(link('Closed'), 'Shift+Tab');
    await office.row('Ada').getByText('Closed').waitFor();
    await keys.press(office.row('Ada'));
    await keys.press(button('Reopen'));
    await keys.expectOn(button('Close'));
    await office.row('Ada').waitFor({ state: 'detached' });
    await keys.expectSeen();
  });

  it('writes a template, hears what is wrong with it, fills its gap from a record, and submits it', async () => {
    await keys.goTo('Templates');
    await keys.press(link('New template'));
    await heading('New template').waitFor();
    await keys.write(field('Name'), 'Shipped');
    await keys.choose(field('Category'), 'Mark');
    await keys.press(button('Go on to the text'));
    await keys.expectOn(heading('Shipped'));

    const body = page.getByRole('textbox', { name: 'Body' });
    await keys.tabTo(body);
    await keys.press(button('Insert a variable'));
    await keys.expectOn(body);
    await page.keyboard.type(' is on its way');
    await eventually(
      () => keys.descriptionOf(body),
      (said) => /characters.*placeholder/.test(said),
    );
    expect(await body.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Home');
    await page.keyboard.type('Your order ');
    await page.keyboard.press('End');
    await page.keyboard.type(' to you.');
    await body.and(page.locator(':not([aria-invalid])')).waitFor();

    await keys.choose(field('Filled with'), 'a field');
    expect(await button('Field: Choose a field').isDisabled()).toBe(true);
    await keys.choose(field('Kind of record'), 'Order');
    await keys.press(button('Field: Choose a field'), 'Shift+Tab');
    await keys.expectTrapped(dialog());
    await keys.press(dialog().getByRole('button', { name: /^Customer/ }));
    await keys.press(dialog().getByRole('button', { name: 'The record', exact: true }), 'Shift+Tab');
    await keys.write(dialog().getByRole('searchbox'), 'Number', 'Shift+Tab');
    await keys.press(dialog().getByRole('button', { name: 'Number Text' }));
    await dialog().waitFor({ state: 'detached' });
    await keys.expectOn(button('Field: Number'));
    await keys.write(field('Sample'), 'A-17');
    await page.getByRole('complementary').getByText('Your order A-17 is on its way to you.').waitFor();
    await keys.press(button('Where it goes: Choose a field'));
    await keys.write(dialog().getByRole('searchbox'), 'Mobile');
    await keys.press(dialog().getByRole('button', { name: /Mobile/ }));
    await keys.expectOn(button('Where it goes: customer.phone'));
    await keys.press(button('Submit to Meta'));
    await page.getByText('Submitted: Meta is reviewing it.').waitFor();
    await main().getByText('In review').first().waitFor();
    await keys.expectSeen();
  });

  it('sends to a list of numbers, pauses, goes on, and cancels the rest', async () => {
    await keys.goTo('Broadcasts');
    await keys.press(link('New broadcast'));
    await heading('New broadcast').waitFor();
    await keys.choose(page.getByRole('combobox', { name: 'Template' }), 'Greeting');
    const numbers = Array.from({ length: 40 }, (_, index) => `+491511234${7000 + index}`);
    await keys.tabTo(field('Phone numbers, one a line'));
    await page.keyboard.insertText([...numbers, '123'].join('\n')); // as a paste does
    await page.getByText('40 of 41 can be sent to; 1 are left out.').waitFor();
    await page.getByRole('table').getByText('123', { exact: true }).waitFor();
    await keys.write(page.getByLabel(/^Text for/), 'Kim');
    const previews = page.getByRole('region', { name: 'What the first of them read' });
    await previews.getByText('Hello Kim, we are back for you.').first().waitFor();
    await keys.write(field('Messages a second'), '1');
    await keys.press(button('Send'));
    await keys.sayYes('Send');
    await keys.expectOn(heading('Greeting'));
    await keys.press(button('Pause'));
    await keys.expectOn(button('Resume'));
    await main().getByText('Paused', { exact: true }).first().waitFor();
    await page.keyboard.press('Enter');
    await keys.expectOn(button('Pause'));
    await keys.press(button('Cancel the rest'));
    await keys.sayYes('Cancel the rest');
    await main().getByText('Cancelled', { exact: true }).first().waitFor();
    await keys.press(page.getByLabel('Back to the broadcasts'), 'Shift+Tab');
    await heading('Broadcasts').waitFor();
  });

  it('tests a connection, and reads what came of it', async () => {
    const { account, meta } = here.world;
    await keys.goTo('Accounts');
    await keys.press(page.locator(`a[href='/accounts/${account.id}']`));
    const test = button('Test Connection');
    const checks = page.getByRole('region', { name: 'Connection test' });
    await keys.press(test);
    await checks.getByRole('status').getByText('Everything works').waitFor();
    await keys.expectOn(test);
    expect(await checks.getByRole('listitem').count()).toBe(14);
    for (const token of meta.world.tokens.values()) token.isRevoked = true;
    await page.keyboard.press('Enter');
    await checks.getByRole('status').getByText('Something is wrong').waitFor();
    await keys.expectOn(test);
    const guides = checks.getByRole('link', { name: /^Step by step: / });
    await keys.tabTo(guides);
    await checks.getByText('Meta does not accept the access token.').first().waitFor();
    for (const token of meta.world.tokens.values()) token.isRevoked = false;
    await keys.press(test, 'Shift+Tab');
    await eventually(
      () => guides.count(),
      (count) => count === 0,
    );
    await keys.expectOn(test);
  });
});
