import { existsSync } from 'node:fs';
import { must } from '../../support/expectations.js';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** A name for this machine under which browsers do not take it for this machine. */
export const PLAIN_HOST = 'parley.test';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`,
];

const path = [process.env.CHROMIUM_PATH, ...PLACES].find((place) => place !== undefined && existsSync(place));

/** A group of tests that need a browser; without one they are skipped, which is said. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (path !== undefined) return describe(name, tests);
  process.stdout.write(`Skipped, for want of Chromium at ${PLACES.join(' or ')} (or CHROMIUM_PATH): ${name}\n`);
  describe.skip(name, tests);
}

/** A browser whose pages must not report anything: scripts that fail and what the policy blocks fail the test. */
export class TestBrowser {
  readonly troubles: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: must(path, 'Chromium'), args: FLAGS }));
  }

  /** A page of a person of its own: no storage is shared with other pages. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-US',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    this.watch(page);
    return page;
  }

  /** Another tab of the same person. */
  async tab(page: Page): Promise<Page> {
    const tab = await page.context().newPage();
    this.watch(tab);
    return tab;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.troubles.push(String(error.stack)));
    page.on('console', (message) => {
      const isExpected = /Failed to load resource|WebSocket connection|ERR_CONNECTION/.test(message.text());
      if (message.type() === 'error' && !isExpected) this.troubles.push(message.text());
    });
  }
}
