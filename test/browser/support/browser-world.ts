import type { BrowserContextOptions } from 'playwright-core';
import { ADMIN } from '../../../scripts/local-server.js';
import { TestWorld, type TestWorldOptions } from '../../support/world/test-world.js';
import { PLAIN_HOST, TestBrowser } from './chromium.js';
import { ConsolePage } from './console-page.js';

/** The running application with the simulated Meta, and browsers before it. */
export class BrowserWorld {
  readonly adminLogin = ADMIN;

  private constructor(
    readonly world: TestWorld,
    readonly browser: TestBrowser,
  ) {}

  static async start(options: TestWorldOptions = {}): Promise<BrowserWorld> {
    const [world, browser] = await Promise.all([TestWorld.start(options), TestBrowser.start()]);
    return new BrowserWorld(world, browser);
  }

  /** A page on which nobody has signed in. */
  async visitor(options: BrowserContextOptions = {}): Promise<ConsolePage> {
    return new ConsolePage(await this.browser.page(options), this.world.url);
  }

  /** An operator of the connected account, signed in, with the inbox before them. */
  async operator(name: string, options: BrowserContextOptions = {}): Promise<ConsolePage> {
    const person = await this.world.people.add('OPERATOR', { name });
    const office = await this.visitor(options);
    await office.signIn(person);
    return office;
  }

  async administrator(options: BrowserContextOptions = {}): Promise<ConsolePage> {
    const office = await this.visitor(options);
    await office.signIn(this.adminLogin);
    return office;
  }

  /** The administrator, signed in under a name that is not this machine's, where browsers offer less than on https or localhost. */
  async overPlainHttp(): Promise<ConsolePage> {
    const url = this.world.url.replace('127.0.0.1', PLAIN_HOST);
    const office = new ConsolePage(await this.browser.page(), url);
    await office.signIn(this.adminLogin);
    return office;
  }

  /** Fails when any page reported an error meanwhile. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.world.close();
    expect(this.browser.troubles).toEqual([]);
  }
}
