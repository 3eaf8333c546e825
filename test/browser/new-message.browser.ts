import type { Locator, Page } from 'playwright-core';
import { eventually, must } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { aGreeting } from './support/a-greeting.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

const SECOND = '106540352242999';
const PHONE = { width: 390, height: 844 };

describeInBrowser('A new message to somebody who has not written', () => {
  let here: BrowserWorld;
  let olga: Person;
  let office: ConsolePage;
  let page: Page;
  let keys: KeyboardUser;
  const dialog = (on = page) => on.getByRole('dialog');
  const opener = (on = page) => on.getByRole('button', { name: 'New message', exact: true });
  const number = (on = page) => dialog(on).getByLabel('Phone number of the customer');
  const next = (on = page) => dialog(on).getByRole('button', { name: 'Choose the template', exact: true });
  const template = (on = page) => dialog(on).getByRole('button', { name: /^Greeting/ });
  const text = (on = page) => dialog(on).getByLabel(/^Text for/);
  const send = (on = page) => dialog(on).getByRole('button', { name: 'Send template', exact: true });
  const ready = (button: Locator) => button.and(page.locator('[aria-disabled=false]'));
  const isAway = () => dialog().waitFor({ state: 'detached' });
  /** What Meta has sent there, once it has sent something, and no more a moment later. */
  const got = async (phoneNumber: string): Promise<string[]> => {
    await here.world.customers.getsAt(phoneNumber);
    await page.waitForTimeout(1_000);
    return here.world.customers.gotAt(phoneNumber).map((message) => message.text);
  };
  const fill = async (to: string, name: string): Promise<void> => {
    await opener().click();
    await number().fill(to);
    await next().click();
    await template().click();
    await text().fill(name);
    await ready(send()).waitFor();
  };

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.customers.writes(here.world.customers.named('Ada', '4915112346000'), 'Hello');
    olga = await here.world.people.add('OPERATOR', { name: 'Olga' });
    office = await here.visitor();
    await office.signIn(olga);
    ({ page } = office);
    keys = new KeyboardUser(page);
  });
  afterAll(() => here.close());

  it('is offered once there is a template to send, at once', async () => {
    const { templates, account } = here.world;
    await office.row('Ada').waitFor();
    expect(await opener().count()).toBe(0);
    await templates.approvedFrom(aGreeting(account.id));
    await opener().waitFor();
  });

  it('goes by keyboard to a number that nobody knows, and its chat opens', async () => {
    await page.keyboard.press('Control+k');
    await keys.press(opener(), 'Shift+Tab');
    await keys.write(number(), '0049 (151) 1234-6001');
    await page.keyboard.press('Enter');
    await keys.press(template());
    await dialog().getByText('+4915112346001').waitFor();
    await keys.write(text(), 'Bo');
    await ready(send()).waitFor();
    await keys.press(send());
    await isAway();
    await page.getByText('Sent to \u2068+4915112346001\u2069.').waitFor();
    await office.shows('Hello Bo, we are back for you.');
    await page.waitForURL(/\/inbox\/all\/[\w-]+$/);
    await keys.expectKept();
    expect(await got('+4915112346001')).toEqual(['Hello Bo, we are back for you.']);
  });

  it('is refused beside the field where the number is none', async () => {
    await opener().click();
    await number().fill('+49 151');
    await next().click();
    await keys.expectOn(number());
    expect(await keys.descriptionOf(number())).toContain('The number is too short.');
    await number().fill('');
    await next().click();
    await dialog().getByText('There is no number.').waitFor();
    await page.keyboard.press('Escape');
    await isAway();
  });

  it('joins the conversation of whoever has one, and keeps what was written while one goes back', async () => {
    await fill('+49 151 12346000', 'Ada');
    await dialog().getByText('Ada', { exact: true }).waitFor();
    await dialog().getByRole('button', { name: 'Back to the templates' }).click();
    await dialog().getByRole('button', { name: 'Back to the phone number' }).click();
    expect(await number().inputValue()).toBe('+49 151 12346000');
    await next().click();
    expect(await text().inputValue()).toBe('Ada');
    await ready(send()).click();
    await isAway();
    await office.chatWith('Ada').waitFor();
    await office.shows('Hello Ada, we are back for you.');
  });

  it('is sent once, whatever is pressed how often', async () => {
    await fill('+4915112346002', 'Cy');
    await send().dblclick();
    await isAway();
    expect(await got('+4915112346002')).toHaveLength(1);
  });

  it('is sent once when answers are lost, and says so where it was changed meanwhile', async () => {
    const sent: string[] = [];
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      if (!body.includes('sendTemplate(') || sent.length === 2) return route.continue();
      sent.push(must(/"idempotencyKey":"([^"]+)"/.exec(body)?.[1]));
      if (sent.length === 2) await route.fetch();
      await route.abort();
    });
    await fill('+4915112346003', 'Dee');
    for (const count of [1, 2]) {
      await ready(send()).click();
      await eventually(
        () => sent.length,
        (attempts) => attempts === count,
      );
      await dialog().getByText('The server cannot be reached.').waitFor();
    }
    expect(new Set(sent).size).toBe(1);
    await text().fill('Somebody else');
    await ready(send()).click();
    await dialog().getByText('What stood here before has reached the server already.').waitFor();
    await text().fill('Dee');
    await ready(send()).click();
    await isAway();
    await page.unroute('**/graphql');
    await office.shows('Hello Dee, we are back for you.');
    expect(await got('+4915112346003')).toEqual(['Hello Dee, we are back for you.']);
  });

  it('opens the conversation of a colleague too: whoever sends takes part in it', async () => {
    const { people, customers, inbox } = here.world;
    await customers.writes(customers.named('Eli', '4915112346004'), 'Hello');
    const { id } = await inbox.conversationWith('Eli');
    await inbox.assign(id, await people.add('OPERATOR', { name: 'Otto' }));
    await inbox.removeParticipants(id, [olga]);
    await office.row('Eli').waitFor({ state: 'detached' });
    await fill('+4915112346004', 'Eli');
    await send().click();
    await isAway();
    await office.chatWith('Eli').waitFor();
    await office.shows('Hello Eli, we are back for you.');
  });

  it('asks from which number where there are several', async () => {
    const { accounts, customers, meta } = here.world;
    meta.addPhone(SECOND, '+1 555 010 2999');
    const id = await accounts.learnNumber(SECOND);
    const other = (await here.operator('Pia')).page;
    const from = dialog(other).getByLabel('Sent from');
    await opener(other).click();
    await number(other).fill('+49 151 12346006');
    await next(other).click();
    await dialog(other).getByText('Something is missing.').waitFor();
    await new KeyboardUser(other).expectOn(from);
    await from.selectOption(id);
    await next(other).click();
    await template(other).click();
    await text(other).fill('Gil');
    await send(other).and(other.locator('[aria-disabled=false]')).click();
    await dialog(other).waitFor({ state: 'detached' });
    await other.locator('li[data-direction]').filter({ hasText: 'Hello Gil' }).waitFor();
    expect((await customers.getsAt('+4915112346006')).map(({ phoneId }) => phoneId)).toEqual([SECOND]);
  });

  it('fits a phone, and is accessible at every step', async () => {
    const narrow = (await here.operator('Paula', { viewport: PHONE, colorScheme: 'dark' })).page;
    const isSound = async (): Promise<void> => {
      expect(await axeViolations(narrow)).toEqual([]);
      for (const part of [dialog(narrow), narrow.locator('html')])
        expect(await part.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    };
    await opener(narrow).click();
    await dialog(narrow).getByLabel('Sent from').selectOption({ index: 1 });
    await number(narrow).fill('+49 151 12346005');
    await isSound();
    await next(narrow).click();
    await template(narrow).waitFor();
    await isSound();
    await template(narrow).click();
    await text(narrow).fill('Fay');
    await send(narrow).and(narrow.locator('[aria-disabled=false]')).waitFor();
    await isSound();
  });
});
