import { INTERACTIVE_KINDS } from '../../src/whatsapp/messages/interactive/interactive-content.js';
import { graphql } from '../generated/gql.js';
import type { OutgoingContentInput } from '../generated/graphql.js';
import { must, valueAt } from '../support/expectations.js';
import { aPdf, OPUS, PICTURE, STICKER, VIDEO } from '../support/factories/files.js';
import { schema } from '../support/graphql/schema.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import { REFUSED } from '../support/message-kinds/refused-samples.js';
import type { SampleFiles } from '../support/message-kinds/sample.js';
import { SAMPLES } from '../support/message-kinds/samples.js';
import { tableOf, writtenTable, type SeenKind } from '../support/message-kinds/table.js';
import { TestWorld } from '../support/world/test-world.js';

const CONTENT = graphql(`
  query ContentOfAnyKind($id: ID!) {
    message(id: $id) {
      status
      text
      content {
        ...Content
        ... on ContactsContent {
          contacts {
            lastName birthday department
            phoneNumbers { number type waId }
            addresses { city countryCode }
          }
        }
        ... on InteractiveContent {
          headerMedia { mimeType }
          flow { flowId flowName label isDraft action screen data token }
          products { catalogId thumbnailProductId sections { title productIds } }
          cards { body media { mimeType } options { optionId title url } }
          callButton { label ttlMinutes payload }
          addressRequest {
            country values { field value } savedAddresses { addressId values { field value } } problems { field value }
          }
          order {
            referenceId status description goodsType currency catalogId subtotal totalAmount expiresAt expirationText
            items { productId name price salePrice quantity }
            tax { amount description } shipping { amount } discount { amount description programName }
            paymentType paymentConfiguration
            paymentSettings { type paymentLink code merchantName key keyType gateway configurationName }
          }
        }
      }
    }
  }
`);

