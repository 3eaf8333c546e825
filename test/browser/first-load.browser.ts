import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const MAX_BYTES = 150_000;
const CATALOGUES = join(import.meta.dirname, '..', '..', 'console', 'src', 'language', 'catalogues');
const PATHS = [
  'templates',
  'broadcasts',
  'contacts',
  'records',
  'accounts',
  'team',
  'developers',
  'overview',
  'profile',
];

describeInBrowser('The first load of the console', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
  });
  afterAll(() => here.close());

  it('has at most 150 KB of JavaScript, compressed, until somebody sees the inbox', async () => {
    const office = await here.visitor();
    const sizes: Promise<number>[] = [];
    office.page.on('requestfinished', (request) => {
      if (!new URL(request.url()).pathname.endsWith('.js')) return;
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await office.signIn(here.adminLogin);
    await office.page.getByRole('searchbox').first().waitFor();
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  });

  /** What stands on the page, word by word, as ids of texts would. */
  const idsOn = async (page: Page, known: ReadonlySet<string>): Promise<string[]> => {
    const text = await page.locator('body').innerText();
    return text.split(/\s+/).filter((word) => known.has(word));
  };

  it.each(['en-US', 'de-DE', 'ar'])('leaves out no text of any page that is opened first, in %s', async (locale) => {
    const known = new Set(Object.keys(JSON.parse(readFileSync(join(CATALOGUES, 'en.json'), 'utf8')) as object));
    const office = await here.visitor({ locale });
    await office.page.goto(here.world.url);
    await office.page.locator('input[type=email]').fill(here.adminLogin.email);
    await office.page.locator('input[type=password]').fill(here.adminLogin.password);
    await office.page.locator('button[type=submit]').click();
    await office.page.locator('nav a').first().waitFor();
    for (const path of PATHS) {
      await office.page.goto(`${here.world.url}/${path}`); // anew each time: nothing is there from the page before
      await office.page.locator('main h1').waitFor();
      expect([path, await idsOn(office.page, known)]).toEqual([path, []]);
    }
  });
});
