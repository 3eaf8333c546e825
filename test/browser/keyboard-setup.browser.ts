import type { Locator, Page } from 'playwright-core';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimCustomer } from '../../src/simulator/world/world.js';
import { must } from '../support/expectations.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

/** Not this machine's, so that a time that was read in the wrong one is seen. */
const ZONE = 'America/Sao_Paulo';
const MINUTE_MS = 60_000;
const inTwoHours = () => new Date(Math.floor((Date.now() + 2 * HOUR_MS) / MINUTE_MS) * MINUTE_MS);

let here: BrowserWorld;
let office: ConsolePage;
let page: Page;
let keys: KeyboardUser;
const main = () => page.getByRole('main');
const dialog = () => page.getByRole('dialog');
const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
const link = (name: string) => page.getByRole('link', { name, exact: true });
const button = (name: string, within: Locator = main()) => within.getByRole('button', { name, exact: true });
const field = (name: string, within: Locator = main()) => within.getByLabel(name, { exact: true });
/** The focus came to the field by itself, which says what is wrong with it. */
const expectRefused = async (control: Locator, why: RegExp): Promise<void> => {
  await keys.expectOn(control);
  await keys.expectSeen();
  expect(await control.getAttribute('aria-invalid')).toBe('true');
  expect(await keys.descriptionOf(control)).toMatch(why);
};

describeInBrowser('What is to go out later, with a keyboard alone', () => {
  let ada: SimCustomer;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { account, customers, templates } = here.world;
    await templates.approvedFrom(aGreeting(account.id));
    ada = customers.named('Ada');
    await customers.writes(ada, 'Can you remind me?');
    office = await here.administrator({ timezoneId: ZONE });
    ({ page } = office);
    keys = new KeyboardUser(page);
    await office.open('Ada');
    await keys.expectOn(office.message);
  });
  afterAll(() => here.close());

  const more = () => button('More to send');
  const bubble = (text: string) => office.bubbles.filter({ hasText: text });
  const writeForLater = async (text: string, way: 'Tab' | 'Shift+Tab'): Promise<void> => {
    await keys.press(more(), way);
    await keys.press(button('Send later', dialog()));
    await keys.expectTrapped(dialog());
    await keys.write(field('Message', dialog()), text);
  };

  it('a text to one customer is scheduled, seen with its time, taken back, and sent after all', async () => {
    const { customers, inbox } = here.world;
    const at = inTwoHours();
    await writeForLater('Your reminder', 'Shift+Tab');
    await keys.press(button('Send', dialog()));
    const time = field('Goes out at', dialog());
    await expectRefused(time, /America\/Sao_Paulo.*Something is missing/);
    await keys.writeTime(time, at, ZONE);
    await keys.press(button('Send', dialog()));
    await dialog().waitFor({ state: 'detached' });
    await keys.expectOn(more());
    await bubble('Your reminder')
      .getByText(/^Scheduled for /)
      .waitFor();
    const scheduled = must((await inbox.messagesWith('Ada')).find(({ text }) => text === 'Your reminder'));
    expect(scheduled).toMatchObject({ status: 'QUEUED', sendAt: at.toISOString() });

    await keys.press(button('Take back', bubble('Your reminder')), 'Shift+Tab');
    const again = button('Send it again', bubble('Your reminder'));
    await keys.expectOn(again);
    await keys.expectKept();
    await bubble('Your reminder').getByText('Taken back').first().waitFor();
    expect(customers.got(ada)).toEqual([]);
    await page.keyboard.press('Enter');
    await customers.gets(ada, 1);
    await keys.expectKept(again);
  });

  it('a text for a time that has passed is refused aloud, and discarded', async () => {
    await writeForLater('Too late', 'Tab');
    await keys.writeTime(field('Goes out at', dialog()), new Date(0), ZONE);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await keys.expectOn(more());
    await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
    await keys.press(button('Discard'), 'Shift+Tab');
    await page.getByText('Too late').waitFor({ state: 'detached' });
    await keys.expectKept();
    expect(await office.chatWith('Ada').locator(':focus').count()).toBe(1);
  });

  it('a broadcast is scheduled in the zone of who makes it, refused first, and cancelled', async () => {
    const { broadcasts } = here.world;
    const at = inTwoHours();
    await keys.goTo('Broadcasts');
    await keys.press(link('New broadcast'));
    await heading('New broadcast').waitFor();
    await keys.choose(page.getByRole('combobox', { name: 'Template' }), 'Greeting');
    await keys.tabTo(field('Phone numbers, one a line'));
    await page.keyboard.insertText('+4915112347000\n+4915112347001'); // as a paste does
    await page.getByRole('status').getByText('2 of 2 can be sent to').waitFor();
    await keys.write(page.getByLabel(/^Text for/), 'Kim');
    const startsAt = field('Begins');
    expect(await keys.descriptionOf(startsAt)).toContain(ZONE);
    await keys.writeTime(startsAt, new Date(0), ZONE);
    await keys.press(button('Schedule'));
    await keys.sayYes('Schedule');
    await expectRefused(startsAt, /This time has passed: choose a later one\./);
    await keys.writeTime(startsAt, at, ZONE);
    await keys.press(button('Schedule'));
    await keys.sayYes('Schedule');
    await keys.expectOn(heading('Greeting'));
    await main().getByText('Scheduled', { exact: true }).first().waitFor();
    const id = must(page.url().split('/').at(-1));
    expect(await broadcasts.read(id)).toMatchObject({ status: 'SCHEDULED', startAt: at.toISOString() });

    await keys.press(button('Cancel the rest'));
    await keys.sayYes('Cancel the rest');
    await keys.expectOn(page.getByLabel('Back to the broadcasts'));
    await main().getByText('Cancelled', { exact: true }).first().waitFor();
    expect(await broadcasts.read(id)).toMatchObject({ status: 'CANCELLED', cancelled: 2, sent: 0 });
    await page.keyboard.press('Enter');
    await heading('Broadcasts').waitFor();
    await keys.expectKept();
  });
});

