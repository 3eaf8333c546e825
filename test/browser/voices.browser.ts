import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../support/expectations.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';
import { KeyboardUser } from './support/keyboard.js';

/** Some seconds of silence, as the console would have recorded it. */
const VOICE = join(import.meta.dirname, '..', '..', 'console', 'simulator', 'src', 'chat', 'samples', 'voice.ogg');

describeInBrowser('A voice message in the chat', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let keys: KeyboardUser;
  const player = () => office.page.getByRole('group', { name: 'Voice message' }).last();
  const first = () => office.page.getByRole('group', { name: 'Voice message' }).first();
  const slider = () => player().getByRole('slider', { name: 'Position' });
  const button = (name: string) => player().getByRole('button', { name, exact: true });
  const sound = () => player().locator('audio');
  const seconds = () => sound().evaluate((audio: HTMLAudioElement) => audio.currentTime);
  /** As assistive technology reads it. */
  const said = () => slider().getAttribute('aria-valuetext');

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { customers, files, inbox } = here.world;
    await customers.writes(customers.named('Ada'), 'Hello');
    const { id } = await inbox.conversationWith('Ada');
    for (const name of ['one.ogg', 'two.ogg']) {
      const file = await files.upload(readFileSync(VOICE), 'audio/ogg', name);
      await inbox.send(id, { media: { mediaId: must(file.body.id), kind: 'VOICE' } });
    }
    office = await here.administrator({ viewport: { width: 390, height: 844 } });
    keys = new KeyboardUser(office.page);
    await office.open('Ada');
    await player().waitFor();
  });
  afterAll(() => here.close());

  it('is accessible, and says in words where it stands', async () => {
    await sound().evaluate(async (audio: HTMLAudioElement) => {
      if (audio.readyState === 0) await new Promise((resolve) => audio.addEventListener('loadedmetadata', resolve));
    });
    expect(await said()).toMatch(/^0 seconds of \d+ seconds?$/);
    expect(await axeViolations(office.page)).toEqual([]);
  });

  it('is sought in with the arrows, and played and stopped with the space bar', async () => {
    await keys.tabTo(slider(), 'Shift+Tab');
    await office.page.keyboard.press('End');
    const end = await seconds();
    expect(end).toBeGreaterThan(0);
    await office.page.keyboard.press('Home');
    expect(await seconds()).toBe(0);
    await office.page.keyboard.press('ArrowRight');
    expect(await seconds()).toBeCloseTo(Math.min(5, end), 1);
    await office.page.keyboard.press('ArrowLeft');
    expect(await seconds()).toBe(0);
    await sound().evaluate((audio: HTMLAudioElement) => {
      audio.loop = true; // it is short
    });
    await office.page.keyboard.press('Space');
    await button('Pause').waitFor();
    await keys.expectOn(slider());
    await office.page.keyboard.press('Space');
    await button('Play').waitFor();
  });

  it('is played faster by a button, and so is the next one that is heard', async () => {
    const rateOf = (index: number) =>
      office.page
        .locator('audio')
        .nth(index)
        .evaluate((audio: HTMLAudioElement) => audio.playbackRate);
    await keys.press(button('Speed: 1×'));
    await button('Speed: 1.5×').waitFor();
    expect([await rateOf(0), await rateOf(1)]).toEqual([1, 1.5]);
    await first().getByRole('button', { name: 'Play' }).click();
    await first().getByRole('button', { name: 'Speed: 1.5×' }).waitFor();
    expect(await rateOf(0)).toBe(1.5);
    await keys.press(button('Speed: 1.5×'));
    await keys.press(button('Speed: 2×'));
    await button('Speed: 1×').waitFor();
  });

  it('falls silent when another one is played', async () => {
    for (const sounding of await office.page.locator('audio').all())
      await sounding.evaluate((audio: HTMLAudioElement) => {
        audio.pause();
        audio.loop = true;
        audio.currentTime = 0;
      });
    await first().getByRole('button', { name: 'Play' }).click();
    await first().getByRole('button', { name: 'Pause' }).waitFor();
    await button('Play').click();
    await button('Pause').waitFor();
    await first().getByRole('button', { name: 'Play' }).waitFor();
    await button('Pause').click();
  });
});
