import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

const NOT_ALL = 'Not everything has been searched: that would have taken too long.';

describeInBrowser('A search in the console that has no time', () => {
  let here: BrowserWorld;
  let office: ConsolePage;

  beforeAll(async () => {
    here = await BrowserWorld.start({ environment: { SEARCH_TIME_LIMIT_MS: '0' } });
    const { customers, inbox, database } = here.world;
    await customers.writes(customers.named('Sara'), 'Hello');
    const { id } = await inbox.conversationWith('Sara');
    // what is looked for is the oldest of all
    await database.run(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content,
                             text, search_text, occurred_at)
       SELECT gen_random_uuid(), account_id, business_phone_number_id, conversations.id, 'INBOUND', 'RECEIVED', 'TEXT',
              jsonb_build_object('body', said), said, said, '2026-01-01'::timestamptz + make_interval(secs => n)
         FROM conversations, generate_series(1, 900) n, LATERAL (SELECT CASE n WHEN 1 THEN 'two cactuses' ELSE 'nothing' END AS said) text
        WHERE conversations.id = $1`,
      [id],
    );
    await database.run(
      `INSERT INTO contacts (id, account_id, wa_id, phone_number, profile_name, search_text, created_at)
       SELECT gen_random_uuid(), account_id, 49151000000 + n, '+' || 49151000000 + n, name, lower(name), '2026-01-01'::timestamptz + make_interval(secs => n)
         FROM conversations, generate_series(1, 900) n, LATERAL (SELECT CASE n WHEN 1 THEN 'Li 🌵' ELSE 'Customer ' || n END AS name) called
        WHERE conversations.id = $1`,
      [id],
    );
    office = await here.administrator();
  });
  afterAll(() => here.close());

  const further = () => office.page.getByRole('button', { name: 'Search further' });
  const notAll = () => office.page.getByText(NOT_ALL);

  it('says so, and goes on in the messages until they are found', async () => {
    await office.page.getByRole('searchbox', { name: 'Search' }).fill('cactus');
    await notAll().waitFor();
    expect(await office.page.getByText('No message has these words.').count()).toBe(0);
    const found = office.page.locator('mark', { hasText: 'cactus' });
    for (let pages = 1; pages < 6 && (await found.count()) === 0; pages += 1) {
      await further().click();
      await office.page.locator('[aria-label="Messages"][aria-busy="false"]').waitFor();
    }
    expect(await found.count()).toBe(1);
  });

  it('says what is too short to be looked for', async () => {
    await office.page.getByRole('searchbox', { name: 'Search' }).fill('%');
    await office.page.getByText('at least 3 letters or digits of a word').waitFor();
    expect(await office.page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await office.page.keyboard.press('Escape');
  });

  it('says so of contacts, and goes on', async () => {
    await office.page.getByRole('link', { name: 'Contacts' }).click();
    await office.page.getByRole('searchbox', { name: 'Names and numbers' }).fill('🌵');
    await notAll().waitFor();
    const found = office.page.getByRole('link', { name: 'Li 🌵' });
    for (let pages = 1; pages < 6 && (await found.count()) === 0; pages += 1) {
      await further().click();
      await office.page.locator('button[aria-disabled="true"]').waitFor({ state: 'detached' });
    }
    expect(await found.count()).toBe(1);
    expect(await notAll().count()).toBe(0);
  });
});
