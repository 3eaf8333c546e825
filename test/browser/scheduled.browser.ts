import { must } from '../support/expectations.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

describeInBrowser('Whoever writes for later', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
  });
  afterAll(() => here.close());

  it('says when, sees it in the chat with its time, and takes it back', async () => {
    const { customers, inbox } = here.world;
    const customer = customers.named('Ada');
    await customers.writes(customer, 'Can you remind me?');
    const { page } = await here.administrator();
    await page.goto(`${here.world.url}/inbox/all/${(await inbox.conversationWith('Ada')).id}`);
    const dialog = page.getByRole('dialog');
    const schedule = async (text: string, time: string): Promise<void> => {
      await page.getByRole('button', { name: 'More to send' }).click();
      await page.getByRole('button', { name: 'Send later' }).click();
      await dialog.getByLabel('Message').fill(text);
      await dialog.getByLabel('Goes out at').fill(time);
      await dialog.getByRole('button', { name: 'Send' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    const soon = new Date(Date.now() + 2 * HOUR_MS);
    const local = await page.evaluate((at) => {
      const time = new Date(at);
      return new Date(at - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    }, soon.getTime());
    await schedule('Your reminder', local);
    const bubble = page.getByRole('listitem').filter({ hasText: 'Your reminder' });
    await bubble.getByText(/^Scheduled for /).waitFor();
    const scheduled = must((await inbox.messagesWith('Ada')).find(({ text }) => text === 'Your reminder'));
    expect(scheduled.status).toBe('QUEUED');
    await bubble.getByRole('button', { name: 'Take back' }).click();
    await bubble.getByText('Taken back').first().waitFor();
    expect(customers.got(customer)).toEqual([]);
    await schedule('In the past', '2020-01-01T10:00');
    await page.getByText('In the past').waitFor();
    await page.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
  });
});
