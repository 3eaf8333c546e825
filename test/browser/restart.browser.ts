import { ADMIN } from '../../scripts/local-server.js';
import { eventually, must } from '../support/expectations.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';
import { describeInBrowser, TestBrowser } from './support/chromium.js';
import { ConsolePage } from './support/console-page.js';

describeInBrowser('A server that is killed while people chat', () => {
  let browser: TestBrowser;
  let database: TestDatabase;
  let meta: MetaDriver;
  let server: ServerProcess;

  beforeAll(async () => {
    [browser, database, meta] = await Promise.all([TestBrowser.start(), createTestDatabase(), MetaDriver.start()]);
    ({ server } = await startServerProcess(database, meta));
  });
  afterAll(async () => {
    await browser.close();
    await server.kill('SIGKILL');
    await meta.close();
    await database.drop();
    expect(browser.troubles).toEqual([]);
  });

  it('is missed at once, and nothing is lost, doubled or under another name', async () => {
    const ada = meta.world.ensureCustomer('16505552001', 'Ada');
    const bo = meta.world.ensureCustomer('16505552002', 'Bo');
    const says = (customer: typeof ada, body: string) =>
      meta.simulator.conversations.write(meta.phone, customer, 'text', { body });
    says(ada, 'Ada 1');
    says(bo, 'Bo 1');
    const offices = [
      new ConsolePage(await browser.page(), server.url),
      new ConsolePage(await browser.page(), server.url),
    ];
    for (const office of offices) await office.signIn(ADMIN);
    const [first, second] = [must(offices[0]), must(offices[1])];
    await first.open('Ada');
    await second.open('Bo');
    await first.shows('Ada 1');

    await server.kill('SIGKILL');
    for (const { page } of offices) await page.getByText('Not connected.').waitFor({ timeout: 2_000 });
    await first.message.fill('To Ada while it was down');
    await first.send.dblclick();
    await second.message.fill('To Bo while it was down');
    await second.message.press('Enter');
    await first.page.getByText('waits for the connection').waitFor();

    await server.start();
    says(ada, 'Ada 2');
    for (const { page } of offices)
      await page.getByText('Not connected.').waitFor({ state: 'hidden', timeout: 30_000 });
    const got = (customer: typeof ada): string[] =>
      meta.world.messages
        .filter(({ direction, customerUserId }) => direction === 'OUT' && customerUserId === customer.userId)
        .map(({ text }) => text);
    await eventually(
      () => [...got(ada), ...got(bo)],
      (texts) => texts.length >= 2,
      30_000,
    );
    await first.shows('Ada 2');
    await first.page.waitForTimeout(1_500);
    expect(got(ada)).toEqual(['To Ada while it was down']);
    expect(got(bo)).toEqual(['To Bo while it was down']);
    expect((await first.texts()).sort()).toEqual(['Ada 1', 'Ada 2', 'To Ada while it was down']);
    await second.shows('Bo 1'); // the server went away while it was read
    expect(await second.texts()).toEqual(['Bo 1', 'To Bo while it was down']);
  });
});
