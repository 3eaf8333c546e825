import { chromium, type Browser, type Page } from 'playwright-core';
import { DEMO } from '../../src/simulator/world/demo-world.js';

const CHROMIUM = '/usr/bin/chromium';
const CUSTOMER = { phone: '16505550123', name: 'Ada' };
const PATIENCE_MS = 30_000;

export interface Office {
  /** The name that people type, without a scheme. */
  host: string;
  /** Where it is: the proxy's address. */
  address: string;
  email: string;
  password: string;
  /** Address of the simulated Meta. */
  meta: string;
}

/** The first administrator in a browser, and a customer at Meta, who write to each other. */
export class ConsoleVisit {
  private constructor(
    private readonly office: Office,
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async begin(office: Office): Promise<ConsoleVisit> {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=MAP ${office.host} ${office.address}`],
    });
    // Caddy's own authority, which nobody but this machine knows
    const page = await browser.newPage({ locale: 'en-US', ignoreHTTPSErrors: true });
    page.setDefaultTimeout(PATIENCE_MS);
    return new ConsoleVisit(office, browser, page);
  }

  async signIn(): Promise<void> {
    const { page, office } = this;
    await page.goto(`https://${office.host}/`);
    await page.getByLabel('E-mail').fill(office.email);
    await page.getByLabel('Password').fill(office.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  }

  /** Enters the five values, subscribes the webhooks, and tests the connection, as docs/meta-setup.md says. */
  async connectAccount(): Promise<void> {
    const { page } = this;
    await this.goTo('Accounts');
    await page.getByRole('main').getByRole('link', { name: 'New account' }).first().click();
    const values: [string, string][] = [
      ['Name', 'Lucky Garden'],
      ['App ID', DEMO.appId],
      ['App secret', DEMO.appSecret],
      ['WhatsApp Business Account ID', DEMO.whatsappAccountId],
      ['Phone number ID', DEMO.phoneNumberId],
      ['Access token', DEMO.accessToken],
    ];
    for (const [label, value] of values) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole('button', { name: 'Connect the account' }).click();
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await page.getByRole('button', { name: 'Test Connection' }).click();
    await page.getByText('Everything works').waitFor();
  }

  /** A customer writes; the operator reads it and answers; Meta gets the answer. @returns how long the first took */
  async chat(question: string, answer: string): Promise<string> {
    const { page } = this;
    await this.goTo('Inbox');
    const began = performance.now();
    await this.atMeta('inbound', { from: CUSTOMER.phone, text: question });
    await page.locator('[data-conversation]').first().click();
    await page.locator('li[data-direction]').filter({ hasText: question }).waitFor();
    const took = performance.now() - began;
    await page.getByRole('textbox', { name: 'Message' }).fill(answer);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await this.received()).includes(answer)) {
      if (Date.now() > deadline) throw new Error(`“${answer}” did not come to Meta.`);
      await page.waitForTimeout(50);
    }
    return `read ${Math.round(took)} ms after it was written`;
  }

  /** Whether the chat shows a text, also after the page was loaded anew. */
  async stillShows(text: string): Promise<void> {
    await this.page.reload();
    await this.page.locator('li[data-direction]').filter({ hasText: text }).waitFor();
  }

  async end(): Promise<void> {
    await this.browser.close();
  }

  private async goTo(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name, exact: false }).first().click();
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  /** What Meta was asked to send, as the simulator's transcript has it. */
  private async received(): Promise<string> {
    return (await fetch(`${this.office.meta}/sim/transcript`)).text();
  }

  private async atMeta(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.office.meta}/sim/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulated Meta answered ${response.status}: ${await response.text()}`);
  }
}
