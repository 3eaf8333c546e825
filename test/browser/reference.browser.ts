import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const PAGES = readdirSync(join(import.meta.dirname, '..', '..', 'dist', 'docs', 'api'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.replace('.html', ''));

describeInBrowser('The reference of the API', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
  });
  afterAll(() => here.close());

  it.each(['light', 'dark'] as const)(
    'is accessible, and nothing of it is held back by its policy: %s',
    async (colorScheme) => {
      const { page } = await here.visitor({ colorScheme });
      for (const name of PAGES) {
        await page.goto(`${here.world.url}/docs/api/${name === 'index' ? '' : name}`);
        expect([name, await axeViolations(page)]).toEqual([name, []]);
      }
    },
  );

  it('leads from an operation to the types that it takes and answers', async () => {
    const { page } = await here.visitor({});
    await page.goto(`${here.world.url}/docs/api/`);
    await page.getByRole('link', { name: 'sendMessage', exact: true }).click();
    await page.locator('[id="Mutation.sendMessage"]').waitFor();
    await page.locator('section:has([id="Mutation.sendMessage"]) a', { hasText: 'SendMessageInput' }).click();
    expect(new URL(page.url()).hash).toBe('#SendMessageInput');
    await page.locator('[id="SendMessageInput"]').waitFor();
  });
});
