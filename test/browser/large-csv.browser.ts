import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, must } from '../support/expectations.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const ROWS = 100_000;
/** What a person does not call frozen, with some room for a machine that runs the server and the browser. */
const LONGEST_TASK_MS = 250;

/** Line 1 has the names: row i stands on line i + 2. */
function list(): string {
  const rows = Array.from({ length: ROWS }, (_row, index) => `Person ${index},+49151${12_300_000 + index}`);
  rows[3] = 'Too short,+49151';
  rows[50_000] = 'Twice,+4915112300000';
  rows[ROWS - 1] = 'No number,none';
  return `Name,Phone\n${rows.join('\n')}\n`;
}

describeInBrowser('A CSV of 100,000 rows', () => {
  let here: BrowserWorld;
  const folder = mkdtempSync(join(tmpdir(), 'parley-csv-'));
  const file = join(folder, 'list.csv');

  beforeAll(async () => {
    writeFileSync(file, list());
    here = await BrowserWorld.start();
    await here.world.templates.approvedFrom(aGreeting(here.world.account.id));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await here.close();
  });

  it('is read, checked and handed over without ever holding up the page, its bad lines told with their reasons', async () => {
    const { page } = await here.administrator();
    await page.getByRole('link', { name: 'Broadcasts' }).click();
    await page.getByRole('link', { name: 'New broadcast' }).click();
    await page.getByRole('combobox', { name: 'Template' }).selectOption({ index: 1 });
    await page.getByLabel('A CSV file').check();
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
    });
    await page.getByLabel('CSV file', { exact: true }).setInputFiles(file);
    await page.getByText(`${ROWS - 3} of ${ROWS} can be sent to; 3 are left out.`).waitFor({ timeout: 80_000 });
    const lines = await page.getByRole('table').getByRole('row').allInnerTexts();
    expect(lines.map((line) => line.split('\t'))).toEqual([
      ['Line', 'As it stands there', 'Reason'],
      ['5', '+49151', 'The number is too short.'],
      ['50002', '+4915112300000', expect.stringContaining('already')],
      ['100001', 'none', expect.stringContaining('number')],
    ]);
    await page.getByText('So many are prepared in parts').waitFor();
    await page.getByLabel('Leave out whom it cannot be sent to').check();
    for (const gap of await page.getByLabel(/^Text for/).all()) await gap.selectOption({ label: 'Name' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached', timeout: 180_000 });
    const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
    expect(tasks.filter((duration) => duration > LONGEST_TASK_MS)).toEqual([]);
    const id = must(new URL(page.url()).pathname.split('/').at(-1));
    const [row] = await eventually(
      async () =>
        here.world.database.query<{ expected: number }>(
          'SELECT expected_recipients AS expected FROM broadcasts WHERE id = $1',
          [id],
        ),
      (rows) => rows.length === 1,
    );
    expect(must(row).expected).toBe(ROWS - 3);
  }, 300_000);
});
