import type { BrowserContextOptions } from 'playwright-core';
import { eventually } from '../support/expectations.js';
import { aGreeting } from './support/a-greeting.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

const WIDTHS: [string, BrowserContextOptions][] = [
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['390', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
];

for (const [width, options] of WIDTHS)
  describeInBrowser(`An administrator at ${width} px`, () => {
    let here: BrowserWorld;
    let office: ConsolePage;
    const button = (name: string) => office.page.getByRole('button', { name, exact: true });
    const field = (name: string) => office.page.getByLabel(name, { exact: true });
    const inDialog = () => office.page.getByRole('dialog').or(office.page.getByRole('alertdialog'));

    /** By the navigation, to the page whose heading has the same name. */
    const goTo = async (name: string): Promise<void> => {
      await office.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
      await office.page.getByRole('heading', { name, level: 1 }).waitFor();
    };
    /** Accessible, and no wider than the screen. */
    const isSound = async (): Promise<void> => {
      expect(await axeViolations(office.page)).toEqual([]);
      expect(await office.page.locator('#page').evaluate((page) => page.scrollWidth - page.clientWidth)).toBe(0);
    };

    beforeAll(async () => {
      here = await BrowserWorld.start();
      await here.world.templates.approvedFrom(aGreeting(here.world.account.id));
      await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello');
      office = await here.administrator(options);
    });
    afterAll(() => here.close());

    it('tests the connection of an account, and is told what is missing of a new one', async () => {
      await goTo('Accounts');
      await isSound();
      await office.page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
      await button('Test Connection').click();
      await office.page.getByText('Everything works').waitFor();
      const checks = office.page.getByRole('region', { name: 'Connection test' }).getByRole('listitem');
      expect(await checks.allInnerTexts()).toHaveLength(14);
      for (const text of await checks.allInnerTexts()) expect(text).toContain('Passed');
      await isSound();
      await goTo('Accounts');
      await office.page.getByRole('link', { name: 'New account' }).click();
      await button('Connect the account').click();
      await field('App secret').and(office.page.locator('[aria-invalid=true]')).waitFor();
      await isSound();
      for (const name of [
        'Name',
        'App ID',
        'App secret',
        'WhatsApp Business Account ID',
        'Phone number ID',
        'Access token',
      ])
        await field(name).fill(`1${width}`);
      await button('Connect the account').click();
      await button('Test Connection').click();
      await office.page.getByText('Meta does not accept the access token.').waitFor();
      await isSound();
    });

    it('writes a template, is told its problem beside the field, and submits it', async () => {
      await goTo('Templates');
      await isSound();
      await office.page.getByRole('link', { name: 'New template' }).click();
      await office.page.getByRole('combobox', { name: 'Account' }).selectOption(here.world.account.id);
      await field('Name').fill(`Shipped ${width}`);
      await button('Go on to the text').click();
      const body = office.page.getByRole('textbox', { name: 'Body' });
      await body.fill('{{1}} is on its way');
      await office.page.getByRole('alert').filter({ hasText: 'placeholder' }).waitFor();
      expect(await body.getAttribute('aria-invalid')).toBe('true');
      const [, described = ''] = (await body.getAttribute('aria-describedby'))?.split(' ') ?? [];
      expect(await office.page.locator(`[id="${described}"]`).textContent()).toContain('placeholder');
      await body.fill('Your order {{1}} is on its way.');
      await field('Sample').fill('A-17');
      await office.page.getByRole('complementary').getByText('Your order A-17 is on its way.').waitFor();
      await body.and(office.page.locator(':not([aria-invalid])')).waitFor();
      await isSound();
      await button('Submit to Meta').click();
      await office.page.getByText('In review').first().waitFor();
      expect(here.world.meta.world.templates.size).toBeGreaterThan(1);
    });

    it('sends a broadcast to a file, told of every line that is wrong', async () => {
      await goTo('Broadcasts');
      await isSound();
      await office.page.getByRole('link', { name: 'New broadcast' }).click();
      await office.page.getByRole('combobox', { name: 'Account' }).selectOption(here.world.account.id);
      await office.page.getByRole('combobox', { name: 'Template' }).selectOption({ index: 1 });
      await office.page.getByLabel('A CSV file').check();
      const csv = '\uFEFFName;Phone\r\nBo;+4915112345001\r\nCy;123\r\nDi;+4915112345002\r\nBo;+4915112345001\r\n';
      await field('CSV file').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await office.page.getByText('2 of 4 can be sent to').waitFor();
      const lines = office.page.getByRole('table').getByRole('row');
      expect((await lines.allInnerTexts()).map((line) => line.split('\t')[0])).toEqual(['Line', '3', '5']);
      for (const gap of await office.page.getByLabel(/^Text for/).all()) await gap.selectOption({ label: 'Name' });
      await isSound();
      await button('Send').click();
      await inDialog().getByRole('button', { name: 'Send', exact: true }).click();
      await office.page.getByText('Finished').waitFor();
      await eventually(
        async () => office.page.getByRole('table').getByRole('row').count(),
        (rows) => rows === 3,
      );
      await isSound();
    });

    it('makes a key that is shown once, a colleague, and a kind of record', async () => {
      await goTo('Developers');
      await button('New API key').click();
      await field('Name').fill('Shop');
      await office.page.getByLabel('send messages').check();
      await button('Make the key').click();
      const secret = await field('Secret').inputValue();
      expect(secret.length).toBeGreaterThan(20);
      await isSound();
      await button('I have kept it').click();
      await office.page.getByText('never used').waitFor();
      expect(await office.page.content()).not.toContain(secret);
      await isSound();

      await goTo('Team');
      await button('New user').click();
      await field('Name').fill('Mara');
      await field('E-mail').fill('no address');
      await field('First password').fill('long enough');
      await button('Add').click();
      await field('E-mail').and(office.page.locator('[aria-invalid=true]')).waitFor();
      await isSound();
      await field('E-mail').fill('mara@example.com');
      await button('Add').click();
      await office.page.getByText('mara@example.com').waitFor();
      await isSound();

      await goTo('Records');
      await button('New kind of record').click();
      await field('Name').first().fill('Ticket');
      await field('Key').first().fill('ticket');
      await field('Name').nth(1).fill('Subject');
      await button('Save').click();
      await office.page.getByRole('link', { name: 'Ticket' }).click();
      await button('New record').click();
      await field('ID in your system').fill('T-1');
      await field('Subject').fill('It is broken');
      await button('Save').click();
      await office.page.getByRole('cell', { name: 'It is broken', exact: true }).waitFor();
      await isSound();
    });

    it('finds a contact, and sees where they are signed in themselves', async () => {
      await goTo('Contacts');
      await field('Names and numbers').fill('Ada');
      await isSound();
      await office.page.getByRole('main').getByRole('link', { name: 'Ada' }).click();
      await office.page.getByRole('heading', { name: 'Ada', level: 1 }).waitFor();
      await isSound();
      await office.page.getByRole('button', { name: /^Account of/ }).click();
      await office.page.getByRole('link', { name: 'Your profile' }).click();
      await office.page.getByText('this one').waitFor();
      await field('Present password').fill('not the one');
      await field('New password').fill('long enough');
      await button('Change the password').click();
      await field('Present password').and(office.page.locator('[aria-invalid=true]')).waitFor();
      await isSound();
    });
  });
