import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { graphql } from '../generated/gql.js';
import type { MessageDetailsFragment, OutgoingContentInput } from '../generated/graphql.js';
import { eventually, last, must } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { aNumber } from '../support/factories/keys.js';
import { PICTURE } from '../support/factories/files.js';
import { BrowserWorld } from './support/browser-world.js';
import { describeInBrowser } from './support/chromium.js';
import { SimulatorPage, type Phone } from './support/simulator-page.js';

const SHOW_TYPING = graphql(`
  mutation SimulatorShowTyping($id: ID!) {
    showTyping(input: { conversationId: $id }) { errors { ...Problem } }
  }
`);
const VOICE = join(import.meta.dirname, '..', '..', 'console', 'simulator', 'src', 'chat', 'samples', 'voice.ogg');
const SIZES: [string, string, string, BrowserContextOptions][] = [
  ['on a wide screen', 'Ada', 'Dora', { viewport: { width: 1440, height: 900 } }],
  ['on a phone', 'Bea', 'Elsa', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true }],
];

describeInBrowser('Whoever plays customers', () => {
  let here: BrowserWorld;

  beforeAll(async () => {
    here = await BrowserWorld.start();
    here.world.meta.world.customers.length = 0;
  });
  afterAll(() => here.close());

  describe.each(SIZES)('%s', (_size, name, hiddenName, options) => {
    let simulator: SimulatorPage;
    let phone: Phone;
    let conversationId: string;
    const number = aNumber();

    beforeAll(async () => {
      simulator = new SimulatorPage(await here.browser.page(options), here.world.meta.simulator.url);
      await simulator.open();
    });
    afterAll(() => simulator.page.context().close());

    const customer = () => must(here.world.meta.world.customers.find((each) => each.name === name));
    const latest = async (isWanted: (message: MessageDetailsFragment) => boolean) =>
      eventually(
        async () => last(await here.world.inbox.messagesWith(name)),
        (message) => isWanted(message),
      );
    /** Sends to the customer, and waits until it is on their phone. */
    async function answer(content: string | OutgoingContentInput, shown: string): Promise<void> {
      await here.world.inbox.send(conversationId, content);
      await phone.bubble(shown).waitFor();
    }

    it('adds one with a number, and one who is known by the user id alone', async () => {
      const { page } = simulator;
      for (const [who, isHidden] of [
        [hiddenName, true],
        [name, false],
      ] as const) {
        await page.getByRole('button', { name: 'New customer' }).click();
        const dialog = page.getByRole('dialog', { name: 'New customer' });
        await dialog.getByRole('button', { name: 'Add customer' }).click();
        await dialog.getByText('A number has 7 to 15 digits.').waitFor();
        await dialog.getByLabel('Name', { exact: true }).fill(who);
        if (isHidden) await dialog.getByLabel('Hides the number').check();
        else await dialog.getByLabel('Phone number').fill(`+${number.slice(0, 1)} ${number.slice(1)}`);
        await page.keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
      }
      phone = simulator.phone(name);
      await phone.region.getByText(`+${number}`).waitFor();
      await simulator.phone(hiddenName).region.getByText('number hidden').waitFor();
    });

    it('writes as several at once, and each gets the answer that is theirs', async () => {
      const hidden = simulator.phone(hiddenName);
      await hidden.write('Do you deliver?');
      await phone.write('*Good* morning', 'Good morning');
      await phone.bubble('morning').locator('strong', { hasText: 'Good' }).waitFor();
      const other = await here.world.inbox.untilConversationWith(hiddenName);
      expect(other.contact.phoneNumber).toBeNull();
      conversationId = (await here.world.inbox.untilConversationWith(number)).id;
      await here.world.inbox.send(other.id, 'We do');
      await answer('_Hello_ to you', 'Hello to you');
      await phone.bubble('Hello to you').locator('em', { hasText: 'Hello' }).waitFor();
      await hidden.bubble('We do').waitFor();
      expect(await phone.bubbles.filter({ hasText: 'We do' }).count()).toBe(0);
    });

    it('sees that the business has read, and the business sees that they have', async () => {
      await here.world.inbox.markRead(conversationId);
      await phone.bubble('morning').getByRole('img', { name: 'Read' }).waitFor();
      await latest(({ status }) => status === 'READ');
      await phone.choose('Has the chat open');
      await answer('Are you there?', 'Are you there?');
      await latest(({ status }) => status === 'DELIVERED');
      await phone.region.getByText('chat closed, 1 unread').waitFor();
      await phone.choose('Has the chat open');
      await latest(({ status }) => status === 'READ');
    });

    it('sees that somebody types, until the message is there', async () => {
      await here.world.admin.send(SHOW_TYPING, { id: conversationId });
      await phone.region.getByText('typing …').waitFor();
      await answer('It took a while', 'It took a while');
      await phone.region.getByText('typing …').waitFor({ state: 'detached' });
    });

    it.each([
      ['Sample picture', { __typename: 'MediaContent', mediaKind: 'IMAGE' }],
      ['Sample voice message', { __typename: 'MediaContent', mediaKind: 'VOICE' }],
      ['Sample video', { __typename: 'MediaContent', mediaKind: 'VIDEO' }],
      ['Sample document', { __typename: 'MediaContent', mediaKind: 'DOCUMENT' }],
      ['Sample sticker', { __typename: 'MediaContent', mediaKind: 'STICKER' }],
      ['Poll', { __typename: 'UnsupportedContent', mediaKind: undefined }],
    ])('sends a %s', async (kind, content) => {
      await phone.attach(new RegExp(`^${kind}`));
      await latest(
        ({ content: found }) =>
          found.__typename === content.__typename &&
          (found.__typename !== 'MediaContent' || found.mediaKind === content.mediaKind),
      );
    });

    it('sends a file with its caption, and it is stored', async () => {
      await phone.message.fill('This one');
      await phone.region
        .locator('input[type=file]')
        .setInputFiles([{ name: 'aloe.png', mimeType: 'image/png', buffer: PICTURE }]);
      await phone.bubble('This one').locator('img').waitFor();
      await latest(({ text }) => text === 'This one');
      await here.world.files.untilLastOf(name, ({ state }) => state === 'STORED');
    });

    it('sees pictures, and hears voice messages, which the business is told', async () => {
      const { files, inbox } = here.world;
      const picture = await files.upload(PICTURE, 'image/png', 'p.png');
      await answer({ media: { mediaId: picture.body.id, caption: 'Like this?' } }, 'Like this?');
      const width = await phone
        .bubble('Like this?')
        .locator('img')
        .evaluate(async (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
      expect(width).toBe(1);
      const voice = await files.upload(readFileSync(VOICE), 'audio/ogg', 'v.ogg');
      await inbox.send(conversationId, { media: { mediaId: voice.body.id, kind: 'VOICE' } });
      const player = phone.bubbles.last().locator('audio');
      await player.waitFor({ state: 'attached' }); // its buttons are what is seen
      await latest(({ status }) => status === 'READ');
      await player.evaluate(async (audio: HTMLAudioElement) => audio.play());
      await latest(({ status }) => status === 'PLAYED');
    });

    it('sends a place, a contact card, an order and a form', async () => {
      const dialog = simulator.page.getByRole('dialog');
      await phone.attach('Location');
      await dialog.getByLabel('Name').fill('The garden');
      await dialog.getByLabel('Latitude').fill('48,1');
      await dialog.getByLabel('Longitude').fill('11.5');
      await dialog.getByRole('button', { name: 'Send' }).click();
      await latest(({ text }) => text === 'The garden');
      await phone.attach('Contact card');
      await dialog.getByLabel('Name').fill('Grace Hopper');
      await dialog.getByLabel('Phone number').fill('+15550001');
      await dialog.getByRole('button', { name: 'Send' }).click();
      await latest(({ content }) => content.__typename === 'ContactsContent');
      await phone.attach('Order');
      await dialog.getByLabel('Note').fill('please');
      await dialog.getByRole('button', { name: 'Send' }).click();
      await latest(({ text }) => text === 'please');
      await phone.attach('Form that was filled in');
      await dialog.getByLabel('Name').fill('rating');
      await dialog.getByLabel('Filled in').fill('5');
      await dialog.getByRole('button', { name: 'Send' }).click();
      const form = await latest(({ content }) => content.__typename === 'ReplyContent');
      expect(form.content).toMatchObject({ response: { rating: '5' } });
    });

    it('answers, reacts, edits and deletes', async () => {
      await answer('Which colour?', 'Which colour?');
      await phone.act(phone.bubble('Which colour?'), 'Reply');
      await phone.write('Blue');
      expect((await latest(({ text }) => text === 'Blue')).replyTo).toMatchObject({ text: 'Which colour?' });
      await phone.bubble('Blue').getByText('Which colour?').waitFor();
      await phone.act(phone.bubbles.filter({ hasText: 'Which colour?' }).first(), '❤️');
      await phone.bubbles.filter({ hasText: 'Which colour?' }).first().getByText('❤️').waitFor();
      await eventually(
        async () => (await here.world.inbox.messagesWith(name)).find(({ text }) => text === 'Which colour?'),
        (message) => message?.reactions[0]?.emoji === '❤️',
      );
      await phone.act(phone.bubble('Blue'), 'Edit');
      await phone.write('Green');
      await phone.bubble('Green').getByText('edited').waitFor();
      await latest(({ text, editedAt }) => text === 'Green' && editedAt !== null);
      await phone.act(phone.bubble('Green'), 'Delete');
      await phone.bubble('This message was deleted').waitFor();
      await latest(({ revokedAt }) => revokedAt !== null);
    });

    it('taps on buttons, rows of lists, and addresses', async () => {
      const buttons = [{ optionId: 'keep', title: 'Keep it' }];
      await answer({ interactive: { kind: 'BUTTONS', body: 'And now?', buttons } }, 'And now?');
      await phone.bubble('And now?').getByRole('button', { name: 'Keep it' }).click();
      const chosen = await latest(({ text }) => text === 'Keep it');
      expect(chosen).toMatchObject({
        content: { replyKind: 'BUTTON', optionId: 'keep' },
        replyTo: { text: 'And now?' },
      });
      const sections = [{ rows: [{ optionId: 'r1', title: 'Express', description: 'Next day' }] }];
      const list = { kind: 'LIST' as const, body: 'How soon?', listButton: 'See options', sections };
      await answer({ interactive: list }, 'How soon?');
      await phone.bubble('How soon?').getByRole('button', { name: 'See options' }).click();
      await simulator.page.getByRole('dialog').getByRole('button', { name: 'Express' }).press('Enter');
      expect(await latest(({ text }) => text === 'Express')).toMatchObject({ content: { optionId: 'r1' } });
      const link = {
        kind: 'CALL_TO_ACTION' as const,
        body: 'The dates',
        url: 'https://shop.example/d',
        urlText: 'Dates',
      };
      await answer({ interactive: link }, 'The dates');
      const address = phone.bubble('The dates').getByRole('link', { name: 'Dates' });
      expect(await address.getAttribute('href')).toBe('https://shop.example/d');
      await answer({ interactive: { kind: 'LOCATION_REQUEST', body: 'Where are you?' } }, 'Where are you?');
      await phone.bubble('Where are you?').getByRole('button', { name: 'Send location' }).click();
      await simulator.page.getByRole('dialog').getByLabel('Latitude').fill('1');
      await simulator.page.getByRole('dialog').getByLabel('Longitude').fill('2');
      await simulator.page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
      await latest(({ content }) => content.__typename === 'LocationContent');
    });

    it('taps on what a template offers: answers, addresses and forms', async () => {
      const template = await here.world.templates.approvedFrom({
        ...aDraft({ accountId: here.world.account.id }),
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thank you' },
          { type: 'FLOW', text: 'Rate us', flowId: '77' },
          { type: 'VISIT_WEBSITE', text: 'See it', url: 'https://shop.example/o' },
        ],
      });
      const to = { templateId: template.id, recipients: [{ phoneNumber: `+${number}` }] };
      expect((await here.world.templates.trySend(to)).errors).toEqual([]);
      const bubble = phone.bubbles.filter({ hasText: 'Your garden plan is ready' }).first(); // the next one quotes it
      expect(await bubble.getByRole('link', { name: 'See it' }).getAttribute('href')).toBe('https://shop.example/o');
      await bubble.getByRole('button', { name: 'Thank you' }).click();
      expect(await latest(({ text }) => text === 'Thank you')).toMatchObject({ content: { replyKind: 'QUICK_REPLY' } });
      await bubble.getByRole('button', { name: 'Rate us' }).click();
      const dialog = simulator.page.getByRole('dialog', { name: 'Rate us' });
      await dialog.getByLabel('Name').fill('stars');
      await dialog.getByLabel('Filled in').fill('4');
      await dialog.getByLabel('Filled in').press('Enter');
      const form = await latest(({ content }) => content.__typename === 'ReplyContent' && content.replyKind === 'FLOW');
      expect(form).toMatchObject({
        content: { response: { stars: '4' } },
        replyTo: { text: expect.stringMatching('garden plan') as string },
      });
    });

    it('is not reached without WhatsApp, and by no marketing that they refuse', async () => {
      await phone.choose('Is on WhatsApp');
      await phone.region.getByText('not on WhatsApp').waitFor();
      await here.world.inbox.send(conversationId, 'Lost');
      expect((await latest(({ status }) => status === 'FAILED')).failure).toMatchObject({ code: 131026 });
      await phone.region.getByText('Never reached this phone: Lost').waitFor();
      await phone.choose('Is on WhatsApp');
      await phone.choose('Takes marketing messages');
      await phone.region.getByText('no marketing').waitFor();
      await eventually(
        async () => (await here.world.inbox.conversationWith(number)).contact.optedOutAt,
        (optedOutAt) => optedOutAt !== null,
      );
      await phone.choose('Takes marketing messages');
      await phone.region.getByText('no marketing').waitFor({ state: 'detached' });
    });

    it('puts a phone away and takes it again, by keyboard', async () => {
      const chip = simulator.page.getByRole('group', { name: 'Customers' }).getByRole('button', { name, exact: true });
      await chip.focus();
      await chip.press('Enter');
      await phone.region.waitFor({ state: 'detached' });
      await simulator.page.reload();
      expect(await chip.getAttribute('aria-pressed')).toBe('false');
      await chip.press('Space');
      await phone.bubble('This message was deleted').waitFor();
      expect(customer().name).toBe(name);
    });
  });
});
