import { graphql } from '../generated/gql.js';
import { must, only } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const PROBLEMS = graphql(`
  query SendingProblems($id: ID!) {
    template(id: $id) { sendingProblems { ...Problem } preview { errors { ...Problem } } }
  }
`);
const VALIDATE = graphql(`
  query ValidateForSending($draft: TemplateDraftInput!) { validateTemplate(input: $draft) { ...Problem } }
`);
const SEND = graphql(`
  mutation SendUnsendable($input: SendMessageInput!) {
    sendMessage(input: $input) { message { id } errors { ...Problem } }
  }
`);

const BODY = { type: 'BODY', text: 'Use this now.' };
const buttons = (...types: string[]) => ({
  type: 'BUTTONS',
  buttons: types.map((type) => ({ type, text: 'View' })),
});
const carousel = (...components: object[]) => ({ type: 'CAROUSEL', cards: [{ components }, { components }] });

describe('Templates that Meta would refuse whatever is sent with them', () => {
  let world: TestWorld;
  let made = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  async function synced(components: object[], settings: object = {}) {
    made += 1;
    const remote = world.meta.addTemplate({
      name: `unsendable_${made}`,
      category: 'MARKETING',
      components: components as Record<string, unknown>[],
      settings: { ...settings },
    });
    await world.templates.sync();
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM templates WHERE remote_id = $1', [
      remote.id,
    ]);
    return must(row).id;
  }

  it.each<[string, object[], string[]]>([
    [
      'the button of a product that no header shows',
      [BODY, buttons('SPM')],
      ['button 1 shows a single product, and the header none'],
    ],
    [
      'products on some of the cards',
      [
        BODY,
        {
          type: 'CAROUSEL',
          cards: [{ components: [{ type: 'HEADER', format: 'PRODUCT' }] }, { components: [BODY, buttons('SPM')] }],
        },
      ],
      ['some of its cards show a product', 'button 1 of card 2 shows a single product'],
    ],
    [
      'several products on a card',
      [BODY, carousel(BODY, buttons('MPM'))],
      ['button 1 of card 1 shows several products'],
    ],
    [
      'the details of an order on a card',
      [BODY, carousel(BODY, buttons('ORDER_DETAILS'))],
      ['button 1 of card 1 opens the details of an order'],
    ],
    ['an unknown header', [{ type: 'HEADER', format: 'HOLOGRAM' }, BODY], ['the header', 'HOLOGRAM']],
    ['an unknown button', [BODY, buttons('QUICK_REPLY', 'POSTBACK')], ['button 2', 'POSTBACK']],
    ['an unknown component', [BODY, { type: 'HOLOGRAM' }], ['HOLOGRAM']],
    [
      'a header of a card that is unknown',
      [BODY, carousel({ type: 'HEADER', format: 'LOCATION' }, BODY)],
      ['LOCATION'],
    ],
  ])('are refused before Meta, with what it is: %s', async (_name, components, named) => {
    await expectRefused(await synced(components), named);
  });

  it.each(['RICH_ORDER_STATUS', 'ORDER_DETAILS'])(
    'are refused before Meta where no guide says how: %s',
    async (kind) => {
      await expectRefused(await synced([BODY], { sub_category: kind }), [kind]);
    },
  );

  async function expectRefused(id: string, named: readonly string[]): Promise<void> {
    const { customer, conversation } = await world.customers.startsConversation();
    const queued = await world.countRows('messages');
    const sent = await world.templates.trySend({ templateId: id, recipients: [{ phoneNumber: '+16505551111' }] });
    const started = await world.broadcasts.tryStart({ templateId: id, recipients: [{ phoneNumber: '+16505551111' }] });
    const { sendMessage } = await world.admin.send(SEND, {
      input: {
        idempotencyKey: aKey('unsendable'),
        conversationId: conversation.id,
        content: { template: { templateId: id } },
      },
    });
    const { sendingProblems, preview } = must((await world.admin.send(PROBLEMS, { id })).template);
    for (const [errors, path] of [
      [sent.errors, ['templateId']],
      [started.errors, ['templateId']],
      [sendMessage.errors, ['content', 'template', 'templateId']],
      [sendingProblems, []],
      [preview.errors, []],
    ] as const) {
      const { code, message, path: at } = only(errors, 'problem');
      expect({ code, path: at ?? [] }).toEqual({ code: 'TEMPLATE_NOT_SENDABLE', path });
      for (const words of named) expect(message).toContain(words);
    }
    expect(await world.countRows('messages')).toBe(queued);
    expect(world.customers.got(customer)).toEqual([]);
  }

  it('are told when a draft is checked', async () => {
    await world.records.openShop();
    const draft = world.templates.draft({ category: 'MARKETING', buttons: [{ type: 'UNKNOWN', text: 'View' }] });
    const { validateTemplate } = await world.admin.send(VALIDATE, { draft });
    expect(validateTemplate).toContainEqual(
      expect.objectContaining({ code: 'TEMPLATE_NOT_SENDABLE', path: ['buttons', '0'] }),
    );
  });

  it.each<[string, object[]]>([
    ['a button that asks for the number', [BODY, buttons('REQUEST_CONTACT_INFO')]],
    ['a request to call', [BODY, { type: 'CALL_PERMISSION_REQUEST' }]],
    [
      'a component with what is not known of it',
      [
        { ...BODY, tone: 'friendly' },
        { type: 'FOOTER', text: 'x', a: 1 },
      ],
    ],
  ])('are not those that need nothing: %s', async (_name, components) => {
    const id = await synced(components);
    const { customer } = await world.customers.startsConversation();
    const { results } = await world.templates.trySend({
      templateId: id,
      recipients: [{ phoneNumber: `+${customer.waId}` }],
    });
    expect(only(results, 'result').errors).toEqual([]);
    await world.inbox.until(must(only(results, 'result').message).id, 'DELIVERED');
  });
});
