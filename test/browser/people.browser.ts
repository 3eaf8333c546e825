import type { BrowserContextOptions } from 'playwright-core';
import { MailSink } from '../support/alerts/mail-sink.js';
import { eventually, must } from '../support/expectations.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const WIDTHS: [string, BrowserContextOptions][] = [
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['390', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
];

describeInBrowser('People', () => {
  const sink = new MailSink();
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start({ environment: { SMTP_URL: await sink.start() } });
  });
  afterAll(async () => {
    await here.close();
    await sink.close();
  });

  it.each(WIDTHS)('are invited by a link, and choose their password with it: %s px', async (width, options) => {
    const { page } = await here.administrator(options);
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByRole('button', { name: 'New invitation' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Mara');
    await dialog.getByLabel('E-mail').fill('no address');
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    await dialog.getByLabel('E-mail').and(page.locator('[aria-invalid=true]')).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const email = `mara${width}@example.com`;
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = await dialog.getByLabel('Link of the invitation', { exact: true }).inputValue();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('region', { name: 'Invited' }).getByText(email).waitFor();
    expect(await axeViolations(page)).toEqual([]);

    const { page: hers } = await here.visitor(options);
    await hers.goto(link);
    await hers.getByRole('heading', { name: 'Welcome: choose your password' }).waitFor();
    await hers.getByLabel('New password').fill('short');
    await hers.getByRole('button', { name: 'Set the password' }).click();
    await hers.getByRole('alert').filter({ hasText: 'At least 10 characters.' }).waitFor();
    expect(await axeViolations(hers)).toEqual([]);
    await hers.getByLabel('New password').fill('a password of my own');
    await hers.getByRole('button', { name: 'Set the password' }).click();
    await hers.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    expect(new URL(hers.url()).hash).toBe('');

    const again = await here.visitor(options);
    await again.page.goto(link);
    await again.page.getByLabel('New password').fill('another password');
    await again.page.getByRole('button', { name: 'Set the password' }).click();
    await again.page.getByRole('alert').filter({ hasText: 'not valid any more' }).waitFor();
    for (const each of [page, hers, again.page]) await each.context().close();
  });

  it.each(WIDTHS)('who lost their password set a new one by a link: %s px', async (width, options) => {
    const person = await here.world.people.add('OPERATOR', { name: `Nia ${width}` });
    const { page } = await here.administrator(options);
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByRole('button', { name: `Edit Nia ${width}` }).click();
    await page.getByRole('button', { name: 'Reset the password' }).click();
    const link = await page.getByLabel('Link to set a new password', { exact: true }).inputValue();
    const hers = await here.visitor(options);
    await hers.page.goto(link);
    await hers.page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    expect(await axeViolations(hers.page)).toEqual([]);
    await hers.page.getByLabel('New password').fill('a newer password');
    await hers.page.getByRole('button', { name: 'Set the password' }).click();
    await hers.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
    await hers.signIn({ email: person.email, password: 'a newer password' });
    for (const each of [page, hers.page]) await each.context().close();
  });

  it.each(WIDTHS)('who lost their password ask for a link by e-mail: %s px', async (width, options) => {
    const person = await here.world.people.add('OPERATOR', { name: `Ola ${width}` });
    const { page } = await here.visitor(options);
    await page.goto(here.world.url);
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('status').filter({ hasText: 'a link is on its way' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const [mail] = await eventually(
      () => sink.to(person.email),
      (mails) => mails.length > 0,
    );
    await page.goto(must(/^https?:\S+$/m.exec(must(mail).text)?.[0], 'a link'));
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.context().close();
  });

  it.each(WIDTHS)('leave a trail that administrators read: %s px', async (_width, options) => {
    const { page } = await here.administrator(options);
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    const entries = page.getByRole('list', { name: 'Audit' }).getByRole('listitem');
    await entries.first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('#page').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
    await page.getByRole('combobox', { name: 'What was done' }).selectOption('INVITATION_ACCEPTED');
    await eventually(
      () => entries.allInnerTexts(),
      (texts) => texts.length > 0 && texts.every((text) => text.includes('invitation accepted')),
    );
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await page.getByText('Nothing found').waitFor();
    await page.context().close();
  });
});
