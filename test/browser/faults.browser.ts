import { rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, must } from '../support/expectations.js';
import { MEGABYTE, PICTURE } from '../support/factories/files.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

/** What the first console did wrong, each so that it cannot come back. */
describeInBrowser('The console', () => {
  let here: BrowserWorld;
  let office: ConsolePage;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello from Ada');
    await here.world.customers.writes(here.world.customers.named('Bo'), 'Hello from Bo');
    office = await here.administrator();
  });
  afterAll(() => here.close());

  const gotTexts = (name: string): string[] => {
    const { customers, meta } = here.world;
    return customers.got(meta.world.customers.find((customer) => customer.name === name)).map(({ text }) => text);
  };

  it('keeps a draft with its conversation, through others and a reload', async () => {
    await office.open('Ada');
    await office.message.fill('Only for Ada');
    await office.open('Bo');
    expect(await office.message.inputValue()).toBe('');
    await office.page.reload();
    await office.open('Ada');
    expect(await office.message.inputValue()).toBe('Only for Ada');
    await office.message.fill('');
  });

  it('shows the messages of the customer chosen last, however slow those of the one before are', async () => {
    await office.open('Bo');
    await office.page.reload();
    await office.rows.first().waitFor();
    await office.page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      const isAdas = body.includes('query Chat(') && body.includes(await idOf('Ada'));
      if (isAdas) await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await office.row('Ada').click();
    await office.row('Bo').click();
    await office.chatWith('Bo').waitFor();
    await office.page.waitForTimeout(2_000);
    expect(await office.texts()).toEqual(['Hello from Bo']);
    await office.page.unroute('**/graphql');
  });

  it('sends once, whatever is pressed how often', async () => {
    await office.open('Ada');
    await office.message.fill('Pressed twice');
    await office.send.dblclick();
    await office.message.fill('Entered twice');
    await office.message.press('Enter');
    await office.message.press('Enter');
    await eventually(
      () => gotTexts('Ada'),
      (texts) => texts.includes('Entered twice'),
    );
    await office.page.waitForTimeout(1_000);
    expect(gotTexts('Ada')).toEqual(['Pressed twice', 'Entered twice']);
  });

  it('sends once when answers are lost, and shows it once', async () => {
    await office.open('Bo');
    // The first request never arrives, the answer to the second is lost.
    const keys: string[] = [];
    await office.page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      if (!body.includes('sendMessage(') || keys.length === 2) return route.continue();
      keys.push(must(/"idempotencyKey":"([^"]+)"/.exec(body)?.[1]));
      if (keys.length === 2) await route.fetch();
      await route.abort();
    });
    await office.message.fill('Answered into the void');
    await office.send.click();
    await eventually(
      () => keys,
      ({ length }) => length === 2,
    );
    expect(new Set(keys).size).toBe(1);
    await eventually(
      () => gotTexts('Bo'),
      (texts) => texts.length > 0,
    );
    await office.page.waitForTimeout(3_000);
    expect(gotTexts('Bo')).toEqual(['Answered into the void']);
    expect((await office.texts()).filter((text) => text === 'Answered into the void')).toHaveLength(1);
    await office.page.unroute('**/graphql');
  });

  it('makes no note of an answer and no answer of a note', async () => {
    await office.open('Ada');
    const before = gotTexts('Ada');
    await office.note.fill('Among us');
    await office.message.fill('To the customer');
    await office.message.press('Enter');
    await eventually(
      () => gotTexts('Ada').length,
      (count) => count === before.length + 1,
    );
    expect(await office.note.inputValue()).toBe('Among us');
    await office.note.press('Enter');
    await office.shows('Among us');
    await office.page.waitForTimeout(500);
    expect(gotTexts('Ada').slice(before.length)).toEqual(['To the customer']);
  });

  it('says what has failed', async () => {
    await office.open('Ada');
    await office.page.route('**/graphql', (route) =>
      route.request().postData()?.includes('closeConversation(') === true ? route.abort() : route.continue(),
    );
    await office.page.getByRole('button', { name: 'Close', exact: true }).click();
    await office.page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor();
    await office.page.getByRole('button', { name: 'Dismiss' }).click();
    await office.page.unroute('**/graphql');
  });

  it('goes on with the chat while a part of the page cannot be loaded', async () => {
    await office.page.route('**/assets/ContactPanel-*.js', (route) => route.abort());
    await office.page.reload();
    await office.open('Ada');
    await office.message.fill('Still here');
    await office.page.waitForTimeout(1_000);
    expect(await office.message.inputValue()).toBe('Still here');
    await office.page.unroute('**/assets/ContactPanel-*.js');
    await office.page.getByRole('complementary', { name: 'About Ada' }).waitFor();
    await office.message.fill('');
  });

  it('lets nobody sign in again after an hour', async () => {
    await office.open('Bo');
    await here.world.later(90 * 60_000);
    await office.message.fill('An hour later');
    await office.send.click();
    await eventually(
      () => gotTexts('Bo'),
      (texts) => texts.includes('An hour later'),
    );
    await here.world.customers.writes(
      must(here.world.meta.world.customers.find(({ name }) => name === 'Bo')),
      'Live still',
    );
    await office.shows('Live still');
  });

  it('works on a page that came over http, where much is missing', async () => {
    const plain = await here.overPlainHttp();
    expect(await plain.page.evaluate(() => [isSecureContext, 'randomUUID' in crypto, 'locks' in navigator])).toEqual([
      false,
      false,
      false,
    ]);
    await plain.open('Ada');
    await plain.message.fill('Over http');
    await plain.send.click();
    await eventually(
      () => gotTexts('Ada'),
      (texts) => texts.includes('Over http'),
    );
  });

  it('takes pasted HTML for its text, and says what is too long', async () => {
    await office.open('Ada');
    await office.message.focus();
    await office.page.evaluate(() => {
      const pasted = new DataTransfer();
      pasted.setData('text/html', '<b>Bold</b><img src=x onerror="document.title=1">');
      pasted.setData('text/plain', 'Bold <i>and not</i>');
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true }));
      document.execCommand('insertText', false, pasted.getData('text/plain'));
    });
    await office.message.press('Enter');
    await office.shows('Bold <i>and not</i>');
    expect(await office.bubbles.locator('i, b, img').count()).toBe(0);
    await office.message.fill('x'.repeat(5_000));
    await office.send.click();
    const refused = office.bubbles.filter({ hasText: 'xxxx' }).getByRole('alert').filter({ hasText: 'At most 4096' });
    await refused.waitFor();
    await refused.getByRole('button', { name: 'Discard' }).click();
    await refused.waitFor({ state: 'detached' });
  });

  it('says why a picture of 100 MB does not go, and sends the answer without it', async () => {
    await office.open('Ada');
    const file = join(tmpdir(), `picture-${process.pid}.png`);
    await writeFile(file, PICTURE);
    await truncate(file, 100 * MEGABYTE);
    await office.page.locator('input[type=file]').setInputFiles(file);
    const files = office.page.getByRole('list', { name: 'Attached files' });
    await files.getByRole('alert').filter({ hasText: 'too large' }).waitFor();
    await files.getByRole('button').click();
    await office.message.fill('No picture');
    await office.message.press('Enter');
    await eventually(
      () => gotTexts('Ada'),
      (texts) => texts.includes('No picture'),
    );
    await rm(file);
  });

  it('lets no name turn around what stands beside it', async () => {
    const { customers } = here.world;
    await customers.writes(customers.named('Eve \u202Egnp.exe\u202D'), 'javascript:alert(1) https://example.com/a');
    await office.open('Eve');
    await office.shows('https://example.com/a');
    expect(await office.row('Eve').textContent()).not.toMatch(/[\u202A-\u202E]/);
    expect(
      await office.bubbles.getByRole('link').evaluateAll((links) => links.map((link) => link.textContent)),
    ).toEqual(['https://example.com/a']);
  });

  async function idOf(name: string): Promise<string> {
    return (await here.world.inbox.conversationWith(name)).id;
  }
});
