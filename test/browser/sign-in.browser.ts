import { Secret, TOTP } from 'otpauth';
import type { BrowserContextOptions } from 'playwright-core';
import { must } from '../support/expectations.js';
import { TestIssuer } from '../support/issuer/test-issuer.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const WIDTHS: [string, BrowserContextOptions][] = [
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['390', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
];

describeInBrowser('Sign-in', () => {
  let issuer: TestIssuer;
  let here: BrowserWorld;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    here = await BrowserWorld.start({ environment: issuer.environment });
    issuer.trust(here.world.url);
  });
  afterAll(async () => {
    await here.close();
    await issuer.close();
  });

  const codeOf = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: here.world.clock.now().getTime() });

  it.each(WIDTHS)('leads to the issuer and back to the page that was wanted: %s px', async (width, options) => {
    issuer.people.set(`ada${width}`, { name: 'Ada Lovelace', email: `ada${width}@example.com`, groups: ['leads'] });
    issuer.people.set(`eve${width}`, { name: 'Eve', email: `eve${width}@example.com` });
    const { page } = await here.visitor(options);
    await page.goto(`${here.world.url}/team`);
    await page.getByRole('link', { name: 'Company account' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Company account' }).click();
    await page.getByLabel('Name').fill(`eve${width}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').filter({ hasText: 'Your company account has no role here.' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().clearCookies(); // the issuer knows Eve by now
    await page.getByRole('link', { name: 'Company account' }).click();
    await page.getByLabel('Name').fill(`ada${width}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Team', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/team');
    await page.goto(`${here.world.url}/profile`);
    await page.getByText('You sign in with your company account.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it.each(WIDTHS)('asks for a code, once a second factor was set up: %s px', async (width, options) => {
    const person = await here.world.people.add('OPERATOR', { name: `Nora ${width}` });
    const office = await here.visitor(options);
    const { page } = office;
    await office.signIn(person);
    await page.goto(`${here.world.url}/profile`);
    await page.getByRole('button', { name: 'Set up a second factor' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Present password').fill(person.password);
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('img', { name: 'QR code of the secret' }).waitFor();
    const secret = await dialog.getByLabel('Secret', { exact: true }).inputValue();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByLabel('Code', { exact: true }).fill('000000');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByText('This code is wrong, or was used already.').waitFor();
    await dialog.getByLabel('Code', { exact: true }).fill(codeOf(secret));
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    const recoveryCode = must(await codes.first().textContent());
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left.').waitFor();
    await page.context().close();

    const again = await here.visitor(options);
    await again.page.goto(here.world.url);
    await again.page.getByLabel('E-mail').fill(person.email);
    await again.page.getByLabel('Password').fill(person.password);
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    await again.page.getByRole('heading', { name: 'Second factor' }).waitFor();
    expect(await axeViolations(again.page)).toEqual([]);
    await again.page.getByLabel('Code').fill('000000');
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    await again.page.getByRole('alert').filter({ hasText: 'This code is wrong' }).waitFor();
    await again.page.getByLabel('Code').fill(recoveryCode);
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    await again.page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    await again.page.context().close();

    const admin = await here.administrator(options);
    await admin.page.goto(`${here.world.url}/team`);
    await admin.page.getByRole('button', { name: `Edit Nora ${width}` }).click();
    await admin.page.getByRole('button', { name: 'Take the second factor away' }).click();
    await admin.page.getByText('Taken away: the password alone counts').waitFor();
    expect(await axeViolations(admin.page)).toEqual([]);
    await admin.page.context().close();
  });
});
