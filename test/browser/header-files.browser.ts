import { must } from '../support/expectations.js';
import { aPdf, PICTURE } from '../support/factories/files.js';
import { INVOICE_FILE, INVOICE_LINK, Invoices } from '../support/world/invoices.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';
import { SimulatorPage } from './support/simulator-page.js';

const HTTPS_ALONE = 'The address in the field file must begin with https.';

describeInBrowser('The file of a header from a record, in the console', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let keys: KeyboardUser;
  let simulator: SimulatorPage;
  const main = () => office.page.getByRole('main');
  const dialog = () => office.page.getByRole('dialog');
  const button = (name: string) => main().getByRole('button', { name, exact: true });

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers, files, meta, records } = here.world;
    meta.world.customers.length = 0;
    await Invoices.open(here.world);
    const ada = customers.named('Ada');
    await customers.writes(ada, 'Hello');
    const picture = (await files.upload(PICTURE, 'image/png', 'aloe.png')).body.id;
    const invoice = (externalId: string, file: string) => ({
      externalId,
      values: { name: `${externalId}.pdf`, file, phone: `+${must(ada.waId)}` },
    });
    await records.push('invoice', [
      invoice('safe', INVOICE_LINK),
      invoice('unsafe', INVOICE_LINK.replace('https:', 'http:')),
      invoice('uploaded', picture),
    ]);
    office = await here.administrator();
    keys = new KeyboardUser(office.page);
    simulator = new SimulatorPage(await here.browser.page(), here.world.meta.simulator.url);
    await simulator.open();
  });
  afterAll(() => here.close());

  const record = (name: string) => office.page.getByRole('radio', { name: new RegExp(`^${name}`) });
  /** What stands beside the records says it, to whoever hears the page too. */
  const isRefused = async (name: string): Promise<void> => {
    await office.page.getByRole('alert').getByText(HTTPS_ALONE).waitFor();
    const described = must(await record(name).getAttribute('aria-describedby'));
    expect(await office.page.locator(`[id="${described}"]`).textContent()).toBe(HTTPS_ALONE);
    expect(await office.page.getByRole('radiogroup').getAttribute('aria-invalid')).toBe('true');
    expect(await axeViolations(office.page)).toEqual([]);
  };
  const isTaken = async (within: ReturnType<typeof dialog>): Promise<void> => {
    const file = within.getByRole('link', { name: 'safe.pdf' });
    await file.getByText('files.example.com').waitFor();
    expect(await file.getAttribute('href')).toBe(INVOICE_LINK);
    await office.page.getByText(HTTPS_ALONE).waitFor({ state: 'detached' });
    expect(await office.page.getByRole('radiogroup').getAttribute('aria-invalid')).toBeNull();
  };
  /** With keys: opens the fields, searches, and takes the one that is found. */
  const bind = async (label: string, before: string, field: string): Promise<void> => {
    await keys.press(button(`${label}: ${before}`));
    await keys.write(dialog().getByRole('searchbox'), field);
    await keys.press(dialog().getByRole('listitem').getByRole('button', { name: field }).first());
    await dialog().waitFor({ state: 'detached' });
  };

  it('is bound to a field in the editor, seen for each record, and approved', async () => {
    const { page } = office;
    await page.goto(`${here.world.url}/templates/new`);
    await main().getByLabel('Name', { exact: true }).fill('Invoice');
    await button('Go on to the text').click();
    await page.getByRole('heading', { name: 'Invoice', level: 1 }).waitFor();
    await main().getByRole('textbox', { name: 'Body' }).fill('Your invoice has come to you.');
    await main().getByLabel('Header', { exact: true }).selectOption('DOCUMENT');
    const sample = { name: 'sample.pdf', mimeType: 'application/pdf', buffer: aPdf('1.4 sample') };
    await main().getByLabel('Sample file').setInputFiles(sample);
    expect(await button('File of each record: Choose a field').isDisabled()).toBe(true);
    await main().getByLabel('Kind of record').selectOption({ label: 'Invoice' });
    await bind('Where it goes', 'Choose a field', 'Phone');
    await keys.expectOn(button('Where it goes: phone'));
    await main().getByLabel('Sample file').focus();
    await bind('File of each record', 'Choose a field', 'File');
    await keys.expectOn(button('File of each record: file'));
    await bind('Field with the name of the file', 'Choose a field', 'Name of the file');
    await keys.press(button('Save'));
    await page.getByText('Saved.').waitFor();

    const preview = main().getByRole('region', { name: 'Preview against a record' });
    await record('unsafe').check();
    await isRefused('unsafe');
    await record('safe').check();
    await isTaken(preview);
    await preview.getByText('Your invoice has come to you.').waitFor();

    await button('Submit to Meta').click();
    await main().getByText('In review').first().waitFor();
    const view = await simulator.view('Templates');
    await view.getByRole('article', { name: 'invoice (en)' }).getByRole('button', { name: 'Approve' }).click();
    await main().getByText('Approved', { exact: true }).first().waitFor();
  });

  it('is sent from the picker, which refuses what cannot be sent beside the record', async () => {
    const { page } = office;
    await page.getByRole('link', { name: 'Inbox' }).click();
    await office.open('Ada');
    await page.getByRole('button', { name: 'Template', exact: true }).click();
    await dialog()
      .getByRole('button', { name: /^Invoice/ })
      .click();
    const send = dialog().getByRole('button', { name: 'Send template' });
    expect(await send.getAttribute('aria-disabled')).toBe('true');
    await record('unsafe').check();
    await isRefused('unsafe');
    expect(await send.getAttribute('aria-disabled')).toBe('true');
    await record('safe').check();
    await isTaken(dialog());
    await send.and(page.locator('[aria-disabled=false]')).click();
    await dialog().waitFor({ state: 'detached' });
    await simulator.page.getByRole('navigation').getByRole('link', { name: 'Customers' }).click();
    const got = simulator.phone('Ada').bubble('Your invoice has come to you.');
    expect(await got.getByRole('link', { name: 'safe.pdf' }).getAttribute('href')).toBe(INVOICE_LINK);
    const sent = office.bubbles.filter({ hasText: 'Your invoice has come to you.' });
    expect(await sent.getByRole('link', { name: 'safe.pdf' }).getAttribute('href')).toBe(INVOICE_LINK);
  });

  it('is a picture that was uploaded here, which is seen before and after it is sent', async () => {
    const { page } = office;
    const { files, templates, account, records } = here.world;
    const mediaId = (await files.upload(PICTURE, 'image/png', 'sample.png')).body.id;
    await templates.approvedFrom({
      accountId: account.id,
      displayName: 'Picture of the day',
      language: 'en',
      category: 'UTILITY',
      body: 'This is how your plant looks today.',
      header: { type: 'IMAGE', mediaId },
      appliesTo: records.modelId('invoice'),
      phoneField: 'phone',
      headerFile: { fieldPath: INVOICE_FILE.fieldPath },
    });
    await page.getByRole('button', { name: 'Template', exact: true }).click();
    await dialog()
      .getByRole('button', { name: /^Picture of the day/ })
      .click();
    await record('uploaded').check();
    const isShown = async (picture: ReturnType<typeof dialog>): Promise<void> => {
      await picture.waitFor();
      expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(
        1,
      );
    };
    await isShown(dialog().getByRole('img', { name: 'Picture' }));
    await dialog().getByRole('button', { name: 'Send template' }).and(page.locator('[aria-disabled=false]')).click();
    await dialog().waitFor({ state: 'detached' });
    await isShown(simulator.phone('Ada').bubble('This is how your plant').locator('img'));
    await isShown(office.bubbles.filter({ hasText: 'This is how your plant' }).locator('img'));
  });
});
