import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { SimulatorPage } from './support/simulator-page.js';

const PRODUCT = { type: 'HEADER', format: 'PRODUCT' };
const VIEW = { type: 'BUTTONS', buttons: [{ type: 'SPM', text: 'View' }] };

describeInBrowser('Templates with products, in the console', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let simulator: SimulatorPage;
  const dialog = () => office.page.getByRole('dialog');
  const send = () => dialog().getByRole('button', { name: 'Send template' });

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers, meta, templates } = here.world;
    meta.world.customers.length = 0;
    await customers.writes(customers.named('Ada'), 'Hello');
    const add = (name: string, components: Record<string, unknown>[]) =>
      meta.addTemplate({ name, category: 'MARKETING', components });
    add('one_plant', [PRODUCT, { type: 'BODY', text: 'This is the plant of the day.' }, VIEW]);
    const card = { components: [PRODUCT, VIEW] };
    add('plants', [
      { type: 'BODY', text: 'These are the plants of the week.' },
      { type: 'CAROUSEL', cards: [card, card] },
    ]);
    add('pay', [
      { type: 'BODY', text: 'This is what you ordered.' },
      { type: 'BUTTONS', buttons: [{ type: 'ORDER_DETAILS', text: 'Pay' }] },
    ]);
    await templates.sync();
    office = await here.administrator();
    simulator = new SimulatorPage(await here.browser.page(), meta.simulator.url);
    await simulator.open();
    await office.page.getByRole('link', { name: 'Inbox' }).click();
    await office.open('Ada');
  });
  afterAll(() => here.close());

  const choose = async (name: string): Promise<void> => {
    await office.page.getByRole('button', { name: 'Template', exact: true }).click();
    await dialog()
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
  };
  const sent = async (text: string): Promise<void> => {
    await send().and(office.page.locator('[aria-disabled=false]')).click();
    await dialog().waitFor({ state: 'detached' });
    await office.bubbles.filter({ hasText: text }).getByText('aloe').waitFor();
  };

  it('are sent with one product, or one for each card', async () => {
    await choose('one plant');
    expect(await send().getAttribute('aria-disabled')).toBe('true');
    await dialog().getByLabel('Id of the catalogue').fill('194836987003835');
    await dialog().getByLabel('Id of the product').fill('aloe');
    expect(await axeViolations(office.page)).toEqual([]);
    await sent('This is the plant of the day.');
    await simulator.phone('Ada').bubble('This is the plant of the day.').getByText('aloe').waitFor();

    await choose('plants');
    await dialog().getByLabel('Id of the catalogue').fill('194836987003835');
    await dialog()
      .getByLabel(/^Ids of the products/)
      .fill('aloe\n');
    expect(await send().getAttribute('aria-disabled')).toBe('true');
    await dialog()
      .getByLabel(/^Ids of the products/)
      .fill('aloe\nfern\npalm');
    await sent('These are the plants of the week.');
  });

  it('say what they need of a program, and are not sent', async () => {
    await choose('pay');
    await dialog().getByText('This template needs more than this form gives').waitFor();
    expect(await send().getAttribute('aria-disabled')).toBe('true');
  });
});
