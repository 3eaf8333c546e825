import type { SimPhone } from '../../src/simulator/world/world.js';
import { eventually } from '../support/expectations.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

const SECOND = '106540352242999';

describeInBrowser('The inbox of one number', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let other: SimPhone;
  let ids: { first: string; second: string };
  const number = () => office.page.getByRole('combobox', { name: 'Number' });
  const view = (name: string) => office.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });
  const choose = (value: string) => number().selectOption({ value });
  /** How many open conversations the choice of numbers says that one has. */
  const counts = async (id: string, count: number): Promise<void> => {
    await eventually(
      () => number().locator(`option[value='${id}']`).textContent(),
      (text) => text?.endsWith(`(${count})`) === true,
    );
  };

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { accounts, customers, meta, account } = here.world;
    other = meta.addPhone(SECOND, '+1 555 010 2999');
    ids = { first: account.phoneNumber.id, second: await accounts.learnNumber(SECOND) };
    await customers.writes(customers.named('Ada'), 'To the first');
    await customers.writes(customers.named('Bo'), 'To the first too');
    await customers.writes(customers.named('Cy'), 'To the second', other);
    office = await here.administrator();
  });
  afterAll(() => here.close());

  it('has all at first, and says how many each number has', async () => {
    for (const name of ['Ada', 'Bo', 'Cy']) await office.row(name).waitFor();
    await counts(ids.first, 2);
    await counts(ids.second, 1);
    await view('Unassigned 3').waitFor();
  });

  it('shows and counts what is of the number that is chosen, in every view, and keeps to it', async () => {
    await choose(ids.second);
    await office.row('Ada').waitFor({ state: 'detached' });
    await office.row('Cy').waitFor();
    expect(await office.rows.count()).toBe(1);
    await view('Unassigned 1').waitFor();
    await view('Waiting 1').click();
    await office.row('Cy').waitFor();
    expect(await office.rows.count()).toBe(1);
    await office.page.reload();
    await office.row('Cy').waitFor();
    expect(await number().inputValue()).toBe(ids.second);
    expect(await office.rows.count()).toBe(1);
  });

  it('shows nothing of another number, whose count rises, and at once what is its own', async () => {
    const { customers } = here.world;
    await customers.writes(customers.named('Dee'), 'To the first');
    await counts(ids.first, 3);
    expect(await office.row('Dee').count()).toBe(0);
    await view('Waiting 1').waitFor();
    await customers.writes(customers.named('Eli'), 'To the second', other);
    await office.row('Eli').waitFor();
    await view('Waiting 2').waitFor();
    await counts(ids.second, 2);
    expect(await office.rows.allInnerTexts()).toHaveLength(2);
    await choose(ids.first);
    await office.row('Dee').waitFor();
    await office.row('Eli').waitFor({ state: 'detached' });
    await view('Waiting 3').waitFor();
    await choose('');
    await view('Waiting 5').waitFor();
    expect(await office.rows.count()).toBe(5);
  });

  it('has the conversations that one customer has with two numbers apart', async () => {
    const { customers } = here.world;
    await customers.writes(customers.named('Fay', '4915112340000'), 'First');
    await customers.writes(customers.named('Fay', '4915112340000'), 'Second', other);
    await eventually(
      () => office.row('Fay').count(),
      (count) => count === 2,
    );
    await choose(ids.second);
    await office.row('Fay').getByText('Second').waitFor();
    expect(await office.row('Fay').count()).toBe(1);
    await office.open('Fay');
    await office.shows('Second');
    expect(await office.texts()).not.toContain('First');
  });
});
