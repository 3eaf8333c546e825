import { ADMIN, freePortPair } from '../../scripts/local-server.js';
import { eventually } from '../support/expectations.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { describeInBrowser, TestBrowser } from './support/chromium.js';
import { ConsolePage } from './support/console-page.js';
import { SimulatorPage } from './support/simulator-page.js';

describeInBrowser('Beside the console of a demo', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let browser: TestBrowser;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePortPair();
    url = `http://127.0.0.1:${port}`;
    server = new ServerProcess(url, {
      ...database.environment,
      ...{ PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn' },
      ...{ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password },
    });
    await server.start();
    await eventually(() => server.output.join('').includes('Parley is running.'), Boolean, 60_000);
    browser = await TestBrowser.start();
  });
  afterAll(async () => {
    await browser.close();
    await server.kill('SIGKILL');
    await database.drop();
    expect(browser.troubles).toEqual([]);
  });

  it('the simulator’s page is one click away, and what is written there is in the inbox', async () => {
    expect(server.output.join('')).toContain(`${url}/simulator/`);
    const office = new ConsolePage(await browser.page(), url);
    await office.signIn(ADMIN);
    await office.page.getByRole('button', { name: /^Account of/ }).click();
    const opening = office.page.context().waitForEvent('page');
    await office.page.getByRole('link', { name: 'Simulated WhatsApp' }).click();
    const simulator = new SimulatorPage(await opening, `${url}/simulator`);
    await simulator.phone('Mia Schröder').write('Is the blue aloe there?');
    await office.page.keyboard.press('Escape');
    await office.open('Mia Schröder');
    await office.shows('Is the blue aloe there?');
    await office.message.fill('It is');
    await office.send.click();
    await simulator.phone('Mia Schröder').bubble('It is').waitFor();
    const [status, address] = await simulator.page.evaluate(async () => {
      const answer = await fetch('/simulator');
      return [answer.status, answer.url];
    });
    expect([status, address]).toEqual([200, `${url}/simulator/`]);
  });
});