describe('Kinds of messages', () => {
  let world: TestWorld;
  let files: SampleFiles;
  const seen = new Map<string, SeenKind>();
  const openApi = metaOpenApi();

  beforeAll(async () => {
    world = await TestWorld.start();
    const upload = async (bytes: Buffer, type: string, name: string) =>
      (await world.files.upload(bytes, type, name)).body.id;
    files = {
      picture: await upload(PICTURE, 'image/png', 'aloe.png'),
      secondPicture: await upload(PICTURE, 'image/png', 'fern.png'),
      pdf: await upload(aPdf('1.4'), 'application/pdf', 'Quotation 7.pdf'),
      voice: await upload(OPUS, 'audio/ogg', 'voice.ogg'),
      sticker: await upload(STICKER, 'image/webp', 'leaf.webp'),
      video: await upload(VIDEO, 'video/mp4', 'repotting.mp4'),
    };
  });
  afterAll(() => world.close());

  const requestOf = (messageId: string) =>
    world.meta.world.requests.find(({ body }) => valueAt(body, 'biz_opaque_callback_data') === messageId);

  describe('from the first to the last', () => {
    let conversationId = '';
    beforeAll(async () => {
      conversationId = (await world.customers.startsConversation()).conversation.id;
    });

    it.each(SAMPLES)('$kind: checked, sent, read back', async ({ kind, content, bad, sent, shown, schema: name }) => {
      const before = world.meta.world.requests.length;
      const refused = await world.inbox.trySend(conversationId, bad.content);
      expect(refused.errors).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ code: bad.code, path: ['content', ...bad.path.split('.')] }),
        ]),
      );
      expect(world.meta.world.requests.length).toBe(before);

      const { id } = await world.inbox.send(conversationId, content(files));
      await world.inbox.until(id, 'SENT');
      const { body, status } = must(requestOf(id));
      expect(status).toBe(200);
      expect(valueAt(body, String(valueAt(body, 'type')))).toMatchObject(sent);
      const atMeta = world.meta.world.messages.find(({ callbackData }) => callbackData === id);
      expect(atMeta).toMatchObject({ direction: 'OUT', body: valueAt(body, String(valueAt(body, 'type'))) });

      const read = must((await world.admin.send(CONTENT, { id })).message);
      expect(read.content).toMatchObject(shown);
      if (hasMetaOpenApi) openApi.expectValid(kind, openApi.schemaOf(name), [body]);
      seen.set(kind, { isChecked: true, isSent: true, isShown: true, isValid: hasMetaOpenApi ? true : null });
    });

    it('are as many as the schema has', () => {
      const inputs = Object.keys(
        must(schema.getType('OutgoingContentInput')?.toConfig() as { fields?: object }).fields ?? {},
      );
      const sampled = new Set(SAMPLES.map(({ input }) => input.split(' ')[0]));
      expect(inputs.filter((field) => field !== 'template' && !sampled.has(field))).toEqual([]);
      const shownKinds = new Set(SAMPLES.map(({ shown }) => valueAt(shown, 'interactiveKind')));
      expect(INTERACTIVE_KINDS.filter((kind) => !shownKinds.has(kind) && !kind.startsWith('ORDER_STATUS'))).toEqual([]);
    });

    it('are listed in the documentation as they were seen', () => {
      const table = tableOf(seen);
      expect(writtenTable(table)).toBe(table);
    });
  });

  it('are sent with what is found in them, and are found by it', async () => {
    const { conversation } = await world.customers.startsConversation();
    const [text] = [await world.inbox.send(conversation.id, { callPermissionRequest: {} })];
    expect(text.text).toBeNull();
    await world.inbox.until(text.id, 'SENT');
    expect(must(requestOf(text.id)).body).toHaveProperty('interactive', {
      type: 'call_permission_request',
      action: { name: 'call_permission_request' },
    });
    const flow = await world.inbox.send(conversation.id, {
      flow: { flowName: 'book_a_visit', label: 'Book', body: 'b' },
    });
    await world.inbox.until(flow.id, 'SENT');
    const { body } = must(requestOf(flow.id));
    const token = valueAt(body, 'interactive', 'action', 'parameters', 'flow_token');
    const read = must((await world.admin.send(CONTENT, { id: flow.id })).message);
    expect(read.content).toMatchObject({ flow: { token, flowName: 'book_a_visit', isDraft: false } });
  });

  describe('that Meta refuses', () => {
    let conversationId = '';
    beforeAll(async () => {
      conversationId = (await world.customers.startsConversation()).conversation.id;
    });

    const send = async (content: OutgoingContentInput) => (await world.inbox.send(conversationId, content)).id;

    it.each(REFUSED)('$what: FAILED with Meta’s code', async ({ content, code, before, arrange }) => {
      if (before !== undefined) await world.inbox.until(await send(before), 'SENT');
      arrange?.(world.meta.world);
      const message = await world.inbox.until(await send(content), 'FAILED');
      expect(message.failure).toMatchObject({ code });
      expect(must(message.failure).advice).not.toBe('');
    });
  });

  it('says what is wrong with a Flow, an address, an order and a carousel', async () => {
    const { conversation } = await world.customers.startsConversation();
    const refused = async (content: OutgoingContentInput) => {
      const { errors } = await world.inbox.trySend(conversation.id, content);
      return errors.map(({ code, path }) => `${code} ${(path ?? []).slice(1).join('.')}`);
    };
    const flow = { label: 'Go', body: 'b' };
    expect(await refused({ flow })).toEqual(['REQUIRED flow.flowId']);
    expect(await refused({ flow: { ...flow, flowId: '1', label: 'Go 🌵' } })).toEqual(['INVALID_INPUT flow.label']);
    expect(await refused({ flow: { ...flow, flowId: '1', data: { a: 1 } } })).toEqual(['REQUIRED flow.screen']);
    expect(await refused({ flow: { ...flow, flowId: '1', data: [1], screen: 'A' } })).toEqual([
      'INVALID_INPUT flow.data',
    ]);
    expect(await refused({ flow: { ...flow, flowId: '1', action: 'DATA_EXCHANGE', screen: 'A' } })).toEqual([
      'INVALID_INPUT flow.screen',
    ]);
    expect(await refused({ interactive: { kind: 'FLOW', body: 'b' } })).toEqual(['INVALID_INPUT interactive.kind']);
    expect(
      await refused({
        interactive: {
          kind: 'LIST',
          body: 'b',
          listButton: 'o',
          headerMediaId: files.picture,
          sections: [{ rows: [{ optionId: 'a', title: 'A' }] }],
        },
      }),
    ).toEqual(['INVALID_INPUT interactive.headerMediaId']);
    expect(
      await refused({
        interactive: {
          kind: 'BUTTONS',
          body: 'b',
          headerMediaId: files.voice,
          buttons: [{ optionId: 'a', title: 'A' }],
        },
      }),
    ).toEqual(['INVALID_FORMAT interactive.headerMediaId']);
    expect(
      await refused({
        addressRequest: {
          body: 'b',
          country: 'SG',
          values: [
            { field: 'STATE', value: 'x' },
            { field: 'SG_POST_CODE', value: '1' },
          ],
        },
      }),
    ).toEqual(['INVALID_INPUT addressRequest.values.0.field', 'INVALID_FORMAT addressRequest.values.1.value']);
    const order = { body: 'b', referenceId: 'a b', goodsType: 'DIGITAL' as const, currency: 'inr', paymentType: 'upi' };
    const items = [{ productId: 'a', name: 'A', price: '5', salePrice: '5', quantity: 0 }];
    expect(await refused({ orderDetails: { ...order, items, discount: { amount: '6' }, totalAmount: '1' } })).toEqual([
      'INVALID_INPUT orderDetails.totalAmount',
      'INVALID_FORMAT orderDetails.referenceId',
      'INVALID_FORMAT orderDetails.currency',
      'REQUIRED orderDetails.paymentConfiguration',
      'INVALID_INPUT orderDetails.items.0.salePrice',
      'INVALID_INPUT orderDetails.items.0.quantity',
      'INVALID_INPUT orderDetails.discount',
    ]);
    const card = { mediaId: files.picture };
    const button = { optionId: 'a', title: 'A' };
    expect(
      await refused({
        carousel: {
          body: 'b',
          cards: [
            { ...card, buttons: [button] },
            { ...card, url: 'https://a.example', urlText: 'Go' },
          ],
        },
      }),
    ).toEqual(['INVALID_INPUT carousel.cards.1']);
    expect(
      await refused({
        carousel: {
          body: 'b',
          cards: [
            { mediaId: files.pdf, buttons: [button] },
            { ...card, body: 'a\nb\nc\nd', buttons: [button] },
          ],
        },
      }),
    ).toEqual(['INVALID_INPUT carousel.cards.0.mediaId', 'TOO_LONG carousel.cards.1.body']);
  });
});
