import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('A company that keeps the app on its phone', () => {
  let here: BrowserWorld;
  let office: ConsolePage;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello');
    office = await here.administrator({ viewport: { width: 1440, height: 900 } });
  });
  afterAll(() => here.close());

  it('asks for its history in the page of the account, and finds it in the chat', async () => {
    const { page } = office;
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
    await page.getByText('WhatsApp Business app on a phone').click();
    await page.getByRole('button', { name: 'Ask for the history' }).click();
    await page.getByText(/^The history has been read: .+ messages\.$/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Inbox' }).click();
    await office.open('Ada');
    await page.getByText('We do, until noon.').waitFor();
    expect(await page.getByText("from the phone's history").count()).toBe(4);
  });
});
