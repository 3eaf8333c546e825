import { isGenuine, WebhookReceiver } from '../support/webhook-receiver.js';
import { axeViolations } from './support/axe.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('Endpoints of other systems', () => {
  let here: BrowserWorld;
  let office: ConsolePage;
  let receiver: WebhookReceiver;
  const button = (name: string) => office.page.getByRole('button', { name, exact: true });
  const inDialog = () => office.page.getByRole('dialog').or(office.page.getByRole('alertdialog'));
  const sent = () => office.page.getByRole('region', { name: 'Sent webhooks' });

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    here = await BrowserWorld.start();
    office = await here.administrator();
  });
  afterAll(async () => {
    await here.close();
    await receiver.close();
  });

  it('are added with a secret that is shown once, tested, paused, resumed and sent to again', async () => {
    await office.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Developers' }).click();
    await button('New endpoint').click();
    await office.page.getByLabel('Address', { exact: true }).fill('https://10.0.0.1/hook');
    await button('Add endpoint').click();
    await office.page.getByLabel('Address', { exact: true }).and(office.page.locator('[aria-invalid=true]')).waitFor();
    expect(await axeViolations(office.page)).toEqual([]);
    await office.page.getByLabel('Address', { exact: true }).fill(receiver.url);
    await office.page.getByLabel('What it is for').fill('Our shop');
    await button('Add endpoint').click();
    const secret = await office.page.getByRole('textbox', { name: 'Signing secret' }).inputValue();
    expect(secret).toMatch(/^whsec_/);
    await button('I have kept it').click();
    await office.page.getByText('Our shop').waitFor();
    expect(await office.page.content()).not.toContain(secret);

    receiver.answers((response) => response.writeHead(500).end('Not today.'));
    await button('Send test').click();
    await office.page.getByText('The test is on its way').first().waitFor();
    await here.world.endpoints.untilDeliveries({ state: ['FAILED'] }, (found) => found.length === 1);
    await button('Reload').click();
    await sent().getByText('It answered 500.').first().waitFor();
    await sent().getByText('Attempts and payload').click();
    await sent().getByText('endpoint.test').waitFor();
    expect(await axeViolations(office.page)).toEqual([]);

    receiver.answers(200);
    await sent().getByRole('checkbox').check();
    await button('Send again (1)').click();
    const [test] = await receiver.gets(1, 'endpoint.test');
    expect(test !== undefined && isGenuine(test, secret)).toBe(true);

    await button('Pause').click();
    await office.page.getByText('Paused', { exact: true }).waitFor();
    await button('Resume').click();
    await office.page.getByText('Active', { exact: true }).waitFor();
    await button('Edit').click();
    await inDialog().getByLabel('What it is for').fill('Our warehouse');
    await button('Save').click();
    await office.page.getByText('Our warehouse').waitFor();
    await button('Replace secret').click();
    await inDialog().getByRole('button', { name: 'Replace secret', exact: true }).click();
    expect(await office.page.getByRole('textbox', { name: 'Signing secret' }).inputValue()).not.toBe(secret);
    await button('I have kept it').click();
    await office.page
      .getByRole('region', { name: 'Webhooks to other systems' })
      .getByRole('button', { name: 'Delete', exact: true })
      .click();
    await inDialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await office.page.getByText('No other system is told').waitFor();
  });
});
