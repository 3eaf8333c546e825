import { graphql } from '../generated/gql.js';
import { first, must, only, problems } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { TestWorld } from '../support/world/test-world.js';

const CAROUSEL = graphql(`
  query CarouselWithQuickReplies { templates(filter: { search: "plants_to_choose" }) { nodes { id } } }
`);

describe('Quick replies and Flows of templates', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
  });
  afterAll(() => world.close());

  const approved = (buttons: object[]) =>
    world.templates.approved({
      ...{ appliesTo: null, phoneField: null, body: 'Here is what you asked for.', variables: [] },
      buttons: buttons as never,
    });

  it('bring back the payload that was sent, and begin with the data that was sent', async () => {
    const { id: templateId } = await approved([
      { type: 'QUICK_REPLY', text: 'Yes' },
      { type: 'QUICK_REPLY', text: 'No' },
    ]);
    const quickReplyPayloads = [{ buttonIndex: 1, payload: 'order-7:no' }];
    const send = (phoneNumber: string, more: object) =>
      world.templates.trySend({ templateId, recipients: [{ phoneNumber, ...more }] });
    expect(only((await send('+16505550501', { quickReplyPayloads })).results).errors).toEqual([]);
    expect(first(await world.customers.getsAt('16505550501')).body).toMatchObject({
      components: [
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '1',
          parameters: [{ type: 'payload', payload: 'order-7:no' }],
        },
      ],
    });
    const refused = async (more: object) => problems(only((await send('+16505550502', more)).results).errors);
    expect(await refused({ quickReplyPayloads: [{ buttonIndex: 2, payload: 'x' }] })).toEqual([
      'INVALID_INPUT recipients.0.quickReplyPayloads.0',
    ]);
    expect(await refused({ quickReplyPayloads: [...quickReplyPayloads, ...quickReplyPayloads] })).toEqual([
      'DUPLICATE recipients.0.quickReplyPayloads.1',
    ]);
    expect(await refused({ quickReplyPayloads: [{ buttonIndex: 0, payload: 'x'.repeat(257) }] })).toEqual([
      'TOO_LONG recipients.0.quickReplyPayloads.0.payload',
    ]);
    expect(await refused({ flowData: { a: 1 } })).toEqual(['INVALID_INPUT recipients.0.flowData']);

    const flow = await approved([{ type: 'FLOW', text: 'Start', flowId: '77' }]);
    const recipients = [{ phoneNumber: '+16505550503', flowData: { name: 'Ann' } }];
    expect(only((await world.templates.trySend({ templateId: flow.id, recipients })).results).errors).toEqual([]);
    expect(first(await world.customers.getsAt('16505550503')).body).toMatchObject({
      components: [
        {
          sub_type: 'flow',
          parameters: [{ action: { flow_token: expect.any(String), flow_action_data: { name: 'Ann' } } }],
        },
      ],
    });
    const list = await world.templates.trySend({
      templateId: flow.id,
      recipients: [{ phoneNumber: '+16505550503', flowData: [] }],
    });
    expect(problems(only(list.results).errors)).toEqual(['INVALID_INPUT recipients.0.flowData']);
  });

  it('have payloads on each card of a carousel', async () => {
    const picture = (await world.files.upload(PICTURE, 'image/png', 'aloe.png')).body.id;
    const card = {
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://scontent.example/x'] } },
        { type: 'BODY', text: 'A plant.' },
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'More' }] },
      ],
    };
    const components = [
      { type: 'BODY', text: 'Plants for you.' },
      { type: 'CAROUSEL', cards: [card, card] },
    ];
    world.meta.addTemplate({ name: 'plants_to_choose', category: 'MARKETING', components });
    await world.templates.sync();
    const { id: templateId } = only((await world.admin.send(CAROUSEL)).templates.nodes);
    const recipient = {
      phoneNumber: '+16505550504',
      cardMediaIds: [picture, picture],
      quickReplyPayloads: [
        { cardIndex: 0, buttonIndex: 0, payload: 'aloe' },
        { cardIndex: 1, buttonIndex: 0, payload: 'fern' },
      ],
    };
    const { results } = await world.templates.trySend({ templateId, recipients: [recipient] });
    expect(only(results).errors).toEqual([]);
    const { body } = first(await world.customers.getsAt('16505550504'));
    const cards = must((body.components as { cards?: object[] }[]).find((entry) => entry.cards !== undefined)).cards;
    const button = (payload: string) => ({
      components: expect.arrayContaining([
        expect.objectContaining({ sub_type: 'quick_reply', parameters: [{ type: 'payload', payload }] }),
      ]),
    });
    expect(cards).toMatchObject([button('aloe'), button('fern')]);
  });
});
