import type { Locator, Page } from 'playwright-core';

interface SignedIn {
  email: string;
  password: string;
}

/** The console as an operator uses it: by the names that assistive technology hears. */
export class ConsolePage {
  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  async signIn({ email, password }: SignedIn, path = '/'): Promise<void> {
    await this.page.goto(this.url + path);
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  }

  get message(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get note(): Locator {
    return this.page.getByRole('textbox', { name: 'Note' });
  }

  get send(): Locator {
    return this.page.getByRole('button', { name: 'Send', exact: true });
  }

  get rows(): Locator {
    return this.page.locator('[data-conversation]');
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  get bubbles(): Locator {
    return this.page.locator('li[data-direction]');
  }

  /** Opens the conversation and waits until its chat is there. */
  async open(name: string): Promise<void> {
    await this.row(name).click();
    await this.chatWith(name).waitFor();
  }

  chatWith(name: string): Locator {
    return this.page.getByRole('region', { name: `Conversation with ${name}` });
  }

  /** The texts of the messages that are shown, oldest first. */
  async texts(): Promise<string[]> {
    return this.bubbles
      .locator('[dir=auto]')
      .first()
      .waitFor()
      .then(
        async () =>
          this.bubbles.evaluateAll((bubbles) =>
            bubbles.map((bubble) => bubble.querySelector('article > div[dir=auto]')?.textContent ?? ''),
          ),
        () => [],
      );
  }

  /** Waits until a bubble has this text. */
  async shows(text: string): Promise<void> {
    await this.bubbles.filter({ hasText: text }).first().waitFor();
  }
}
