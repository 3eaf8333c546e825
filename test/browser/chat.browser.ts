import { eventually, must } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('An operator in the console', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  const ada = () => must(here.world.meta.world.customers.find(({ name }) => name === 'Ada'));
  const got = () => here.world.customers.got(ada());
  const button = (name: string) => office.page.getByRole('button', { name, exact: true });

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers, templates } = here.world;
    await templates.approvedFrom(aGreeting(here.world.account.id));
    await customers.writes(customers.named('Ada'), 'Hello');
    office = await here.administrator();
  });
  afterAll(() => here.close());

  it('is told why a sign-in fails', async () => {
    const visitor = await here.visitor();
    await visitor.page.goto(here.world.url);
    await visitor.page.getByLabel('E-mail').fill('nobody@example.com');
    await visitor.page.getByLabel('Password').fill('not the password');
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    await visitor.page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    await visitor.page.context().close();
  });

  it('answers, sees it read, and writes a note that the customer never gets', async () => {
    await office.open('Ada');
    await office.message.fill('*Good* morning');
    await office.send.click();
    await eventually(got, ({ length }) => length === 1);
    await office.bubbles.getByRole('img', { name: 'Delivered' }).waitFor();
    here.world.customers.reads(ada());
    await office.bubbles.getByRole('img', { name: 'Read' }).waitFor();
    await office.bubbles.locator('strong', { hasText: 'Good' }).waitFor();
    await office.note.fill('Her usual greeting');
    await button('Add note').click();
    await office.shows('Her usual greeting');
    expect(got().map(({ text }) => text)).toEqual(['*Good* morning']);
  });

  it('sees at once what the customer writes, quotes it and reacts to it', async () => {
    await here.world.customers.writes(ada(), 'Do you have aloe?');
    await office.shows('Do you have aloe?');
    const bubble = office.bubbles.filter({ hasText: 'Do you have aloe?' }).first(); // the second quotes it
    await bubble.hover();
    await bubble.getByRole('button', { name: 'Reply' }).click();
    await office.message.fill('We do');
    await office.message.press('Enter');
    await eventually(got, ({ length }) => length === 2);
    await office.bubbles.filter({ hasText: 'We do' }).getByTitle('Show this message').waitFor();
    await bubble.getByRole('button', { name: 'More' }).click();
    await office.page.getByRole('dialog').getByRole('button', { name: '👍' }).click();
    await bubble.getByText('👍').waitFor();
  });

  it('sends a file with its caption', async () => {
    const before = got().length;
    await office.page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'aloe.png', mimeType: 'image/png', buffer: PICTURE }]);
    await office.message.fill('This one');
    await eventually(
      () => office.send.getAttribute('aria-disabled'),
      (disabled) => disabled === 'false',
    );
    await office.send.click();
    await eventually(got, ({ length }) => length === before + 1);
    await office.bubbles.filter({ hasText: 'This one' }).locator('img').waitFor();
  });

  it('sees who waits for an answer, and how many do', async () => {
    const { customers } = here.world;
    const carla = customers.named('Carla');
    await customers.writes(carla, 'Is anybody there?');
    const views = office.page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('link', { name: 'Waiting 1' }).click();
    await office.open('Carla');
    await office.message.fill('Yes');
    await office.send.click();
    await office.page.locator('[data-conversation]').filter({ hasText: 'Carla' }).waitFor({ state: 'detached' });
    await views.getByRole('link', { name: 'Waiting', exact: true }).waitFor(); // nobody is counted any more
    await eventually(
      () => customers.got(carla),
      ({ length }) => length === 1,
    );
    await views.getByRole('link', { name: 'All' }).click();
    await office.open('Ada');
  });

  it('sees why a message was not delivered, and sends it again', async () => {
    here.world.meta.planError({ code: 131026, times: 10 }); // marks of reading and typing go the same way
    await office.message.fill('Not this time');
    await office.send.click();
    const bubble = office.bubbles.filter({ hasText: 'Not this time' });
    await bubble.getByText('Not delivered.').first().waitFor();
    await bubble.getByText('(131026)').waitFor();
    here.world.meta.forgetPlannedErrors();
    await bubble.getByRole('button', { name: 'Send it again' }).click();
    await eventually(got, (messages) => messages.some(({ text }) => text === 'Not this time'));
  });

  it('takes, closes and reopens a conversation', async () => {
    await button('Assign to me').click();
    await button('Assign to me').waitFor({ state: 'detached' });
    await button('Close').click();
    await button('Reopen').waitFor();
    await office.page.getByRole('link', { name: 'Closed', exact: true }).click();
    await office.row('Ada').waitFor();
    await button('Reopen').click();
    await office.row('Ada').waitFor({ state: 'detached' });
    await office.page.getByRole('link', { name: 'All', exact: true }).click();
  });

  it('sends a template when the window has closed, and sees it first', async () => {
    await here.world.later(25 * HOUR_MS);
    await office.page.reload();
    await office.page.getByText('Window closed').first().waitFor();
    expect(await office.message.isDisabled()).toBe(true);
    await button('Template').click();
    await office.page
      .getByRole('dialog')
      .getByRole('button', { name: /Greeting/ })
      .click();
    await office.page.getByLabel(/Text for/).fill('Ada');
    await office.page
      .getByRole('region', { name: 'As the customer reads it' })
      .getByText('Hello Ada, we are back for you.')
      .waitFor();
    await eventually(
      () => button('Send template').getAttribute('aria-disabled'),
      (disabled) => disabled === 'false',
    );
    await button('Send template').click();
    await office.shows('Hello Ada, we are back for you.');
    await eventually(got, (messages) => messages.some(({ text }) => text.includes('we are back for you')));
  });

  it('has the same on a phone and in Arabic', async () => {
    await here.world.customers.writes(ada(), 'مرحبا');
    const phone = await here.visitor({ viewport: { width: 390, height: 844 }, locale: 'ar', hasTouch: true });
    await phone.page.goto(here.world.url);
    await phone.page.locator('input[name=email]').fill(here.adminLogin.email);
    await phone.page.locator('input[name=password]').fill(here.adminLogin.password);
    await phone.page.locator('button[type=submit]').click();
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await phone.row('Ada').tap();
    await phone.shows('مرحبا');
    expect(await phone.page.evaluate(() => [document.dir, document.documentElement.scrollWidth <= innerWidth])).toEqual(
      ['rtl', true],
    );
    await phone.page.getByRole('textbox', { name: 'رسالة' }).fill('أهلا');
    await phone.page.getByRole('button', { name: 'إرسال', exact: true }).tap();
    await eventually(got, (messages) => messages.some(({ text }) => text === 'أهلا'));
    await phone.page.context().close();
  });
});
