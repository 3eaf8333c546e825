import { readFileSync } from 'node:fs';
import { eventually, must } from '../support/expectations.js';
import { unzipped } from '../support/zip.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('What operators work with in the console', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  const ada = () => must(here.world.meta.world.customers.find(({ name }) => name === 'Ada'));
  const got = () => here.world.customers.got(ada());
  const button = (name: string) => office.page.getByRole('button', { name, exact: true });

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers } = here.world;
    await customers.writes(customers.named('Ada'), 'Hello');
    office = await here.administrator();
  });
  afterAll(() => here.close());

  it('sorts by labels: given in the chat, shown in the row, chosen in the inbox, gone when deleted', async () => {
    const { labels, inbox, customers } = here.world;
    const { page } = office;
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.locator('main ul a').first().click();
    await button('New label').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('VIP');
    await dialog.getByLabel('Purple').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('list', { name: 'Labels' }).getByText('VIP').first().waitFor();
    await page.getByRole('link', { name: 'Inbox' }).click();

    await office.open('Ada');
    await button('Labels').click();
    await dialog.getByRole('checkbox', { name: 'VIP' }).click();
    await page.keyboard.press('Escape');
    await page.locator('section header').getByRole('list', { name: 'Labels' }).getByText('VIP').waitFor();
    await office.row('Ada').getByText('Labels: VIP').waitFor({ state: 'attached' });

    await customers.writes(customers.named('Bo'), 'Hello');
    await office.row('Bo').waitFor();
    const [vip] = await labels.list();
    await page.getByLabel('Label', { exact: true }).selectOption({ value: must(vip).id });
    await office.row('Bo').waitFor({ state: 'detached' });
    await office.row('Ada').waitFor();
    // Whatever happens elsewhere moves into the list, or out of it.
    await inbox.setLabels((await inbox.conversationWith('Bo')).id, [must(vip)]);
    await office.row('Bo').waitFor();
    await labels.update(must(vip).id, { name: 'Gold' });
    await office.row('Bo').getByText('Labels: Gold').waitFor({ state: 'attached' });
    await labels.delete(must(vip).id);
    await office.row('Bo').getByText('Labels: Gold').waitFor({ state: 'detached' });
    await page.getByLabel('Label', { exact: true }).selectOption({ label: 'All labels' });
  });

  it('opens canned replies with a slash, chooses by keyboard, and reads what is filled in before it is sent', async () => {
    const { page } = office;
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('link', { name: 'Canned replies' }).click();
    const dialog = page.getByRole('dialog');
    const keep = async (shortcut: string, text: string): Promise<void> => {
      await button('New canned reply').click();
      await dialog.getByLabel('Shortcut').fill(shortcut);
      await dialog.getByLabel('Text', { exact: true }).fill(text);
    };
    await keep('hours', 'We are open from 9 to 6, ');
    await dialog.getByRole('button', { name: 'Customer’s name' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('/hours').waitFor();
    await keep('broken', 'Hello {{contact.age}}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('{{contact.age}} is not known').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Inbox' }).click();
    await office.open('Ada');
    const before = got().length;
    await office.message.fill('');
    await office.message.pressSequentially('Good morning. /ho');
    await page.getByRole('option', { name: '/hours' }).waitFor();
    await office.message.press('Enter');
    await eventually(
      () => office.message.inputValue(),
      (text) => text === 'Good morning. We are open from 9 to 6, Ada',
    );
    expect(got()).toHaveLength(before); // Enter chose, and did not send
    await office.message.press('Enter');
    await eventually(got, ({ length }) => length === before + 1);
    expect(got().at(-1)?.text).toBe('Good morning. We are open from 9 to 6, Ada');

    await office.message.pressSequentially('/ho');
    await page.getByRole('option', { name: '/hours' }).waitFor();
    await office.message.press('Escape');
    await page.locator('[role=option]').waitFor({ state: 'detached' });
    await office.message.fill('');
  });

  it('reads between the messages what happened, also while it happens', async () => {
    const { customers, inbox, people } = here.world;
    const cy = customers.named('Cy');
    await customers.writes(cy, 'One');
    await office.open('Cy');
    await office.shows('One');
    const { id } = await inbox.conversationWith('Cy');
    const line = (text: string) => office.page.getByRole('region', { name: 'Messages' }).getByText(text);
    const bea = await people.add('OPERATOR', { name: 'Bea' });
    await inbox.assign(id, bea);
    await line('asked Bea to answer').waitFor();
    await inbox.close(id);
    await line('closed the conversation').waitFor();
    await customers.writes(cy, 'Two');
    await line('Open again, because somebody wrote').waitFor();
    await office.page.reload();
    await office.shows('Two');
    await line('closed the conversation').waitFor();
    const lines = await office.page.getByRole('region', { name: 'Messages' }).locator('ol > li').allInnerTexts();
    const placeOf = (text: string) => lines.findIndex((each) => each.includes(text));
    const order = ['One', 'asked Bea to answer', 'closed the conversation', 'Two'].map(placeOf);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThanOrEqual(0);
  });

  it('sends buttons, a list, a place and a contact', async () => {
    const { page } = office;
    const dialog = page.getByRole('dialog');
    await office.open('Ada');
    const choose = async (kind: string): Promise<void> => {
      await button('More to send').click();
      await dialog.getByRole('button', { name: kind, exact: true }).click();
      await page.getByRole('heading', { name: kind, exact: true }).waitFor();
    };
    const send = async (): Promise<void> => {
      const before = got().length;
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await eventually(got, ({ length }) => length === before + 1);
    };
    await choose('Buttons');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('Something is missing.').first().waitFor();
    await dialog.getByLabel('Question').fill('Shall we deliver?');
    await dialog.getByLabel('Title').fill('A title that is far too long');
    await dialog.getByText('at most 20').waitFor();
    await dialog.getByLabel('Title').fill('Yes');
    await dialog.getByRole('button', { name: 'Add a button' }).click();
    await dialog.getByLabel('Title').nth(1).fill('No');
    await send();
    expect(got().at(-1)).toMatchObject({ type: 'interactive', body: { type: 'button' } });
    await office.shows('Shall we deliver?');

    await choose('List');
    await dialog.getByLabel('Question').fill('Which colour?');
    await dialog.getByLabel('Title').fill('Red');
    await dialog.getByLabel('Description').fill('Like roses');
    await dialog.getByLabel('What opens the list').fill('Colours');
    await send();
    expect(got().at(-1)).toMatchObject({ type: 'interactive', body: { type: 'list' } });

    await choose('Location');
    await dialog.getByLabel('Name').fill('Our shop');
    await dialog.getByLabel('Latitude').fill('52,5');
    await dialog.getByLabel('Longitude').fill('13.4');
    await send();
    expect(got().at(-1)).toMatchObject({
      type: 'location',
      body: { latitude: '52.5', longitude: '13.4', name: 'Our shop' },
    });

    await choose('Contact card');
    await dialog.getByLabel('Name').fill('Bea Baker');
    await dialog.getByLabel('Phone number').fill('+16505550101');
    await send();
    expect(got().at(-1)).toMatchObject({ type: 'contacts' });
  });

  it('records a voice message, which WhatsApp takes', async () => {
    const before = got().length;
    await button('Record a voice message').click();
    await office.page.getByRole('timer').getByText('0:02').waitFor();
    await button('Stop recording').click();
    await office.page.getByRole('list', { name: 'Attached files' }).getByText('voice.ogg').waitFor();
    await eventually(
      () => office.send.getAttribute('aria-disabled'),
      (disabled) => disabled === 'false',
    );
    await office.send.click();
    await eventually(got, ({ length }) => length === before + 1);
    const voice = must(got().at(-1));
    expect(voice).toMatchObject({ type: 'audio', body: { voice: true } });
    const bytes = must(here.world.meta.world.media.get(String(voice.body.id))).bytes;
    expect(bytes.subarray(0, 4).toString()).toBe('OggS');
    expect(bytes.length).toBeGreaterThan(500);

    await button('Record a voice message').click();
    await button('Discard recording').click();
    await button('Record a voice message').waitFor();
    expect(got()).toHaveLength(before + 1);
  });

  it('blocks a customer beside the chat, and lets them write again', async () => {
    const { page } = office;
    await office.open('Ada');
    await button('Block').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Block' }).click();
    await page.getByText('You have blocked this customer').waitFor();
    expect(here.world.meta.world.blocks.size).toBe(1);
    expect(await office.message.isDisabled()).toBe(true);
    await button('Unblock').click();
    await page.getByText('You have blocked this customer').waitFor({ state: 'detached' });
    expect(here.world.meta.world.blocks.size).toBe(0);
    await page.getByText('unblocked the customer').waitFor();
  });

  it('sees the records of a customer beside the chat', async () => {
    const { records, inbox } = here.world;
    const { contact } = await inbox.conversationWith('Ada');
    const fields = [
      { key: 'name', label: 'Name', type: 'TEXT' as const },
      { key: 'phone', label: 'Phone', type: 'PHONE' as const },
    ];
    await records.upsertModel({ key: 'customer', label: 'Customer', fields });
    await records.push('customer', [
      { externalId: 'C1', values: { name: 'Ada Lovelace', phone: contact.phoneNumber } },
    ]);
    await office.page.reload();
    const beside = office.page.getByRole('complementary');
    await beside.getByRole('heading', { name: 'Records' }).waitFor();
    await beside.getByText('Ada Lovelace').waitFor();
  });

  it('jumps to a message however far back, reads on from there, and comes back to the end', async () => {
    const { customers, inbox } = here.world;
    const dee = customers.named('Dee');
    for (let number = 1; number <= 180; number++)
      await customers.writes(dee, number === 20 ? 'The needle' : `Number ${number}.`);
    const { id } = await inbox.conversationWith('Dee');
    await office.open('Dee');
    await office.shows('Number 180.');
    const search = office.page.getByRole('searchbox');
    await search.fill('needle');
    await office.page.locator(`a[href^="/inbox/all/${id}#"]`).first().click();
    await office.shows('The needle');
    await eventually(
      async () => (await office.texts()).length,
      (count) => count > 20 && count < 120,
    );
    expect(await office.texts()).not.toContain('Number 180.');
    await customers.writes(dee, 'Number 181.');
    expect(await office.texts()).not.toContain('Number 181.');
    await search.fill('');
    await office.chatWith('Dee').getByRole('region', { name: 'Messages' }).press('End');
    await office.shows('Number 60.');
    await button('To the latest message').click();
    await office.shows('Number 181.');
    expect(await office.texts()).not.toContain('The needle');
  });

  it('exports a customer from the chat, as an archive with all messages of the person', async () => {
    await office.open('Dee');
    const { id: contactId } = (await here.world.inbox.conversationWith('Dee')).contact;
    const arriving = office.page.waitForEvent('download');
    await office.page.getByRole('complementary').getByRole('button', { name: 'Export all that is kept' }).click();
    const file = await arriving;
    expect(file.suggestedFilename()).toBe(`contact-${contactId}.zip`);
    const files = unzipped(readFileSync(must(await file.path(), 'a file')));
    const texts = must(files.get('messages.json'))
      .toString()
      .match(/Number \d+\./g);
    expect(new Set(texts).size).toBe(180);
  });

  it('erases a customer from the chat', async () => {
    await office.open('Dee');
    await office.page.getByRole('complementary').getByRole('button', { name: 'Erase this person' }).click();
    await office.page.getByRole('alertdialog').getByRole('button', { name: 'Erase this person' }).click();
    await office.row('Dee').waitFor({ state: 'detached' });
    await office.chatWith('Dee').waitFor({ state: 'detached' });
  });
});
