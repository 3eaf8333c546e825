import type { Locator, Page } from 'playwright-core';

/** The simulator's page, by the names that assistive technology hears. */
export class SimulatorPage {
  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  async open(view = ''): Promise<void> {
    await this.page.goto(`${this.url}/#${view}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  phone(name: string): Phone {
    return new Phone(this.page, this.page.getByRole('region', { name: `Phone of ${name}`, exact: true }));
  }

  /** On narrow screens the only one, on wide ones beside the phones. */
  async view(name: 'Customers' | 'Templates' | 'Webhooks' | 'Faults'): Promise<Locator> {
    await this.page.getByRole('navigation').getByRole('link', { name }).click();
    return this.page.getByRole('region', { name, exact: true });
  }

  get faultsOn(): Locator {
    return this.page.getByRole('list', { name: 'Faults that are on' });
  }
}

export class Phone {
  constructor(
    private readonly page: Page,
    readonly region: Locator,
  ) {}

  get message(): Locator {
    return this.region.getByRole('textbox', { name: 'Message' });
  }

  get bubbles(): Locator {
    return this.region.locator('li[data-message]');
  }

  bubble(text: string): Locator {
    return this.bubbles.filter({ hasText: text }).last();
  }

  /** `shown`: what is to be seen of it, where it is formatted. */
  async write(text: string, shown = text): Promise<void> {
    await this.message.fill(text);
    await this.message.press('Enter');
    await this.bubble(shown).waitFor();
  }

  /** Chooses from the menu of what can be sent beside text. */
  async attach(name: string | RegExp): Promise<void> {
    await this.region.getByRole('button', { name: 'More to send' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name }).click();
  }

  /** Chooses from the menu of a message. */
  async act(bubble: Locator, name: string): Promise<void> {
    await bubble.hover();
    await bubble.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('dialog').getByRole('button', { name }).click();
  }

  /** What the customer is and wants: opens it, ticks or unticks one thing, and closes it. */
  async choose(name: string): Promise<void> {
    await this.region.getByRole('button', { name: /^What .* chooses$/ }).click();
    await this.page.getByRole('dialog').getByRole('checkbox', { name }).click();
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }
}
