import { eventually, must } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { anOrder } from '../support/factories/shop.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('Whoever makes rules for records', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let support: { id: string; phoneId: string };
  const main = () => office.page.getByRole('main');
  const dialog = () => office.page.getByRole('dialog');
  const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });
  const inRow = (name: string) => main().getByRole('button', { name, exact: true });
  const push = (externalId: string, note: string, customer = 'ann') =>
    here.world.records.push('order', [anOrder(externalId, { note, customer })]);

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { world } = here;
    await world.records.openShop();
    await world.templates.approvedFrom({
      ...aDraft({ accountId: world.account.id, body: 'Your order {{1}} is on its way to you.' }),
      displayName: 'On its way',
      appliesTo: world.records.modelId('order'),
      phoneField: 'customer.phone',
      variables: [aFieldVariable({ fieldPath: 'number' })],
    });
    const phone = world.meta.addPhone('106540352249999', '+1 555-078-9999');
    support = { id: await world.accounts.learnNumber(phone.id), phoneId: phone.id };
    office = await here.administrator();
    await office.page.goto(`${world.url}/records/rules`);
    await office.page.getByRole('heading', { name: 'Rules', level: 1 }).waitFor();
  });
  afterAll(() => here.close());

  it('makes one by fields and values, and is told of a value that is missing', async () => {
    await inRow('New rule').click();
    await dialog().getByLabel('Name', { exact: true }).fill('Shipped');
    await dialog().getByText('Every record.').waitFor();
    await inDialog('New condition').click();
    await dialog().getByLabel('Field', { exact: true }).selectOption('note');
    await inDialog('Save').click();
    await dialog().locator('[aria-invalid=true]').waitFor();
    await dialog().getByLabel('Is', { exact: true }).fill('shipped');
    await inDialog('Save').click();
    await dialog().getByLabel('Sent from').and(dialog().locator('[aria-invalid=true]')).waitFor();
    await dialog().getByLabel('Sent from').selectOption(support.id);
    expect(await axeViolations(office.page)).toEqual([]);
    // As JSON it is the same, and comes back as fields.
    await dialog().getByLabel('As JSON, with comparisons').check();
    expect(JSON.parse(await dialog().getByLabel('Filter', { exact: true }).inputValue())).toEqual({ note: 'shipped' });
    await dialog().getByLabel('Filter', { exact: true }).fill('{ "note": { "startsWith": "ship" } }');
    await dialog().getByLabel('As JSON, with comparisons').click();
    await dialog().getByText('This says more than fields and values can.').waitFor();
    await dialog().getByLabel('Filter', { exact: true }).fill('{ "note": "shipped" }');
    await dialog().getByLabel('As JSON, with comparisons').uncheck();
    expect(await dialog().getByLabel('Is', { exact: true }).inputValue()).toBe('shipped');
    await inDialog('Save').click();
    await dialog().waitFor({ state: 'detached' });
    await main().getByText('Shipped', { exact: true }).waitFor();
    await main().getByText('{"note":"shipped"}').waitFor();
    await main().getByText('Disabled', { exact: true }).waitFor();
  });

  it('tries it without sending anything, and enables it', async () => {
    await push('a1', 'shipped');
    await inRow('Dry run').click();
    await dialog().getByText('1 record matches now. Nothing is sent.').waitFor();
    await dialog().getByText('Your order a1 is on its way to you.').waitFor();
    await office.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await inRow('Enable').click();
    await inRow('Disable').waitFor();
    expect(here.world.customers.gotAt('+1 650 555 1234')).toEqual([]);
  });

  it('reads in its log what was sent, and what was not', async () => {
    await push('a2', 'shipped');
    await push('a3', 'shipped', 'nobody');
    const [got] = await here.world.customers.getsAt('+1 650 555 1234');
    expect(must(got)).toMatchObject({ text: expect.stringContaining('Your order a2'), phoneId: support.phoneId });
    await eventually(
      () => here.world.countRows("record_rule_runs WHERE state = 'WAITING'"),
      (waiting) => waiting === 0,
    );
    await inRow('Log').click();
    await dialog().getByText('Sent', { exact: true }).waitFor();
    await dialog().getByText('Not sent', { exact: true }).waitFor();
    expect(await axeViolations(office.page)).toEqual([]);
    await office.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('changes it: what was chosen is what is shown', async () => {
    await inRow('Edit').click();
    expect(await dialog().getByLabel('Is', { exact: true }).inputValue()).toBe('shipped');
    expect(await dialog().getByLabel('Sent from').inputValue()).toBe(support.id);
    await dialog().getByLabel('At most an hour').fill('5');
    await inDialog('Save').click();
    await dialog().waitFor({ state: 'detached' });
    await inRow('Edit').click();
    expect(await dialog().getByLabel('At most an hour').inputValue()).toBe('5');
    await office.page.keyboard.press('Escape');
  });
});
