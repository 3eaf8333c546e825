import type { BrowserContextOptions } from 'playwright-core';
import { ADMIN } from '../../scripts/local-server.js';
import { axeViolations } from './support/axe.js';
import { aGreeting } from './support/a-greeting.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const LOOKS: [string, BrowserContextOptions][] = [
  ['wide and light', { viewport: WIDE, colorScheme: 'light' }],
  ['wide and dark', { viewport: WIDE, colorScheme: 'dark' }],
  ['on a phone, light', { viewport: PHONE, colorScheme: 'light' }],
  ['on a phone, dark and Arabic', { viewport: PHONE, colorScheme: 'dark', locale: 'ar' }],
  ['wide and Arabic', { viewport: WIDE, colorScheme: 'light', locale: 'ar' }],
];

describeInBrowser('Every view of the console', () => {
  let here: BrowserWorld;
  let templateId: string;
  let draftId: string;
  let broadcastId: string;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    const { broadcasts, customers, endpoints, records, templates, inbox } = here.world;
    templateId = (await templates.approvedFrom(aGreeting(here.world.account.id))).id;
    draftId = (await templates.createFrom({ ...aGreeting(here.world.account.id), displayName: 'Draft' })).id;
    await records.openShop();
    const values = [{ name: '1', value: 'Pablo' }];
    broadcastId = (await broadcasts.start({ templateId, recipients: [{ phoneNumber: '+16505550199', values }] })).id;
    const ada = customers.named('Ada');
    await customers.writes(ada, '*Hello*, see https://example.com');
    await customers.writes(ada, { type: 'location', body: { latitude: 48.1, longitude: 11.5, name: 'Here' } });
    const { id } = await inbox.conversationWith('Ada');
    await inbox.send(id, 'An answer');
    await inbox.addNote(id, 'A note');
    const colors = ['GRAY', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'TEAL', 'BLUE', 'PURPLE', 'PINK'] as const;
    const made = await Promise.all(colors.map((color) => here.world.labels.create(color, { color })));
    await inbox.setLabels(id, made);
    await here.world.cannedReplies.create('hello', 'Hello {{contact.name}}');
    await customers.writes(customers.named('Bo'), 'Hello');
    const { id: endpointId } = await endpoints.create('http://127.0.0.1:9/a/rather/long/address/of/some/other/system');
    await endpoints.sendTest(endpointId);
    await endpoints.untilDeliveries({ state: ['FAILED'] }, (found) => found.length === 1);
  });
  afterAll(() => here.close());

  it.each(LOOKS)('is accessible: %s', async (_look, options) => {
    const { page } = await here.visitor(options);
    const found: Record<string, string[]> = {};
    const check = async (view: string): Promise<void> => {
      found[view] = await axeViolations(page);
    };
    await page.goto(here.world.url);
    await page.locator('input[name=email]').waitFor();
    await check('sign-in');
    await page.locator('input[name=email]').fill(ADMIN.email);
    await page.locator('input[name=password]').fill(ADMIN.password);
    await page.locator('button[type=submit]').click();
    await page.locator('[data-conversation]').first().waitFor();
    await check('inbox');
    await page.locator('[data-conversation]', { hasText: 'Ada' }).click();
    await page.locator('[data-direction=INTERNAL]').waitFor();
    await check('chat');
    await page.getByRole('textbox').first().pressSequentially('/');
    await page.locator('[role=option]').first().waitFor();
    await check('canned replies in the chat');
    await page.keyboard.press('Escape');
    await page.locator('header [aria-haspopup=dialog]:has(.lucide-tag)').click();
    await page.getByRole('dialog').waitFor();
    await check('labels of a conversation');
    await page.keyboard.press('Escape');
    await page.locator('[data-direction] [aria-haspopup=menu]').first().click();
    await page.getByRole('dialog').waitFor();
    await check('menu of a message');
    await page.keyboard.press('Escape');
    await page.locator('form button[type=button]', { hasText: /Template|قالب/ }).click();
    await page.getByRole('dialog').locator('li button').first().waitFor();
    await check('choice of a template');
    await page.getByRole('dialog').locator('li button').first().click();
    await page.getByRole('dialog').locator('form').waitFor();
    await check('gaps of a template');
    await page.keyboard.press('Escape');
    await page.locator('[aria-haspopup=dialog]:not(:has(.lucide))').click();
    await page.getByRole('dialog').waitFor();
    await check('menu of the user');
    await page.keyboard.press('Escape');
    await page.goto(`${here.world.url}/accounts/replies`);
    await page.locator('main ul li').first().waitFor();
    await check('canned replies');
    await page.locator('main header .button.primary').click();
    await page.getByRole('dialog').waitFor();
    await check('a new canned reply');
    await page.goto(`${here.world.url}/accounts/${here.world.account.id}`);
    await page.locator('[data-color]').first().waitFor();
    await check('labels of an account');
    await page.goto(`${here.world.url}/developers`);
    await page.locator('main section .button.primary').nth(1).click();
    await page.getByRole('dialog').waitFor();
    await check('a new endpoint');
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])));
    await page.context().close();
  });

  it.each(LOOKS)('is accessible for administrators, and no wider than the screen: %s', async (_look, options) => {
    const { page } = await here.visitor(options);
    const found: Record<string, string[]> = {};
    await page.goto(here.world.url);
    await page.locator('input[name=email]').fill(ADMIN.email);
    await page.locator('input[name=password]').fill(ADMIN.password);
    await page.locator('button[type=submit]').click();
    await page.locator('[data-conversation]').first().waitFor();
    for (const path of await views()) {
      await page.goto(here.world.url + path);
      await page.locator('#page h1').waitFor();
      await page.locator('#page .spinner').first().waitFor({ state: 'detached' });
      const excess = await page.locator('#page').evaluate((main) => main.scrollWidth - main.clientWidth);
      found[path] = [...(await axeViolations(page)), ...(excess > 0 ? [`${excess} px too wide`] : [])];
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])));
    await page.context().close();
  });

  /** Every page that administrators have, lists and one of each. */
  async function views(): Promise<string[]> {
    const { account, inbox, records } = here.world;
    const { contact } = await inbox.conversationWith('Ada');
    return [
      '/templates',
      '/templates/new',
      `/templates/${templateId}`,
      `/templates/${draftId}`,
      '/broadcasts',
      '/broadcasts/new',
      `/broadcasts/${broadcastId}`,
      '/contacts',
      `/contacts/${contact.id}`,
      '/records',
      `/records/${records.modelId('order')}`,
      '/records/rules',
      '/accounts',
      '/accounts/new',
      `/accounts/${account.id}`,
      `/accounts/${account.id}/numbers/${account.phoneNumber.id}`,
      '/team',
      '/developers',
      '/overview',
      '/audit',
      '/profile',
      '/nowhere',
    ];
  }
});
