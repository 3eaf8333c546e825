import { eventually, must } from '../support/expectations.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

const MANY = 130;

describeInBrowser('Long lists in the console', () => {
  let here: BrowserWorld;
  let office: ConsolePage;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers } = here.world;
    const wamids = Array.from({ length: MANY }, (_, index) =>
      customers.sends(customers.named(`Customer ${String(index).padStart(3, '0')}`), 'Hello'),
    );
    for (const wamid of wamids) await customers.isStored(wamid);
    office = await here.administrator();
  });
  afterAll(() => here.close());

  const customer = (name: string) => must(here.world.meta.world.customers.find((each) => each.name === name));

  it('go on beyond the first page', async () => {
    const seen = new Set<string>();
    await office.rows.first().waitFor();
    await office.rows.first().focus();
    await eventually(
      async () => {
        await office.page.keyboard.press('End');
        for (const text of await office.rows.allInnerTexts()) seen.add(must(/Customer \d+/.exec(text))[0]);
        await office.page.mouse.wheel(0, 400);
        return office.page.locator(`li[aria-posinset="${MANY}"]`).count();
      },
      (count) => count === 1,
    );
    expect(await office.page.locator('li[aria-setsize]').first().getAttribute('aria-setsize')).toBe(String(MANY));
  });

  it('keep focus and place while others write', async () => {
    const list = office.page.getByRole('list', { name: 'All', exact: true });
    await list.evaluate((element) => element.parentElement?.scrollTo(0, 3_000));
    const row = office.row('Customer 084');
    await row.focus();
    const id = await row.getAttribute('data-conversation');
    const place = async (): Promise<number> =>
      must(await office.page.locator(`[data-conversation="${id}"]`).boundingBox()).y;
    const before = await place();
    const shownFirst = async (): Promise<string> => office.rows.first().innerText();
    for (const name of ['Customer 003', 'Customer 004']) await here.world.customers.writes(customer(name), 'Me again');
    await office.page.waitForTimeout(1_000);
    expect(await office.page.evaluate(() => document.activeElement?.getAttribute('data-conversation'))).toBe(id);
    expect(Math.abs((await place()) - before)).toBeLessThan(3);
    expect(await shownFirst()).not.toContain('Me again');
  });

  it('put whoever wrote last above, and what is unread with its number', async () => {
    await office.page.reload();
    await here.world.customers.writes(customer('Customer 010'), 'Is anybody there?');
    await office.rows.first().filter({ hasText: 'Is anybody there?' }).waitFor();
    await office.rows.first().getByText('2 unread messages').waitFor({ state: 'attached' });
    await eventually(
      () => office.page.title(),
      (title) => title.includes('Inbox'),
    );
  });

  it('find people, and words with their place', async () => {
    await office.page.getByRole('searchbox', { name: 'Search' }).fill('anybody');
    await office.page.locator('mark', { hasText: 'anybody' }).first().click();
    await office.chatWith('Customer 010').waitFor();
    await office.page.getByRole('searchbox', { name: 'Search' }).fill('Customer 099');
    await office.row('Customer 099').first().waitFor();
    await office.page.keyboard.press('Escape');
  });

  it('hold the place in a chat while older messages come above, and those below', async () => {
    const { customers } = here.world;
    const author = customer('Customer 020');
    const wamids = Array.from({ length: 120 }, (_, index) => customers.sends(author, `Line ${index}`));
    for (const wamid of wamids) await customers.isStored(wamid);
    await office.page.reload();
    await office.open('Customer 020');
    await office.shows('Line 119');
    const scroller = office.page.getByRole('region', { name: 'Messages', exact: true });
    const readLine = async () =>
      scroller.evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        const shown = [...element.querySelectorAll('[data-message]')].find(
          (each) => each.getBoundingClientRect().bottom > top + 60,
        );
        return { id: shown?.getAttribute('data-message') ?? '', y: shown?.getBoundingClientRect().top ?? 0 };
      });
    await scroller.evaluate((element) => element.scrollBy(0, -900));
    await office.page.waitForTimeout(300);
    const before = await readLine();
    await customers.writes(author, 'Below');
    await office.page.waitForTimeout(1_500);
    const after = must(await office.page.locator(`[data-message="${before.id}"]`).boundingBox());
    expect(Math.abs(after.y - before.y)).toBeLessThan(3);
    await eventually(
      async () => {
        await scroller.evaluate((element) => element.scrollTo(0, 0));
        return office.bubbles.filter({ hasText: /^Hello/ }).count();
      },
      (count) => count === 1,
    );
    expect((await office.texts()).filter((text) => text === 'Line 60')).toHaveLength(1);
  });
});
