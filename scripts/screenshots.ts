import { join } from 'node:path';
import { Camera } from './screenshots/camera.js';
import { DemoOffice } from './screenshots/demo-office.js';
import { aDayOfBusiness, CLOSED_CUSTOMER, CUSTOMER } from './screenshots/day-of-business.js';

/**
 * `npm run screenshots [-- FOLDER]` takes the pictures of the README anew, at 1440 and 390 pixels, from the demo that it
 * starts and ends: into docs/images, or FOLDER. Needs Chromium (CHROMIUM_PATH, else /usr/bin/chromium).
 */
const [folder = join(import.meta.dirname, '..', '..', 'docs', 'images')] = process.argv.slice(2);
const office = await DemoOffice.start();
try {
  const camera = await Camera.open(office.url, folder);
  try {
    const ids = await aDayOfBusiness(office);
    await camera.as(office.operator, async (view) => {
      await view.at('/inbox/all', 'Inbox');
      if (view.isPhone) await view.take('inbox');
      await view.openChat(CUSTOMER.name);
      await view.take('chat');
      await view.at('/inbox/all', 'Inbox');
      await view.openChat(CLOSED_CUSTOMER.name);
      await view.page.getByRole('button', { name: 'Template' }).click();
      await view.page.getByRole('dialog').getByText('Order confirmation').waitFor();
      await view.take('closed-window');
    });
    await camera.as(office.administrator, async (view) => {
      await view.at('/overview', 'Overview');
      await view.take('overview');
      await view.at(`/broadcasts/${ids.broadcastId}`, 'Order confirmation');
      await view.take('broadcast');
      await view.at(`/templates/${ids.templateId}`, ids.templateName);
      await view.take('template-editor');
      await view.at(`/accounts/${ids.accountId}`, 'Lucky Garden');
      await view.page.getByRole('button', { name: 'Test Connection' }).click();
      await view.page.getByText('Everything works').waitFor();
      await view.page.getByRole('heading', { name: 'Connection test' }).scrollIntoViewIfNeeded();
      await view.take('account');
    });
    await camera.as(
      office.operator,
      async (view) => {
        if (view.isPhone) return;
        await view.at('/inbox/all', 'Inbox');
        await view.openChat(CUSTOMER.name);
        await view.take('dark');
      },
      { colorScheme: 'dark' },
    );
    await camera.customers('customer.png');
    process.stdout.write(`Taken: ${camera.taken.join(', ')}\n`);
  } finally {
    await camera.close();
  }
} finally {
  await office.stop();
}
