import type { Locator, Page } from 'playwright-core';
import { eventually, must } from '../../support/expectations.js';

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
  async press(target: Locator, way: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.tabTo(target, way);
    await this.page.keyboard.press('Enter');
  }

  /** Goes to a page with Shift+Tab from wherever one is, for the navigation stands before everything. */
  async goTo(name: string): Promise<void> {
    await this.press(this.page.getByRole('link', { name, exact: true }), 'Shift+Tab');
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  /** Is asked once more, held there, and says yes. */
  async sayYes(name: string): Promise<void> {
    const question = this.page.getByRole('alertdialog');
    await this.expectOn(question.getByRole('button', { name: 'Cancel', exact: true }));
    await this.expectTrapped(question);
    await this.press(question.getByRole('button', { name, exact: true }));
    await question.waitFor({ state: 'detached' });
    await this.expectKept();
  }

  /** Goes there and chooses, by its first letters, from what is offered. */
  async choose(target: Locator, letters: string, way: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.tabTo(target, way);
    await this.page.keyboard.type(letters);
  }

  /** Goes there and writes over what stands there. */
  async write(target: Locator, text: string, way: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.tabTo(target, way);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Goes to a field for a time and writes one, part by part, as the clock of that zone shows it. */
  async writeTime(target: Locator, at: Date, timeZone: string): Promise<void> {
    await this.tabTo(target);
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    const parts = new Intl.DateTimeFormat('en-US', { ...digits, timeZone }).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes) => must(parts.find((each) => each.type === type)).value;
    await this.page.keyboard.type(part('month') + part('day') + part('year'));
    await this.page.keyboard.press('ArrowRight'); // a year may have more digits
    await this.page.keyboard.type(part('hour') + part('minute') + part('dayPeriod'));
  }

  /** What assistive technology reads after the name. */
  async descriptionOf(control: Locator): Promise<string> {
    const ids = must(await control.getAttribute('aria-describedby')).split(' ');
    return (await Promise.all(ids.map((id) => this.page.locator(`[id="${id}"]`).textContent()))).join(' ');
  }

  /** What a person would be lost without: the focus is on something, and is seen. */
  async expectSeen(): Promise<void> {
    const { name, isSeen } = await this.focused();
    expect([name, isSeen]).toEqual([name, true]);
  }

  /** Presses it, and waits until it is gone, or cannot be pressed any more: the focus has to be kept, on `then` where that is told. */
  async pressAway(control: Locator, then?: Locator, key = 'Enter'): Promise<void> {
    const element = must(await control.elementHandle(), control.toString());
    await control.focus();
    await this.page.keyboard.press(key);
    await eventually(
      () => element.evaluate((each) => !each.isConnected || each.matches(':disabled')),
      (isAway) => isAway,
    );
    await this.expectKept(then);
  }

  /** Waits until the focus is on something that is seen, and not on nothing. */
  async expectKept(on?: Locator): Promise<void> {
    if (on !== undefined) await this.expectOn(on);
    await eventually(
      () => this.focused(),
      ({ isSeen }) => isSeen,
    );
  }

  /** Waits until the focus is on this, without a key. */
  async expectOn(target: Locator): Promise<void> {
    await target.and(this.page.locator(':focus')).waitFor();
  }

  /** Tab stays within the dialog, forwards and backwards. */
  async expectTrapped(dialog: Locator): Promise<void> {
    await this.expectOn(dialog.or(dialog.locator('*')));
    for (const key of [...Array<string>(12).fill('Tab'), ...Array<string>(12).fill('Shift+Tab')]) {
      await this.page.keyboard.press(key);
      expect(await dialog.locator(':focus').count()).toBe(1);
    }
  }

  private async isOn(target: Locator): Promise<boolean> {
    return (await target.and(this.page.locator(':focus')).count()) > 0;
  }

  private async focused(): Promise<Stop> {
    const stop = await this.page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const marks = [element, element.parentElement ?? element].flatMap((each) => [
        getComputedStyle(each),
        getComputedStyle(each, '::after'),
      ]);
      const isMarked = marks.some(
        ({ outlineStyle, outlineWidth, boxShadow }) =>
          (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
      );
      // The calendar of a field for times is a stop of the browser's own within it, which it marks itself.
      const isInner = !element.matches(':focus');
      const { width, height } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
      return { name: `${element.tagName} ${name}`, isSeen: (isMarked || isInner) && width > 1 && height > 1 };
    });
    return stop ?? { name: 'nothing', isSeen: false };
  }
}
