import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { renderSVG } from 'uqr';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { eventually, must, only } from '../support/expectations.js';
import { aPng } from '../support/factories/files.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import { KeyboardUser } from './support/keyboard.js';

const PHONE = { width: 390, height: 844 };

describeInBrowser('What customers see of a number', () => {
  let here: BrowserWorld;
  let page: Page;
  let keys: KeyboardUser;
  const section = (name: string) => page.getByRole('main').getByRole('region', { name, exact: true });
  const dialog = () => page.getByRole('dialog').or(page.getByRole('alertdialog'));
  const button = (name: string, within: Locator) => within.getByRole('button', { name, exact: true });
  const field = (name: string, within = dialog()) => within.getByLabel(name, { exact: true });
  const untilClosed = () => dialog().waitFor({ state: 'detached' });
  const presence = () => here.world.meta.world.presenceOf(here.world.meta.phone);
  const address = () => `/accounts/${here.world.account.id}/numbers/${here.world.account.phoneNumber.id}`;
  const picture = (width: number, height = width) => ({
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: aPng(width, height),
  });
  /** The field is marked, has the focus, and says why. */
  const expectRefused = async (control: Locator, why: RegExp): Promise<void> => {
    await dialog().getByText(why).first().waitFor();
    await keys.expectOn(control);
    expect(await control.getAttribute('aria-invalid')).toBe('true');
    expect(await keys.descriptionOf(control)).toMatch(why);
  };

  beforeAll(async () => {
    here = await BrowserWorld.start();
    ({ page } = await here.administrator());
    keys = new KeyboardUser(page);
    Object.assign(presence().profile, { about: 'We love plants', vertical: 'RETAIL' });
    await page.goto(here.world.url + address());
  });
  afterAll(() => here.close());

  it('is the profile: read, and changed where it was changed alone', async () => {
    await section('Business profile').getByText('We love plants').waitFor();
    await section('Business profile').getByText('Shopping and retail').waitFor();
    await button('Edit the profile', section('Business profile')).click();
    await field('Postal address').fill('1 Garden Lane, Berlin');
    await button('Add a website', dialog()).click();
    await field('Web address').fill('garden.example');
    await button('Save', dialog()).click();
    await expectRefused(field('Web address'), /begins with https:\/\/ or http:\/\//);
    await field('Web address').fill('https://garden.example');
    presence().profile.description = 'What a colleague has written meanwhile';
    await page.keyboard.press('Enter');
    await untilClosed();
    await section('Business profile').getByText('1 Garden Lane, Berlin').waitFor();
    await section('Business profile').getByText('What a colleague has written meanwhile').waitFor();
    expect(presence().profile.websites).toEqual(['https://garden.example']);
  });

  it('is the picture: refused beside its field where it is not square, seen before it is saved', async () => {
    await button('Edit the profile', section('Business profile')).click();
    await field('New picture').setInputFiles(picture(640, 480));
    await dialog().getByRole('img', { name: 'New picture' }).waitFor();
    await button('Save', dialog()).click();
    await expectRefused(field('New picture'), /square.+640 × 480/);
    expect(await axeViolations(page)).toEqual([]);
    await field('New picture').setInputFiles(picture(640));
    await dialog()
      .getByText(/square/)
      .waitFor();
    await eventually(
      () => field('New picture').getAttribute('aria-invalid'),
      (isInvalid) => isInvalid === null,
    );
    await button('Save', dialog()).click();
    await untilClosed();
    await section('Business profile').getByRole('link', { name: 'See it at Meta' }).waitFor();
    expect(must(presence().picture).bytes.equals(aPng(640))).toBe(true);
  });

  it('is a QR code, one however quickly it is pressed, drawn here and downloaded', async () => {
    const codes = section('QR codes');
    await codes.getByText('There are no QR codes yet.').waitFor();
    await button('New QR code', codes).click();
    await button('Make the QR code', dialog()).click();
    await expectRefused(field('Message that the customer finds'), /fill/i);
    await field('Message that the customer finds').fill('What is on offer today?');
    here.world.meta.behave({ latencyMs: 200 });
    await button('Make the QR code', dialog()).dblclick();
    await untilClosed();
    here.world.meta.behaveAsUsual();
    const { code } = only(presence().qrCodes);
    const link = `https://wa.me/message/${code}`;
    const drawn = codes.getByRole('img', { name: 'QR code: What is on offer today?' });
    const expected = `data:image/svg+xml,${encodeURIComponent(renderSVG(link, { border: 2 }))}`;
    expect(await drawn.getAttribute('src')).toBe(expected);
    expect(await codes.getByLabel('Link', { exact: true }).inputValue()).toBe(link);
    await button('Copy: Link', codes).click();
    await codes.getByText('Copied').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      codes.getByRole('button', { name: /^Download as SVG/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${code}.svg`);
    expect(readFileSync(await download.path(), 'utf8')).toBe(renderSVG(link, { border: 4 }));
  });

  it('is a QR code that is not made twice where the answer of Meta was lost', async () => {
    presence().qrCodes = [];
    await page.reload();
    const codes = section('QR codes');
    await codes.getByText('There are no QR codes yet.').waitFor();
    here.world.meta.planError({ path: '/message_qrdls', kind: 'RESET_AFTER' });
    await keys.press(button('New QR code', codes));
    await keys.write(field('Message that the customer finds'), 'Hello');
    await keys.press(button('Make the QR code', dialog()));
    await dialog()
      .getByText(/may have been made nevertheless/)
      .waitFor();
    expect(await button('Make the QR code', dialog()).count()).toBe(0);
    await keys.press(button('Look at the list', dialog()));
    await untilClosed();
    await codes.getByRole('listitem').filter({ hasText: 'Hello' }).waitFor();
    expect(presence().qrCodes).toHaveLength(1);
  });

  it('is the message of a QR code, changed; and the code is gone once that was asked once more', async () => {
    const codes = section('QR codes');
    await button('Edit: Hello', codes).click();
    await field('Message that the customer finds').fill('Hello again');
    await button('Save', dialog()).click();
    await untilClosed();
    await codes.getByText('Hello again', { exact: true }).waitFor();
    await button('Delete', codes).click();
    await button('Cancel', dialog()).click();
    await untilClosed();
    expect(presence().qrCodes).toMatchObject([{ message: 'Hello again' }]);
    await button('Delete', codes).click();
    await button('Delete', dialog()).click();
    await codes.getByText('There are no QR codes yet.').waitFor();
    expect(presence().qrCodes).toEqual([]);
  });

  it('are greetings: ice breakers and commands, refused beside the one that Meta would not take', async () => {
    const greetings = section('Greetings');
    await button('Edit the greetings', greetings).click();
    await dialog().getByRole('checkbox').check();
    for (const text of ['Where are you?', 'Where is my order? 📦']) {
      await button('Add an ice breaker', dialog()).click();
      await field('First message').last().fill(text);
    }
    await button('Add a command', dialog()).click();
    await field('Name of the command').fill('/hours');
    await field('Description').fill('Our opening hours');
    await button('Save', dialog()).click();
    await expectRefused(field('First message').last(), /no emojis|emojis/);
    expect(await axeViolations(page)).toEqual([]);
    await button('Remove: Ice breaker 2', dialog()).click();
    await button('Save', dialog()).click();
    await untilClosed();
    await greetings.getByText('Where are you?').waitFor();
    expect(presence().components).toEqual({
      enable_welcome_message: true,
      prompts: ['Where are you?'],
      commands: [{ command_name: 'hours', command_description: 'Our opening hours' }],
    });
  });

  it('says why where Meta does not answer, and asks once more', async () => {
    here.world.meta.planError({ path: `/${DEMO.phoneNumberId}`, kind: 'HTTP_500', times: null }); // they are a field of the number
    await page.reload();
    await button('Try again', section('Greetings')).waitFor();
    here.world.meta.forgetPlannedErrors();
    await button('Try again', section('Greetings')).click();
    await section('Greetings').getByText('Where are you?').waitFor();
  });

  it.each(['en-US', 'ar'])('is accessible and no wider than a phone, its dialogs too, in %s', async (locale) => {
    presence().qrCodes = [{ code: 'ABCDEFGHIJKLM1', message: 'What is on offer today?' }];
    const { page: narrow } = await here.visitor({ viewport: PHONE, locale, colorScheme: 'dark' });
    await narrow.goto(here.world.url + address());
    await narrow.locator('input[type=email]').fill(here.adminLogin.email);
    await narrow.locator('input[type=password]').fill(here.adminLogin.password);
    await narrow.locator('button[type=submit]').click();
    await narrow.locator('#page section img').waitFor();
    const check = async (): Promise<void> => {
      const excess = await narrow.locator('#page').evaluate((element) => element.scrollWidth - element.clientWidth);
      expect([excess, await axeViolations(narrow)]).toEqual([0, []]);
    };
    await check();
    const openers = narrow.locator(
      '#page section:has(img), #page section:has(img) ~ section, #page section:has(+ section img)',
    );
    const buttons = openers.locator('button:has(.lucide-pencil), button:has(.lucide-plus)');
    for (const place of [0, 1, 2, 3]) {
      await buttons.nth(place).click();
      await narrow.getByRole('dialog').waitFor();
      await check();
      await narrow.keyboard.press('Escape');
      await narrow.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await narrow.context().close();
  });
});
