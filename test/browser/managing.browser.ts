import { must } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { anAccount } from '../support/factories/accounts.js';
import { PICTURE } from '../support/factories/files.js';
import { aGreeting } from './support/a-greeting.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('Whoever manages', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  const main = () => office.page.getByRole('main');
  const button = (name: string) => main().getByRole('button', { name, exact: true });
  const dialog = () => office.page.getByRole('dialog').or(office.page.getByRole('alertdialog'));
  const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });
  const to = async (path: string, heading: string): Promise<void> => {
    await office.page.goto(here.world.url + path);
    await office.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  };

  const state = (name: string) => main().getByText(name, { exact: true }).first();
  /** Of a choice, the option whose text is like this. */
  const choose = async (label: string, text: RegExp): Promise<void> => {
    const field = main().getByLabel(label, { exact: true });
    const option = field.locator('option').filter({ hasText: text });
    await field.selectOption(must(await option.first().getAttribute('value')));
  };

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.records.openShop();
    await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello');
    office = await here.administrator();
  });
  afterAll(() => here.close());

  it('renews an access token, and is told at once whether it works', async () => {
    const { account, accounts } = here.world;
    await to(`/accounts/${account.id}`, 'Lucky Garden');
    const renew = async (token: string): Promise<void> => {
      await button('Renew the access token').click();
      await dialog().getByLabel('Access token').fill(token);
      await inDialog('Save and test').click();
      await dialog().waitFor({ state: 'detached' });
    };
    await button('Renew the access token').click();
    await dialog().getByLabel('Access token').fill('two words');
    await inDialog('Save and test').click();
    await dialog().getByLabel('Access token').and(dialog().locator('[aria-invalid=true]')).waitFor();
    await office.page.keyboard.press('Escape');
    await renew('EAAUnknown');
    await main().getByText('Meta does not accept the access token.').waitFor();
    await renew(anAccount().accessToken);
    await main().getByText('Everything works').waitFor();
    expect((await accounts.read()).status).toBe('CONNECTED');
  });

  it('reads the blocks that were made in WhatsApp Manager', async () => {
    const { meta, inbox } = here.world;
    const ada = must(meta.world.customers.find(({ name }) => name === 'Ada'));
    const [phone] = [...meta.world.phones.keys()];
    meta.world.blocks.set(`${must(phone)} ${ada.userId}`, 0);
    await button('Read blocks from Meta').click();
    await office.page.getByText('1 customer newly blocked').waitFor();
    const { contact } = await inbox.conversationWith('Ada');
    await to(`/contacts/${contact.id}`, 'Ada');
    await main().getByRole('button', { name: 'Unblock' }).click();
    await main().getByRole('button', { name: 'Block', exact: true }).waitFor();
  });

  it('gives a contact the id of the company’s own system, which another cannot have', async () => {
    const { customers, inbox } = here.world;
    await customers.writes(customers.named('Bea'), 'Hello');
    const idOf = async (name: string) => (await inbox.conversationWith(name)).contact.id;
    const field = () => main().getByLabel('ID in your system').and(main().locator('input'));
    for (const name of ['Ada', 'Bea']) {
      await to(`/contacts/${await idOf(name)}`, name);
      await field().fill('crm-1');
      await main().getByRole('form', { name: 'ID in your system' }).getByRole('button', { name: 'Save' }).click();
      if (name === 'Ada') await office.page.getByText('Saved.').waitFor();
    }
    await field().and(main().locator('[aria-invalid=true]')).waitFor();
    await to(`/contacts/${await idOf('Ada')}`, 'Ada');
    expect(await field().inputValue()).toBe('crm-1');
  });

  it('archives an account, which is asked for twice', async () => {
    const { account } = await here.world.accounts.create({
      ...anAccount(),
      name: 'Old shop',
      accountId: '990001',
      phoneNumberId: '990002',
    });
    await to(`/accounts/${must(account).id}`, 'Old shop');
    await button('Archive the account').click();
    await inDialog('Cancel').click();
    await button('Archive the account').click();
    await inDialog('Archive the account').click();
    await office.page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    await main().getByRole('link', { name: 'Lucky Garden' }).waitFor();
    await main().getByRole('link', { name: 'Old shop' }).waitFor({ state: 'detached' });
  });

  it('duplicates a template, gives it a picture, takes one back to draft, and deletes one', async () => {
    const { templates, account } = here.world;
    const { id } = await templates.approvedFrom(aGreeting(account.id));
    await to(`/templates/${id}`, 'Greeting');
    await button('Duplicate').click();
    await dialog().getByLabel('Name').fill('Greeting with a picture');
    await inDialog('Duplicate').click();
    await office.page.getByRole('heading', { name: 'Greeting with a picture', level: 1 }).waitFor();
    await main().getByLabel('Header', { exact: true }).selectOption('IMAGE');
    await main()
      .getByLabel('Sample file')
      .setInputFiles({ name: 'garden.png', mimeType: 'image/png', buffer: PICTURE });
    await main().getByRole('complementary').locator('img').waitFor();
    await button('Submit to Meta').click();
    await main().getByText('In review').first().waitFor();

    await to(`/templates/${id}`, 'Greeting');
    await button('Back to draft').click();
    await inDialog('Back to draft').click();
    await main().getByText('Draft', { exact: true }).first().waitFor();
    await button('Delete').click();
    await inDialog('Delete').click();
    await office.page.getByRole('heading', { name: 'Templates', level: 1 }).waitFor();
    await main().getByRole('status').filter({ hasText: '1 entry' }).waitFor();
    expect(await main().getByRole('link', { name: 'Greeting', exact: true }).count()).toBe(0);
  });

  it('schedules a broadcast to the records that match, and cancels it', async () => {
    await here.world.templates.approved({ displayName: 'Order sent' });
    await to('/broadcasts/new', 'New broadcast');
    await choose('Template', /Order sent/);
    await main().getByLabel('Records that match').check();
    await button('New condition').click();
    await main().getByLabel('Field').selectOption({ label: 'Number' });
    await main().getByLabel('Is', { exact: true }).fill('A-1');
    const tomorrow = new Date(here.world.clock.now().getTime() + 86_400_000).toISOString().slice(0, 16);
    await main().getByLabel('Begins').fill(tomorrow);
    await button('Schedule').click();
    await inDialog('Schedule').click();
    await state('Scheduled').waitFor();
    expect(await axeViolations(office.page)).toEqual([]);
    expect(await button('Pause').count()).toBe(0); // the server takes no pause of what has not begun
    await button('Cancel the rest').click();
    await inDialog('Cancel the rest').click();
    await state('Cancelled').waitFor();
    await button('Cancel the rest').waitFor({ state: 'detached' });
  });

  it('pauses a broadcast that runs, lets it go on, and cancels the rest', async () => {
    await here.world.templates.approvedFrom(aDraft({ accountId: here.world.account.id, displayName: 'Plain' }));
    await to('/broadcasts/new', 'New broadcast');
    await choose('Template', /Plain/);
    const numbers = Array.from({ length: 40 }, (_, index) => `+491511234${5000 + index}`);
    await main().getByLabel('Phone numbers, one a line').fill(numbers.join('\n'));
    await main().getByLabel('Messages a second').fill('1');
    await button('Send').click();
    await inDialog('Send').click();
    await button('Pause').click();
    await state('Paused').waitFor();
    await button('Resume').click();
    await state('Running').waitFor();
    await button('Cancel the rest').click();
    await inDialog('Cancel the rest').click();
    await state('Cancelled').waitFor();
  });

  it('is a manager, who sees the accounts they work with and changes neither them nor people', async () => {
    const manager = await here.visitor({ viewport: { width: 390, height: 844 } });
    await manager.signIn(await here.world.people.add('MANAGER', { name: 'Mona' }));
    const pages = manager.page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await pages.allInnerTexts()).toEqual([
      'Inbox',
      'Templates',
      'Broadcasts',
      'Contacts',
      'Records',
      'Accounts',
      'Team',
      'Overview',
    ]);
    const open = async (path: string, heading: string): Promise<string[]> => {
      await manager.page.goto(here.world.url + path);
      await manager.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await manager.page.locator('#page .spinner').first().waitFor({ state: 'detached' });
      expect(await axeViolations(manager.page)).toEqual([]);
      return manager.page.getByRole('main').getByRole('button').allInnerTexts();
    };
    expect(await open(`/accounts/${here.world.account.id}`, 'Lucky Garden')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Archive|Renew|Test Connection|Read blocks/)]),
    );
    expect(await open('/team', 'Team')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/New user|New invitation|Edit/)]),
    );
    await open('/developers', 'There is no such page');
    expect(await open('/templates/new', 'New template')).toContain('Go on to the text');
    await open('/overview', 'Overview');
    await manager.page.context().close();
  });
});
