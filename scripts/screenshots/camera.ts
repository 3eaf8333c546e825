import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Login } from './demo-office.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const PATIENCE_MS = 30_000;
/** Until what is loaded after the page, such as pictures and fonts, is drawn. */
const SETTLES_MS = 700;

const SIZES = [
  { suffix: '', viewport: { width: 1440, height: 900 } },
  { suffix: '-phone', viewport: { width: 390, height: 844 } },
] as const;

/** One person's pages at one size. */
export class View {
  constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly suffix: string,
    private readonly keep: (name: string, page: Page) => Promise<void>,
  ) {}

  get isPhone(): boolean {
    return this.suffix !== '';
  }

  async signIn({ email, password }: Login): Promise<void> {
    await this.page.goto(this.url);
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  }

  async at(path: string, heading: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  }

  async openChat(name: string): Promise<void> {
    await this.page.locator('[data-conversation]', { hasText: name }).click();
    await this.page.locator('li[data-direction]').first().waitFor();
  }

  /** @param name of the picture, `console-NAME.png`, or `console-NAME-phone.png` on a phone */
  async take(name: string): Promise<void> {
    await this.page.waitForTimeout(SETTLES_MS);
    await this.keep(`console-${name}${this.suffix}.png`, this.page);
  }
}

/** Chromium, which looks at the console as people at a desk and on a phone do, and keeps pictures. */
export class Camera {
  readonly taken: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly folder: string,
  ) {}

  static async open(url: string, folder: string): Promise<Camera> {
    await mkdir(folder, { recursive: true });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    return new Camera(browser, url, folder);
  }

  /** Shows somebody's pages at every size, in light unless told otherwise. */
  async as(login: Login, show: (view: View) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
    for (const { suffix, viewport } of SIZES) {
      const page = await this.page({ viewport, ...options });
      const view = new View(page, this.url, suffix, (name) => this.keep(name, page));
      await view.signIn(login);
      await show(view);
      await page.context().close();
    }
  }

  /** The page of the simulated Meta, where customers write. */
  async customers(name: string): Promise<void> {
    const page = await this.page({ viewport: { width: 1100, height: 620 } });
    await page.goto(`${this.url}/simulator/`);
    await page.waitForTimeout(SETTLES_MS);
    await this.keep(name, page);
    await page.context().close();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async page(options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  }

  private async keep(name: string, page: Page): Promise<void> {
    await page.screenshot({ path: join(this.folder, name) });
    this.taken.push(name);
  }
}
