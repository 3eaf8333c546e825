import type { Locator, Page } from 'playwright-core';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import { KeyboardUser } from './support/keyboard.js';

const READ_AGAIN = graphql(`
  mutation ReadShownNumber($id: ID!) { refreshPhoneNumber(input: { phoneNumberId: $id }) { errors { ...Problem } } }
`);
const PHONE = { width: 390, height: 844 };
const PIN = '246810';
const WRONG_PIN = '000000';

describeInBrowser('The page of a number', () => {
  let here: BrowserWorld;
  let page: Page;
  let keys: KeyboardUser;
  const main = () => page.getByRole('main');
  const section = (name: string) => main().getByRole('region', { name, exact: true });
  const dialog = () => page.getByRole('dialog').or(page.getByRole('alertdialog'));
  const button = (name: string, within: Locator = main()) => within.getByRole('button', { name, exact: true });
  const field = (name: string) => dialog().getByLabel(name, { exact: true });
  const life = () => here.world.meta.world.lifeOf(here.world.meta.phone);
  const address = () => `/accounts/${here.world.account.id}/numbers/${here.world.account.phoneNumber.id}`;
  /** Waits until the page says this of the number. */
  const untilFact = (name: string, value: string): Promise<void> =>
    main()
      .locator('dl > div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .filter({ hasText: new RegExp(`^${value}$`) })
      .waitFor();
  const askMeta = async (): Promise<void> => {
    await button('Ask Meta again').click();
    await page.getByText('This is how the number stands at Meta now.').first().waitFor();
  };
  const untilClosed = () => dialog().waitFor({ state: 'detached' });
  /** The field is marked, has the focus, and says why. */
  const expectRefused = async (control: Locator, why: RegExp): Promise<void> => {
    await page.getByText(why).first().waitFor();
    await keys.expectOn(control);
    expect(await control.getAttribute('aria-invalid')).toBe('true');
    expect(await keys.descriptionOf(control)).toMatch(why);
  };
  const decide = (decision: string, reason?: string) =>
    fetch(`${here.world.meta.simulator.url}/sim/numbers/${DEMO.phoneNumberId}/name`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decision, reason }),
    });

  beforeAll(async () => {
    here = await BrowserWorld.start();
    life().pin = PIN;
    ({ page } = await here.administrator());
    keys = new KeyboardUser(page);
  });
  afterAll(() => here.close());

  it('is found in the account, and says in words how the number stands', async () => {
    await page.goto(`${here.world.url}/accounts/${here.world.account.id}`);
    await main()
      .getByRole('link', { name: /^Standing and registration of/ })
      .click();
    await page.getByRole('heading', { name: /\d/, level: 1 }).waitFor();
    await main().getByText('Meta has not been asked yet how the number stands.').waitFor();
    Object.assign(life(), { isOfficial: true });
    await askMeta();
    await main().getByText('Meta was last asked:').waitFor();
    const facts = { 'Review of the display name': 'approved', Quality: 'high', 'State at Meta': 'Connected' };
    for (const [name, value] of Object.entries(facts)) await untilFact(name, value);
    await untilFact('Messaging limit', 'new customers a day: 2,000');
    await untilFact('Throughput', '80 messages a second');
    for (const name of ['Registered', 'Has a two-step PIN', 'Official account, with the badge'])
      await untilFact(name, 'Yes');
    await untilFact('Verified with a code', 'yes');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('proves that the number is ours with a code that Meta tells it', async () => {
    Object.assign(life(), { isVerified: false, code: null });
    await askMeta();
    await untilFact('Verified with a code', 'no');
    await button('Verify with a code').click();
    await field('How the code comes').selectOption({ label: 'Call' });
    await field('Language of the code').selectOption({ label: 'German' });
    await button('Ask for the code', dialog()).click();
    await dialog()
      .getByText(/^Meta calls .+ and reads out the code\.$/)
      .waitFor();
    expect(here.world.meta.lastRequestTo('/request_code').body).toMatchObject({
      code_method: 'VOICE',
      language: 'de_DE',
    });
    const code = must(life().code, 'the code that was told');
    await field('Code').fill(code === '111111' ? '222222' : '111111');
    await button('Verify', dialog()).click();
    await expectRefused(field('Code'), /The code is wrong/);
    expect(await axeViolations(page)).toEqual([]);
    await field('Code').fill(code);
    await page.keyboard.press('Enter');
    await untilClosed();
    await untilFact('Verified with a code', 'yes');
    await button('Verify with a code').click();
    await button('Ask for the code', dialog()).click();
    await dialog()
      .getByText(/verified already/)
      .waitFor();
    await page.keyboard.press('Escape');
    await untilClosed();
  });

  it('says beside the PIN that it is wrong, and how long Meta takes none', async () => {
    await button('Register').click();
    await field('Two-step PIN').fill('123');
    await button('Register', dialog()).click();
    await expectRefused(field('Two-step PIN'), /The PIN has six digits/);
    for (const count of [1, 2, 3]) {
      await field('Two-step PIN').fill(WRONG_PIN);
      await button('Register', dialog()).click();
      await dialog()
        .getByText(new RegExp(`^${count} wrong PIN`))
        .waitFor();
      await expectRefused(field('Two-step PIN'), /The PIN is wrong/);
    }
    await field('Two-step PIN').fill(PIN);
    await button('Register', dialog()).click();
    await expectRefused(field('Two-step PIN'), /Too many PINs were wrong/);
    await dialog()
      .getByText(/^Meta takes no PIN until .+ \(\d+ minutes more\)/)
      .waitFor();
    await button('Register', dialog()).click();
    await expectRefused(field('Two-step PIN'), /Try again in \d+ minutes/);
  });

  it('forgets a PIN with its form, and has it in no address and in no store of the browser', async () => {
    expect(await field('Two-step PIN').inputValue()).toBe(PIN);
    await page.keyboard.press('Escape');
    await untilClosed();
    await button('Register').click();
    expect(await field('Two-step PIN').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await untilClosed();
    expect(page.url()).toBe(here.world.url + address());
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toContain(PIN);
    expect(kept).not.toContain(WRONG_PIN);
  });

  it('gets another PIN with a keyboard alone, and is registered with it in a country', async () => {
    await keys.press(button('Set another PIN'));
    await keys.expectTrapped(dialog());
    await keys.write(field('Two-step PIN'), '135791');
    expect(await field('Two-step PIN').getAttribute('type')).toBe('password');
    await keys.tabTo(field('Show the digits'));
    await page.keyboard.press('Space');
    expect(await field('Two-step PIN').getAttribute('type')).toBe('text');
    await keys.press(button('Set the PIN', dialog()));
    await untilClosed();
    await keys.expectOn(button('Set another PIN'));
    expect(life().pin).toBe('135791');
    await main()
      .getByText(/wrong PIN/)
      .waitFor({ state: 'detached' });
    await button('Register').click();
    await field('Two-step PIN').fill('135791');
    await field('Where Meta keeps the messages').selectOption({ label: 'Switzerland' });
    await button('Register', dialog()).click();
    await page.getByText('The number is registered.').waitFor();
    await untilClosed();
    expect(here.world.meta.lastRequestTo('/register').body).toMatchObject({ data_localization_region: 'CH' });
  });

  it('is deregistered once that was asked once more, which its history tells', async () => {
    await button('Deregister').click();
    await button('Cancel', dialog()).click();
    await untilClosed();
    expect(here.world.meta.phone.status).toBe('CONNECTED');
    await button('Deregister').click();
    await button('Deregister', dialog()).click();
    await main().getByText('The number is not registered: it sends and receives nothing.').waitFor();
    await untilFact('Registered', 'No');
    await button('Deregister').waitFor({ state: 'detached' });
    await keys.expectOn(button('Register'));
    await section('History').getByText('from Connected to Not registered').waitFor();
  });

  it('is where the connection test leads that found it not registered', async () => {
    await main().getByRole('link', { name: 'Back to the account' }).click();
    await button('Test Connection').click();
    await section('Connection test')
      .getByRole('link', { name: /^Standing and registration of/ })
      .click();
    await section('Registration').waitFor();
  });

  it('asks for another display name, and says as it comes what Meta has decided', async () => {
    const ask = async (name: string): Promise<void> => {
      await button('Ask for another name').click();
      await field('New display name').fill(name);
      await button('Ask for the name', dialog()).click();
    };
    const names = () => section('Display name');
    await ask('X');
    await expectRefused(field('New display name'), /at least two characters/);
    await field('New display name').fill('Lucky Garden of Jim');
    await page.keyboard.press('Enter');
    await untilClosed();
    await names().getByText('Meta reviews “Lucky Garden of Jim”.').waitFor();
    await untilFact('Review of the name that was asked for', 'in review');
    await decide('REJECTED', 'NAME_EMPLOYEE_ISSUE');
    await names()
      .getByText('Meta has declined “Lucky Garden of Jim”. The name names a person or an employee.')
      .waitFor();
    await ask('Lucky Garden Ltd');
    await untilClosed();
    await decide('APPROVED');
    await names()
      .getByText(/^Meta has approved “Lucky Garden Ltd”/)
      .waitFor();
    await button('Register').click();
    await field('Two-step PIN').fill('135791');
    await page.keyboard.press('Enter');
    await untilClosed();
    await names().getByText('Customers see “Lucky Garden Ltd”.').waitFor();
  });

  it('shows more of its history to whoever asks', async () => {
    for (const turn of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
      const isOdd = turn % 2 === 1;
      Object.assign(here.world.meta.phone, {
        qualityRating: isOdd ? 'GREEN' : 'YELLOW',
        status: isOdd ? 'CONNECTED' : 'FLAGGED',
        throughput: isOdd ? 'STANDARD' : 'HIGH',
      });
      await here.world.admin.send(READ_AGAIN, { id: here.world.account.phoneNumber.id });
    }
    await page.reload();
    const entries = () => section('History').locator('ol > li');
    await entries().nth(19).waitFor();
    expect(await entries().count()).toBe(20);
    await section('History').getByText('from high to medium').first().waitFor();
    await button('Show more', section('History')).click();
    await entries().nth(24).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it.each(['en-US', 'ar'])('is accessible and no wider than a phone, its dialogs too, in %s', async (locale) => {
    const office = await here.visitor({ viewport: PHONE, locale, colorScheme: 'dark' });
    const narrow = office.page;
    await narrow.goto(here.world.url + address());
    await narrow.locator('input[type=email]').fill(here.adminLogin.email);
    await narrow.locator('input[type=password]').fill(here.adminLogin.password);
    await narrow.locator('button[type=submit]').click();
    await narrow.locator('#page ol > li').first().waitFor();
    const check = async (): Promise<void> => {
      const excess = await narrow.locator('#page').evaluate((element) => element.scrollWidth - element.clientWidth);
      expect([excess, await axeViolations(narrow)]).toEqual([0, []]);
    };
    await check();
    const openers = narrow.locator('#page section button:has(.lucide)');
    for (const icon of ['badge-check', 'radio', 'power', 'key-round', 'pencil']) {
      await openers
        .filter({ has: narrow.locator(`.lucide-${icon}`) })
        .first()
        .click();
      await narrow.getByRole('dialog').or(narrow.getByRole('alertdialog')).waitFor();
      await check();
      await narrow.keyboard.press('Escape');
      await narrow.getByRole('dialog').or(narrow.getByRole('alertdialog')).waitFor({ state: 'detached' });
    }
    await narrow.context().close();
  });

  it('shows managers how the number stands, and no button that they may not press', async () => {
    const manager = await here.visitor();
    await manager.signIn(await here.world.people.add('MANAGER', { name: 'Mona' }));
    await manager.page.goto(here.world.url + address());
    const shown = manager.page.getByRole('main');
    await shown.getByText('State at Meta').waitFor();
    expect(await shown.getByRole('button').count()).toBe(0);
    await shown.getByText(/^Only administrators see and change the business profile/).waitFor();
    expect(await shown.getByRole('region').count()).toBe(2);
    expect(await axeViolations(manager.page)).toEqual([]);
    await manager.page.context().close();
  });
});
