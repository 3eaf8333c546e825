import type { Locator, Page } from 'playwright-core';
import { must } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { aPdf } from '../support/factories/files.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

describeInBrowser('The focus stays where something goes away', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let page: Page;
  let keys: KeyboardUser;
  const main = () => page.getByRole('main');
  const button = (name: string | RegExp, within: Page | Locator = main()) =>
    within.getByRole('button', { name, exact: typeof name === 'string' });
  const dialog = () => page.getByRole('dialog').last();
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
  const to = async (path: string, title: string): Promise<void> => {
    await page.goto(here.world.url + path);
    await heading(title).waitFor();
    await page.locator('#page .spinner').first().waitFor({ state: 'detached' });
  };
  /** Presses it, says yes, and waits until it is gone. */
  const confirm = async (control: Locator, yes: string, then?: Locator): Promise<void> => {
    const element = must(await control.elementHandle());
    await control.focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog');
    await keys.press(button(yes, question));
    await question.waitFor({ state: 'detached' });
    await element.waitForElementState('hidden');
    await keys.expectKept(then);
  };

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { cannedReplies, customers, labels, records, templates, account } = here.world;
    await customers.writes(customers.named('Ada'), 'Hello');
    await templates.approvedFrom(aGreeting(account.id));
    await records.upsertModel({ key: 'shelf', label: 'Shelf', fields: [{ key: 'name', label: 'Name', type: 'TEXT' }] });
    await records.push('shelf', [{ externalId: 's1', values: { name: 'Upper' } }]);
    await labels.create('Gold');
    await labels.create('VIP');
    for (const shortcut of ['bye', 'hello']) await cannedReplies.create(shortcut, 'With kind regards');
    office = await here.visitor();
    ({ page } = office);
    keys = new KeyboardUser(page);
  });
  afterAll(() => here.close());

  it('after a sign-in', async () => {
    await page.goto(here.world.url);
    await page.getByLabel('E-mail').fill(here.adminLogin.email);
    await page.getByLabel('Password').fill(here.adminLogin.password);
    await page.keyboard.press('Enter');
    await heading('Inbox').waitFor();
    await keys.expectKept();
  });

  it('in the head of a chat, and among the colleagues beside it', async () => {
    await office.open('Ada');
    const chat = office.chatWith('Ada');
    await keys.pressAway(button('Assign to me', chat), button('Close', chat));
    await keys.pressAway(button('Close', chat), button('Reopen', chat));
    await keys.pressAway(button('Reopen', chat), button('Close', chat));
    await keys.pressAway(button(/^Take .* out$/), page.getByLabel('Add a colleague'));
  });

  it('at blocking and unblocking', async () => {
    await confirm(button('Block'), 'Block', button('Unblock'));
    await keys.pressAway(button('Unblock'), button('Block'));
    await page.getByText('You have blocked this customer').waitFor({ state: 'detached' });
  });

  it('at files that are taken out again', async () => {
    const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: aPdf(name) });
    await page.locator('form input[type=file]').setInputFiles([file('one.pdf'), file('two.pdf')]);
    const remove = (name: string) => button(`Remove ${name}`);
    await remove('two.pdf').waitFor();
    await keys.pressAway(remove('one.pdf'), remove('two.pdf'));
    await keys.pressAway(remove('two.pdf'));
    expect(await office.chatWith('Ada').locator(':focus').count()).toBe(1);
  });

  it('at a message that is taken back, and one that was refused and is discarded', async () => {
    const schedule = async (text: string, time: string): Promise<void> => {
      await button('More to send').click();
      await button('Send later', page).click();
      await dialog().getByLabel('Message').fill(text);
      await dialog().getByLabel('Goes out at').fill(time);
      await keys.pressAway(button('Send', dialog()), button('More to send'));
    };
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    await schedule('Your reminder', tomorrow);
    await keys.pressAway(button('Take back'), button('Send it again'));
    await schedule('In the past', '2020-01-01T10:00');
    await keys.pressAway(button('Discard'));
    expect(await office.chatWith('Ada').locator(':focus').count()).toBe(1);
  });

  it('where a search is cleared', async () => {
    await page.getByRole('searchbox').fill('nobody');
    await keys.pressAway(button('Clear the search'));
  });

  it('at a notice that is dismissed', async () => {
    const { contact } = await here.world.inbox.conversationWith('Ada');
    await to(`/contacts/${contact.id}`, 'Ada');
    const form = main().getByRole('form', { name: 'ID in your system' });
    await form.getByRole('textbox').fill('crm-1');
    await button('Save', form).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await keys.pressAway(button('Dismiss', page), button('Save', form));
  });

  it('in lists, where a row is deleted, and where a form is saved that closes', async () => {
    const labels = main().getByRole('region', { name: 'Labels' });
    await to(`/accounts/${here.world.account.id}`, 'Lucky Garden');
    await button('New label', labels).focus();
    await page.keyboard.press('Enter');
    await keys.write(dialog().getByLabel('Name'), 'Alumni');
    await keys.pressAway(button('Save', dialog()), button('New label', labels));
    const remove = button('Delete label', labels);
    for (const next of ['Edit Gold', 'Edit VIP', 'New label'])
      await confirm(remove.first(), 'Delete label', button(next, labels));
    await to('/accounts/replies', 'Canned replies');
    await confirm(button('Delete reply').first(), 'Delete reply', button('Edit hello'));
    await confirm(button('Delete reply').first(), 'Delete reply');
  });

  it('where an API key is made and revoked', async () => {
    await to('/developers', 'Developers');
    const made = button('New API key');
    await made.focus();
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Name').fill('Shop');
    await dialog().getByLabel('send messages').check();
    await keys.pressAway(button('Make the key', dialog()));
    await keys.expectTrapped(page.getByRole('alertdialog'));
    await keys.pressAway(button('I have kept it', page), made);
    await confirm(button('Revoke'), 'Revoke');
  });

  it('in the editor of templates, and at what is begun, duplicated and deleted', async () => {
    await to('/templates/new', 'New template');
    await main().getByLabel('Name', { exact: true }).fill('Farewell');
    await keys.pressAway(button('Go on to the text'), heading('Farewell'));
    await button('New button').focus();
    await page.keyboard.press('Enter');
    await keys.pressAway(button('Remove button 1'), button('New button'));
    await button('Duplicate').focus();
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Name').fill('Farewell 2');
    await keys.pressAway(button('Duplicate', dialog()), heading('Farewell 2'));
    await confirm(button('Delete'), 'Delete', heading('Templates'));
  });

  it('in a broadcast, from its conditions to its end', async () => {
    const { templates, account } = here.world;
    await templates.approvedFrom(aDraft({ accountId: account.id, displayName: 'Plain' }));
    await to('/broadcasts/new', 'New broadcast');
    const plain = main().locator('option').filter({ hasText: 'Plain' });
    await main()
      .getByLabel('Template')
      .selectOption(must(await plain.getAttribute('value')));
    const numbers = Array.from({ length: 40 }, (_, index) => `+491511234${6000 + index}`);
    await main().getByLabel('Phone numbers, one a line').fill(numbers.join('\n'));
    await main().getByLabel('Messages a second').fill('1');
    await confirm(button('Send'), 'Send', heading('Plain'));
    await keys.pressAway(button('Pause'), button('Resume'));
    await keys.pressAway(button('Resume'), button('Pause'));
    await confirm(button('Cancel the rest'), 'Cancel the rest', page.getByLabel('Back to the broadcasts'));
  });

  it('among records, where one is deleted, and their kind', async () => {
    const model = here.world.records.modelId('shelf');
    await to(`/records/${model}`, 'Shelf');
    await button('Edit Upper').focus();
    await page.keyboard.press('Enter');
    await confirm(button('Delete', dialog()), 'Delete');
    await button('Edit Upper').waitFor({ state: 'detached' });
    await keys.expectKept();
    await confirm(button('Delete'), 'Delete', heading('Records'));
  });
});
