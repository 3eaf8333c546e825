import { DEMO } from '../../src/simulator/world/demo-world.js';
import { must } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import type { ConsolePage } from './support/console-page.js';

describeInBrowser('Messages with something to tap', () => {
  let here: BrowserWorld;
  let office: ConsolePage;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    await here.world.customers.writes(here.world.customers.named('Ada'), 'Hello');
    office = await here.administrator();
  });
  afterAll(() => here.close());

  it('are shown in the chat: title, text, products, cards, sums, buttons', async () => {
    const { files, inbox } = here.world;
    const { id } = await inbox.conversationWith('Ada');
    const picture = must((await files.upload(PICTURE, 'image/png', 'aloe.png')).body.id);
    const card = (name: string) => ({
      mediaId: picture,
      body: name,
      url: 'https://shop.example/',
      urlText: `See ${name}`,
    });
    await inbox.send(id, { flow: { flowId: DEMO.flowId, label: 'Book a visit', header: 'Visit', body: 'When?' } });
    await inbox.send(id, {
      productList: {
        ...{ catalogId: DEMO.catalogId, header: 'Plants', body: 'Which of these?' },
        sections: [{ title: 'Dry', productIds: ['aloe', 'cactus'] }],
      },
    });
    await inbox.send(id, { carousel: { body: 'New plants', cards: [card('Aloe'), card('Fern')] } });
    await inbox.send(id, {
      orderDetails: {
        ...{ body: 'Please pay.', referenceId: 'b-1', goodsType: 'DIGITAL', currency: 'INR', paymentType: 'upi' },
        paymentConfiguration: 'garden-payments',
        items: [{ productId: 'aloe', name: 'Small aloe', price: '15', quantity: 2 }],
      },
    });
    await inbox.send(id, { callPermissionRequest: {} });
    await office.open('Ada');
    const bubble = (text: string) => office.bubbles.filter({ hasText: text });
    await bubble('Visit').getByText('Book a visit').waitFor();
    await bubble('Which of these?').getByText('cactus').waitFor();
    await bubble('New plants').getByText('See Fern').waitFor();
    expect(
      await bubble('New plants')
        .getByRole('img', { name: /Cards|aloe/ })
        .count(),
    ).toBeGreaterThanOrEqual(2);
    await bubble('Please pay.').getByText('Small aloe').waitFor();
    await bubble('Please pay.').getByText('Total: ₹30.00').waitFor();
    await bubble('Asks whether the customer may be called').waitFor();
  });
});
