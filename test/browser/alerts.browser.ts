import type { BrowserContextOptions, Page, Worker } from 'playwright-core';
import { PushService } from '../support/alerts/push-service.js';
import { eventually, must, pause } from '../support/expectations.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';

const WIDTHS: [string, BrowserContextOptions][] = [
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['390', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
];

describeInBrowser('Whoever is away', () => {
  let service: PushService;
  let here: BrowserWorld;

  beforeAll(async () => {
    service = await PushService.start();
    const SMTP_URL = 'smtp://127.0.0.1:9'; // where nothing listens
    here = await BrowserWorld.start({ environment: { SMTP_URL, PUSH_SERVICES: service.origin } });
  });
  afterAll(async () => {
    await here.close();
    await service.close();
  });

  it.each(WIDTHS)('chooses how they are alerted, and finds it again: %s px', async (_width, options) => {
    const { page } = await here.operator('Ann', options);
    await page.goto(`${here.world.url}/profile`);
    const section = page.getByRole('region', { name: 'When you are away' });
    await section.getByLabel('Send me an e-mail').check();
    await section.getByLabel('Show in pushes what was written').uncheck();
    await section.getByRole('combobox', { name: 'E-mail what I have not read after' }).selectOption('30');
    await section.getByLabel('somebody assigns a conversation to me').uncheck();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('#page').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
    await section.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await section.getByRole('combobox', { name: 'E-mail what I have not read after' }).waitFor();
    expect(await section.getByRole('combobox').inputValue()).toBe('30');
    expect(await section.getByLabel('Send me an e-mail').isChecked()).toBe(true);
    expect(await section.getByLabel('Show in pushes what was written').isChecked()).toBe(false);
    expect(await section.getByLabel('somebody assigns a conversation to me').isChecked()).toBe(false);
    await page.context().close();
  });

  it('is told what keeps an e-mail from arriving', async () => {
    const { page } = await here.operator('Cleo');
    await page.goto(`${here.world.url}/profile`);
    const section = page.getByRole('region', { name: 'When you are away' });
    await section.getByRole('button', { name: 'Try an e-mail' }).click();
    await section.getByRole('alert').filter({ hasText: 'The mail server cannot be reached.' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('chooses their browser by a click, is asked then and not before, and keeps it at the next sign-in', async () => {
    const person = await here.world.people.add('OPERATOR', { name: 'Dora' });
    const office = await here.visitor({ permissions: ['notifications'] });
    const { page } = office;
    await page.addInitScript(
      (subscription) => {
        // This Chromium has no push service to subscribe at.
        PushManager.prototype.subscribe = async () => ({ toJSON: () => subscription }) as unknown as PushSubscription;
        const ask = Notification.requestPermission.bind(Notification);
        Notification.requestPermission = () => {
          document.documentElement.dataset.asked = 'yes';
          return ask();
        };
      },
      asSubscription(service.subscription('dora')),
    );
    await office.signIn(person);
    await page.goto(`${here.world.url}/profile`);
    const section = page.getByRole('region', { name: 'When you are away' });
    const devices = section.getByRole('list', { name: 'Browsers that are pushed to' }).getByRole('listitem');
    await section.getByRole('button', { name: 'Push to this browser' }).waitFor();
    expect(await page.locator('html').getAttribute('data-asked')).toBeNull();
    await section.getByRole('button', { name: 'Push to this browser' }).click();
    await devices.filter({ hasText: 'This one' }).waitFor();
    expect(await page.locator('html').getAttribute('data-asked')).toBe('yes');
    expect(await axeViolations(page)).toEqual([]);
    await section.getByRole('button', { name: 'Try a push' }).click();
    await page.getByText('A push is on its way.').waitFor();
    expect(service.read(must(service.to('dora')[0])).title).toBe('Parley');

    await here.world.database.run('DELETE FROM sessions WHERE user_id = $1', [person.id]);
    await page.evaluate(() => localStorage.removeItem('parley.session'));
    await page.context().clearCookies();
    await page.goto(here.world.url);
    await office.signIn(person);
    await eventually(
      () => here.world.countRows(`push_devices WHERE user_id = '${person.id}'`),
      (count) => count === 1,
    );
    await page.goto(`${here.world.url}/profile`);
    await devices.getByRole('button', { name: 'Remove' }).click();
    await section.getByRole('button', { name: 'Push to this browser' }).waitFor();
    await page.reload();
    await section.getByRole('button', { name: 'Push to this browser' }).waitFor();
    expect(await here.world.countRows(`push_devices WHERE user_id = '${person.id}'`)).toBe(0);
    await page.context().close();
  });

  it('comes to the chat by a click on a push', async () => {
    const customer = here.world.customers.named('Edith');
    await here.world.customers.writes(customer, 'Is anybody there?');
    const { id } = await here.world.inbox.conversationWith('Edith');
    const { page } = await here.operator('Fay');
    await page.context().grantPermissions(['notifications']);
    const worker = await withWorker(page);
    await worker.evaluate(async (path) => {
      const scope = globalThis as unknown as {
        registration: ServiceWorkerRegistration;
        NotificationEvent: new (name: string, init: { notification: Notification | undefined }) => Event;
      };
      await scope.registration.showNotification('Edith', { data: { path } });
      const [notification] = await scope.registration.getNotifications();
      dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
    }, `/inbox/all/${id}`);
    await page.getByRole('region', { name: 'Conversation with Edith' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/inbox/all/${id}`);
    await page.context().close();
  });

  it('is shown a push by the browser, and only while nobody looks at the console', async () => {
    const { page } = await here.operator('Bea');
    await page.context().grantPermissions(['notifications']);
    const tools = await page.context().newCDPSession(page);
    const registrations: string[] = [];
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: updated }) =>
      registrations.push(...updated.map(({ registrationId }) => registrationId)),
    );
    await tools.send('ServiceWorker.enable');
    const worker = await withWorker(page);
    const registrationId = must(
      await eventually(
        () => registrations[0],
        (id) => id !== undefined,
      ),
    );
    const push = async (title: string): Promise<void> => {
      const data = JSON.stringify({ id: title, title, body: 'Hello', path: '/inbox' });
      await tools.send('ServiceWorker.deliverPushMessage', { origin: here.world.url, registrationId, data });
    };
    const shown = () =>
      worker.evaluate(async () => {
        const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
        return (await registration.getNotifications()).map(({ title }) => title);
      });
    await worker.evaluate(() => {
      const scope = globalThis as unknown as {
        clients: { matchAll: (how: object) => Promise<unknown> };
        looks: number;
      };
      const matchAll = scope.clients.matchAll.bind(scope.clients);
      scope.looks = 0;
      scope.clients.matchAll = async (how) => {
        const found = await matchAll(how);
        scope.looks += 1;
        return found;
      };
    });
    expect(await page.evaluate(() => document.hasFocus())).toBe(true);
    await push('Ada');
    await eventually(
      () => worker.evaluate(() => (globalThis as unknown as { looks: number }).looks),
      (looks) => looks > 0,
    );
    await page.goto('about:blank');
    await eventually(
      () => isLookedAt(worker),
      (isLooked) => !isLooked, // a page that is left stays with its worker for a moment
    );
    // As a push service does, again until it has arrived: the browser's tool for it loses one while a page is left.
    await eventually(
      async () => {
        await push('Bo');
        await pause(500);
        return shown();
      },
      (titles) => titles.includes('Bo'),
    );
    expect(await shown()).toEqual(['Bo']);
    await page.context().close();
  });
});

/** The service worker of the console, running. */
async function withWorker(page: Page): Promise<Worker> {
  const started = page.context().waitForEvent('serviceworker');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js');
    await navigator.serviceWorker.ready;
  });
  return started;
}

/** Whether the worker finds a page of the console that somebody looks at. */
function isLookedAt(worker: Worker): Promise<boolean> {
  return worker.evaluate(async () => {
    const { clients } = globalThis as unknown as {
      clients: { matchAll: (how: object) => Promise<{ focused: boolean }[]> };
    };
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
    return pages.some(({ focused }) => focused);
  });
}

/** As a browser gives it. */
function asSubscription({ endpoint, p256dh, auth }: { endpoint: string; p256dh: string; auth: string }) {
  return { endpoint, keys: { p256dh, auth } };
}