describeInBrowser('From nothing to a connected account, with a keyboard alone', () => {
  beforeAll(async () => {
    here = await BrowserWorld.start({ isConnected: false });
    office = await here.administrator();
    ({ page } = office);
    keys = new KeyboardUser(page);
  });
  afterAll(() => here.close());

  const checks = () => page.getByRole('region', { name: 'Connection test' });
  const way = () => page.getByRole('region', { name: 'On the way to the first message' });
  const step = (name: string) => way().getByRole('listitem').filter({ hasText: name });

  it('the five values are given, and what is wrong with one is mended in its field', async () => {
    await keys.goTo('Accounts');
    await keys.press(link('New account'));
    await heading('New account').waitFor();
    await keys.press(button('Connect the account'));
    await expectRefused(field('Name'), /Please fill this in/);
    const values: [string, string][] = [
      ['Name', 'Lucky Garden'],
      ['App ID', DEMO.appId],
      ['App secret', DEMO.appSecret],
      ['WhatsApp Business Account ID', DEMO.whatsappAccountId],
      ['Phone number ID', DEMO.phoneNumberId],
      ['Access token', 'two words'],
    ];
    for (const [name, value] of values) {
      expect(await keys.descriptionOf(field(name))).toMatch(/Please fill this in/);
      await keys.write(field(name), value);
    }
    await keys.press(button('Connect the account'));
    await expectRefused(field('Access token'), /perhaps a blank/);
    for (const [name] of values.slice(0, -1)) expect(await field(name).getAttribute('aria-invalid')).toBeNull();
    await keys.write(field('Access token'), 'EAAOfAnotherApp');
    await page.keyboard.press('Enter');
    await heading('Lucky Garden').waitFor();
    await keys.expectOn(heading('Lucky Garden'));
    await keys.expectKept();
  });

  it('a token that Meta refuses is said at each step, and renewed', async () => {
    await keys.press(button('Subscribe', way()));
    await step('Meta sends its webhooks here').getByRole('alert').getByText('token').waitFor();
    await keys.expectOn(button('Subscribe', way()));
    await keys.press(button('Test Connection'));
    await checks().getByRole('status').getByText('Something is wrong').waitFor();
    await keys.expectOn(button('Test Connection'));
    await checks().getByText('Meta does not accept the access token.').first().waitFor();
    await keys.tabTo(link('Step by step: The access token is valid'));

    await keys.press(button('Renew the access token'));
    await keys.expectTrapped(dialog());
    await keys.write(field('Access token', dialog()), 'two words');
    await keys.press(button('Save and test', dialog()));
    await expectRefused(field('Access token', dialog()), /perhaps a blank/);
    await keys.write(field('Access token', dialog()), DEMO.accessToken);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await keys.expectOn(button('Renew the access token'));
    await keys.expectSeen();
  });

  it('Meta’s webhooks are subscribed, the connection is tested, and the first message comes', async () => {
    const { customers } = here.world;
    await keys.press(button('Subscribe', way()), 'Shift+Tab');
    await step('Meta sends its webhooks here').getByText('done').waitFor();
    await keys.expectKept();
    await keys.press(button('Test Connection'));
    await checks().getByRole('status').getByText('Everything works').waitFor();
    await keys.expectOn(button('Test Connection'));
    await step('Everything between Meta and here works').getByText('done').waitFor();
    await keys.press(way().getByRole('link', { name: 'Inbox' }), 'Shift+Tab');
    await heading('Inbox').waitFor();
    await keys.expectKept();
    const ada = customers.named('Ada');
    await customers.writes(ada, 'Hello');
    await keys.press(office.row('Ada'));
    await keys.expectOn(office.message);
    await page.keyboard.type('Welcome');
    await page.keyboard.press('Enter');
    expect(await customers.gets(ada, 1)).toMatchObject([{ type: 'text' }]);
  });
});
