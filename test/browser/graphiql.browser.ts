import { TestBrowser, describeInBrowser } from './support/chromium.js';
import { TestWorld } from '../support/world/test-world.js';

describeInBrowser('GraphiQL at /graphql', () => {
  let world: TestWorld;
  let browser: TestBrowser;

  beforeAll(async () => {
    [world, browser] = await Promise.all([TestWorld.start(), TestBrowser.start()]);
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
    expect(browser.troubles).toEqual([]);
  });

  it('comes from this server alone, tells the schema, and runs a document with the headers of its editor', async () => {
    const page = await browser.page();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(`${world.url}/graphql`);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Subscription', exact: true }).waitFor();

    const [document, , headers] = await page.locator('.graphiql-editors .CodeMirror').all();
    await document?.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ me { email } }');
    await headers?.click();
    await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${world.admin.token}` }));
    // GraphiQL names the operation of the document before until it has read this one: then the answer says so
    const email = page.locator('.result-window').getByText('"email"');
    for (let tries = 0; tries < 3 && !(await email.isVisible()); tries += 1) {
      await page.getByRole('button', { name: /^Execute query/ }).click();
      await email.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await email.waitFor({ timeout: 1_000 });
    expect([...hosts]).toEqual([new URL(world.url).host]);
  });
});
