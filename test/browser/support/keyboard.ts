import type { Locator, Page } from 'playwright-core';
import { must } from '../../support/expectations.js';

const MAX_STOPS = 80;

interface Stop {
  name: string;
  isSeen: boolean;
}

/** Somebody who has a keyboard alone: every stop on the way has to be seen. */
export class KeyboardUser {
  constructor(private readonly page: Page) {}

  /** Goes on with Tab until this has the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.first().waitFor();
    const passed: string[] = [];
    for (let stop = 0; stop < MAX_STOPS; stop += 1) {
      if (await this.isOn(target)) return this.expectSeen();
      await this.page.keyboard.press(key);
      passed.push((await this.focused()).name);
      await this.expectSeen();
    }
    throw new Error(`Tab does not lead to ${target.toString()}: ${passed.slice(-12).join(' | ')}`);
  }

  /** Goes there and presses it. */
  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press(key);
  }

  /** Goes there and writes over what stands there. */
  async write(target: Locator, text: string): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** What a person would be lost without: the focus is on something, and is seen. */
  async expectSeen(): Promise<void> {
    const { name, isSeen } = await this.focused();
    expect([name, isSeen]).toEqual([name, true]);
  }

  /** Waits until the focus is on this, without a key. */
  async expectOn(target: Locator): Promise<void> {
    await target.and(this.page.locator(':focus')).waitFor();
  }

  /** Tab stays within the dialog, forwards and backwards. */
  async expectTrapped(dialog: Locator): Promise<void> {
    await dialog.locator(':focus').waitFor();
    for (const key of [...Array<string>(12).fill('Tab'), ...Array<string>(12).fill('Shift+Tab')]) {
      await this.page.keyboard.press(key);
      expect(await dialog.locator(':focus').count()).toBe(1);
    }
  }

  private async isOn(target: Locator): Promise<boolean> {
    return (await target.and(this.page.locator(':focus')).count()) > 0;
  }

  private async focused(): Promise<Stop> {
    const [stop] = await this.page.locator(':focus').evaluateAll((elements) =>
      elements.map((element) => {
        const marks = [element, element.parentElement ?? element].flatMap((each) => [
          getComputedStyle(each),
          getComputedStyle(each, '::after'),
        ]);
        const isMarked = marks.some(
          ({ outlineStyle, outlineWidth, boxShadow }) =>
            (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
        );
        const { width, height } = element.getBoundingClientRect();
        const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
        return { name: `${element.tagName} ${name}`, isSeen: isMarked && width > 1 && height > 1 };
      }),
    );
    return must(stop ?? { name: 'nothing', isSeen: false });
  }
}
