import type { SimMessage } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type {
  RecipientInput,
  TemplateDraftInput,
  TemplateVariableInput,
  VariableValueInput,
} from '../generated/graphql.js';
import { first, last, must, only, problems } from '../support/expectations.js';
import { aPdf, PICTURE } from '../support/factories/files.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const MADE_AT_META = graphql(`
  query MarketingMadeAtMeta($search: String!) {
    templates(filter: { category: [MARKETING], search: $search }) {
      nodes {
        id hasUnsubmittedChanges problems { code } limitedTimeOffer { text hasExpiration }
        cards { headerType body buttons { type url } }
      }
    }
  }
`);
const SEND_INTO_CLOSED_WINDOW = graphql(`
  mutation SendIntoClosedWindow($input: SendMessageInput!) {
    sendMessage(input: $input) { errors { code ... on WindowClosedError { usableTemplates { id status } } } }
  }
`);

describe('Sending every kind of template', () => {
  let world: TestWorld;
  let manager: Person;
  let templates: TemplatesDriver;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    templates = world.templates.as(manager);
  });
  afterAll(() => world.close());

  const upload = async (bytes: Buffer, type: string, name: string) =>
    (await world.files.as(manager).upload(bytes, type, name)).body.id;
  /** A template that is about no record and has no variables. */
  const approved = (changes: Partial<TemplateDraftInput>) =>
    templates.approved({
      appliesTo: null,
      phoneField: null,
      body: 'Here is what you asked for.',
      variables: [],
      ...changes,
    });

  it('sends files, places, links, codes and flows as Meta wants them', async () => {
    const picture = await upload(PICTURE, 'image/png', 'aloe.png');
    const other = await upload(aPdf('1.4 a small file'), 'application/pdf', 'terms.pdf');
    const components = async (changes: Partial<TemplateDraftInput>, recipient: RecipientInput = {}) => {
      const { id: templateId } = await approved(changes);
      const number = aNumber();
      const { results, errors } = await templates.trySend({
        templateId,
        recipients: [{ phoneNumber: `+${number}`, ...recipient }],
      });
      expect([errors, only(results).errors]).toEqual([[], []]);
      const message = first(await world.customers.getsAt(number));
      return { sent: componentsOf(message), text: message.text };
    };
    const image = await components({ header: { type: 'IMAGE', mediaId: picture } });
    expect(image.sent).toEqual([
      { type: 'header', parameters: [{ type: 'image', image: { id: expect.stringMatching(/^\d+$/) } }] },
    ]);
    const again = await components({ header: { type: 'IMAGE', mediaId: picture }, body: 'Again what you asked for.' });
    expect(again.sent).toEqual(image.sent); // uploaded once
    const replaced = await components({ header: { type: 'DOCUMENT', mediaId: other } }, { mediaId: other });
    expect(replaced.sent).toMatchObject([{ parameters: [{ type: 'document', document: { filename: 'terms.pdf' } }] }]);
    const place = { latitude: 48.85, longitude: 2.35, name: 'Shop', address: '1 Main Street' };
    const located = await components(
      {
        header: { type: 'LOCATION' },
        variables: ['latitude', 'longitude', 'name', 'address'].map((name) => ({
          placement: 'LOCATION',
          name,
          source: 'FREE_TEXT',
          sampleValue: '',
        })),
      },
      { location: place },
    );
    const location = { ...place, latitude: '48.85', longitude: '2.35' };
    expect(located.sent).toEqual([{ type: 'header', parameters: [{ type: 'location', location }] }]);
    expect(located.text).toBe('Shop, 1 Main Street\nHere is what you asked for.');
    const linked = await components(
      {
        buttons: [
          { type: 'QUICK_REPLY', text: 'OK' },
          { type: 'VISIT_WEBSITE', text: 'Open', url: 'https://shop.example/o/{{1}}' },
          { type: 'CALL_NUMBER', text: 'Call', phoneNumber: '+16505551234' },
        ],
        variables: [aFreeText({ placement: 'BUTTON', buttonIndex: 1, sampleValue: '1' })],
      },
      { values: [aButtonValue(1, 'a b/ç?')] },
    );
    expect(linked.sent).toEqual([
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'a%20b%2F%C3%A7%3F' }] },
    ]);
    const coupon = await components(
      {
        category: 'MARKETING',
        buttons: [{ type: 'COPY_CODE' }],
        variables: [aFreeText({ placement: 'BUTTON', buttonIndex: 0, sampleValue: '25OFF' })],
      },
      { values: [aButtonValue(0, '30OFF')] },
    );
    const parameters = [{ type: 'coupon_code', coupon_code: '30OFF' }];
    expect(coupon.sent).toEqual([{ type: 'button', sub_type: 'copy_code', index: '0', parameters }]);
    const code = await components(
      {
        category: 'AUTHENTICATION',
        body: '',
        buttons: [{ type: 'ONE_TIME_PASSWORD', otpType: 'COPY_CODE' }],
        variables: [aFreeText({ sampleValue: '123456' })],
        authentication: { codeExpirationMinutes: 10 },
      },
      { values: [{ name: '1', value: '482913' }] },
    );
    expect(code.sent).toEqual([
      { type: 'body', parameters: [{ type: 'text', text: '482913' }] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '482913' }] },
    ]);
    expect(code.text).toContain('482913');
    const flow = await components({ buttons: [{ type: 'FLOW', text: 'Start', flowId: '77' }] });
    expect(flow.sent).toMatchObject([
      { sub_type: 'flow', parameters: [{ type: 'action', action: { flow_token: expect.any(String) } }] },
    ]);
    const named = await components(
      {
        parameterFormat: 'NAMED',
        body: 'Dear {{first_name}}, thank you so much.',
        variables: [aFreeText({ name: 'first_name', sampleValue: 'Ann' })],
      },
      { values: [{ name: 'first_name', value: 'Zoë' }] },
    );
    expect(named.sent).toEqual([
      { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Zoë' }] },
    ]);
    expect(named.text).toBe('Dear Zoë, thank you so much.');
  }, 60_000);

  it('sends carousels and limited-time offers that were made at Meta', async () => {
    const picture = await upload(PICTURE, 'image/png', 'aloe.png');
    world.meta.addTemplate({
      name: 'rare_plants',
      category: 'MARKETING',
      components: [
        { type: 'BODY', text: 'Rare plants, {{1}}! Shop now.', example: { body_text: [['Pablo']] } },
        { type: 'CAROUSEL', cards: [aCard('Aloe'), aCard('Crassula')] },
      ],
    });
    world.meta.addTemplate({
      name: 'hurry_up',
      category: 'MARKETING',
      components: [
        { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Expiring!', has_expiration: true } },
        { type: 'BODY', text: 'Only for you, while it lasts.' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'COPY_CODE', example: 'CARIBE25' },
            { type: 'URL', text: 'Book', url: 'https://x.example/' },
          ],
        },
      ],
    });
    await templates.sync();
    const plants = first((await manager.client.send(MADE_AT_META, { search: 'plants' })).templates.nodes);
    expect(plants).toMatchObject({
      cards: [
        { headerType: 'IMAGE', body: 'Aloe, a plant.' },
        { buttons: [{ type: 'QUICK_REPLY' }, { type: 'VISIT_WEBSITE' }] },
      ],
      hasUnsubmittedChanges: false,
      problems: [],
    });
    const missing = await templates.trySend({ templateId: plants.id, recipients: [{ phoneNumber: '+16505550401' }] });
    expect(problems(only(missing.results).errors)).toEqual([
      'VARIABLE_MISSING recipients.0.values',
      'VARIABLE_MISSING recipients.0.values',
      'VARIABLE_MISSING recipients.0.values',
      'VARIABLE_MISSING recipients.0.cardMediaIds.0',
      'VARIABLE_MISSING recipients.0.cardMediaIds.1',
    ]);
    const sent = await templates.trySend({
      templateId: plants.id,
      recipients: [
        {
          phoneNumber: '+16505550401',
          values: [
            { name: '1', value: 'Ann' },
            { ...aButtonValue(1, 'ALOE'), cardIndex: 0 },
            { ...aButtonValue(1, 'CRASSULA'), cardIndex: 1 },
          ],
          cardMediaIds: [picture, picture],
        },
      ],
    });
    expect(only(sent.results).errors).toEqual([]);
    const carousel = first(await world.customers.getsAt('16505550401'));
    expect(componentsOf(carousel)[1]).toMatchObject({
      cards: [
        {
          card_index: 0,
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { id: expect.any(String) } }] },
            { type: 'button', sub_type: 'url', index: '1', parameters: [{ text: 'ALOE' }] },
          ],
        },
        { card_index: 1 },
      ],
    });
    const offer = first((await manager.client.send(MADE_AT_META, { search: 'hurry' })).templates.nodes);
    expect(offer.limitedTimeOffer).toEqual({ text: 'Expiring!', hasExpiration: true });
    const sendOffer = (offerExpiresAt: string) => {
      const recipient = { phoneNumber: '+16505550402', values: [aButtonValue(0, 'CARIBE25')], offerExpiresAt };
      return templates.trySend({ templateId: offer.id, recipients: [recipient] });
    };
    const past = await sendOffer('2020-01-01T00:00:00Z');
    expect(problems(only(past.results).errors)).toEqual(['INVALID_INPUT recipients.0.offerExpiresAt']);
    await sendOffer('2099-01-01T00:00:00Z');
    const hurry = first(await world.customers.getsAt('16505550402'));
    expect(componentsOf(hurry)[0]).toEqual({
      type: 'limited_time_offer',
      parameters: [
        { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: Date.parse('2099-01-01T00:00:00Z') } },
      ],
    });
  });

  it('reopens a conversation whose window has closed, from the error itself', async () => {
    const body = 'May we ask you about your order again?';
    const { id: templateId } = await approved({ body });
    await templates.trySend({ templateId, recipients: [{ phoneNumber: '+16505550500' }] });
    const inbox = world.inbox.as(manager);
    const { id: conversationId } = await inbox.conversationWith('16505550500');
    const { sendMessage } = await manager.client.send(SEND_INTO_CLOSED_WINDOW, {
      input: { idempotencyKey: aKey(), conversationId, content: { text: { body: 'Hi' } } },
    });
    expect(sendMessage.errors[0]).toMatchObject({
      code: 'WINDOW_CLOSED',
      usableTemplates: expect.arrayContaining([{ id: templateId, status: 'APPROVED' }]),
    });
    const theKey = { idempotencyKey: aKey() };
    const sent = await inbox.send(conversationId, { template: { templateId } }, theKey);
    expect(sent.text).toBe(body);
    await inbox.send(conversationId, { template: { templateId } }, theKey);
    expect(await world.customers.getsAt('16505550500', 2)).toHaveLength(2);
  });

  it('shows HELD while Meta judges the template, and goes on when it has', async () => {
    const { id: templateId } = await approved({ body: 'Something that Meta looks at first.' });
    world.meta.behave({ holdTemplates: true, sentAfterMs: null, deliveredAfterMs: null });
    const { results } = await templates.trySend({ templateId, recipients: [{ phoneNumber: '+16505550600' }] });
    const { id } = must(only(results).message, 'the message');
    await world.inbox.until(id, 'HELD');
    world.meta.simulator.conversations.reportStatus(last(world.meta.world.messages), 'delivered');
    await world.inbox.until(id, 'DELIVERED');
    world.meta.behave({ holdTemplates: false, sentAfterMs: 5, deliveredAfterMs: 15 });
  });
});

function aFreeText(changes: Partial<TemplateVariableInput>): TemplateVariableInput {
  return { placement: 'BODY', name: '1', source: 'FREE_TEXT', sampleValue: 'x', ...changes };
}

function aButtonValue(buttonIndex: number, value: string): VariableValueInput {
  return { placement: 'BUTTON', name: '1', buttonIndex, value };
}

/** A card of a carousel, under Meta's names. */
function aCard(name: string): { components: object[] } {
  return {
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://scontent.example/x'] } },
      { type: 'BODY', text: `${name}, a plant.` },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'More' },
          { type: 'URL', text: 'Shop', url: 'https://shop.example/{{1}}', example: ['x'] },
        ],
      },
    ],
  };
}

function componentsOf({ body }: SimMessage): unknown[] {
  return Array.isArray(body.components) ? body.components : [];
}
