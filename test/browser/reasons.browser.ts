import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const TEXT = 'Your order {{2}} is on its way to you.';
const SENTENCES = [
  ['de', 'Lücken werden ab 1 lückenlos gezählt: {{1}} fehlt.'],
  ['es', 'Las variables se numeran desde 1 sin saltos: falta {{1}}.'],
  ['pt-BR', 'As variáveis são numeradas a partir de 1 sem saltos: falta {{1}}.'],
  ['ar', 'تُرقّم المتغيرات من 1 دون فجوات: ينقص {{1}}.'],
  ['en', 'Placeholders are numbered from 1 without gaps: {{1}} is missing.'],
] as const;

describeInBrowser('What is refused', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.templates.approvedFrom(aGreeting(here.world.account.id));
  });
  afterAll(() => here.close());

  it('is said by its reason, with its values, in the language of the page', async () => {
    const { page } = await here.administrator();
    await page.getByRole('link', { name: 'Templates' }).click();
    await page.getByRole('link', { name: 'New template' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Shipped');
    await page.getByRole('button', { name: 'Go on to the text' }).click();
    await page.getByRole('textbox', { name: 'Body' }).fill(TEXT);
    await page.getByRole('alert').filter({ hasText: 'is missing' }).first().waitFor();
    for (const [language, sentence] of SENTENCES) {
      await page.evaluate((chosen) => localStorage.setItem('parley.language', JSON.stringify(chosen)), language);
      await page.reload();
      await page.locator('textarea').first().fill(TEXT);
      await page.getByRole('alert').filter({ hasText: sentence }).first().waitFor();
    }
  });
});
