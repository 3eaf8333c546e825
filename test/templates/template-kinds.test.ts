import { eventually } from '../support/legacy/graphql-client.js';
import { PICTURE, Studio } from '../support/legacy/studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Sending every kind of template', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  const arrived = (waId: string, count = 1) =>
    eventually(
      async () => studio.got(waId),
      (messages) => messages.length >= count,
    );
  const problems = (errors: any[]) => errors.map(({ code, path }) => `${code} ${path.join('.')}`);

  it('sends files, places, links, codes and flows as Meta wants them', async () => {
    const picture = (await studio.upload(PICTURE, 'image/png', 'aloe.png')).body.id;
    const other = (await studio.upload(Buffer.from('%PDF-1.4 a small file'), 'application/pdf', 'terms.pdf')).body.id;
    const simple = { appliesTo: null, phoneField: null, body: 'Here is what you asked for.', variables: [] };
    const components = async (changes: Record<string, unknown>, recipient: Record<string, unknown> = {}) => {
      const template = await studio.approved({ ...simple, ...changes });
      const number = `1650556${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
      const { results, errors } = await studio.send({
        templateId: template.id,
        recipients: [{ phoneNumber: `+${number}`, ...recipient }],
      });
      expect(errors).toEqual([]);
      expect(results[0].errors).toEqual([]);
      const [message] = await arrived(number);
      return { sent: (message!.body as any).components, text: message!.text, template };
    };
    const image = await components({ header: { type: 'IMAGE', mediaId: picture } });
    expect(image.sent).toEqual([
      { type: 'header', parameters: [{ type: 'image', image: { id: expect.stringMatching(/^\d+$/) } }] },
    ]);
    const again = await components({ header: { type: 'IMAGE', mediaId: picture }, body: 'Again what you asked for.' });
    expect(again.sent).toEqual(image.sent); // uploaded once
    const replaced = await components({ header: { type: 'DOCUMENT', mediaId: other } }, { mediaId: other });
    expect(replaced.sent[0].parameters[0]).toMatchObject({ type: 'document', document: { filename: 'terms.pdf' } });
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
    expect(located.sent[0].parameters[0].location).toEqual({ ...place, latitude: '48.85', longitude: '2.35' });
    expect(located.text).toBe('Shop, 1 Main Street\nHere is what you asked for.');
    const linked = await components(
      {
        buttons: [
          { type: 'QUICK_REPLY', text: 'OK' },
          { type: 'VISIT_WEBSITE', text: 'Open', url: 'https://shop.example/o/{{1}}' },
          { type: 'CALL_NUMBER', text: 'Call', phoneNumber: '+16505551234' },
        ],
        variables: [{ placement: 'BUTTON', name: '1', buttonIndex: 1, source: 'FREE_TEXT', sampleValue: '1' }],
      },
      { values: [{ placement: 'BUTTON', name: '1', buttonIndex: 1, value: 'a b/ç?' }] },
    );
    expect(linked.sent).toEqual([
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'a%20b%2F%C3%A7%3F' }] },
    ]);
    const coupon = await components(
      {
        category: 'MARKETING',
        buttons: [{ type: 'COPY_CODE' }],
        variables: [{ placement: 'BUTTON', name: '1', buttonIndex: 0, source: 'FREE_TEXT', sampleValue: '25OFF' }],
      },
      { values: [{ placement: 'BUTTON', name: '1', buttonIndex: 0, value: '30OFF' }] },
    );
    expect(coupon.sent).toEqual([
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '0',
        parameters: [{ type: 'coupon_code', coupon_code: '30OFF' }],
      },
    ]);
    const code = await components(
      {
        category: 'AUTHENTICATION',
        body: '',
        buttons: [{ type: 'ONE_TIME_PASSWORD', otpType: 'COPY_CODE' }],
        variables: [{ placement: 'BODY', name: '1', source: 'FREE_TEXT', sampleValue: '123456' }],
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
        variables: [{ placement: 'BODY', name: 'first_name', source: 'FREE_TEXT', sampleValue: 'Ann' }],
      },
      { values: [{ name: 'first_name', value: 'Zoë' }] },
    );
    expect(named.sent).toEqual([
      { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Zoë' }] },
    ]);
    expect(named.text).toBe('Dear Zoë, thank you so much.');
  }, 60_000);

  it('sends carousels and limited-time offers that were made at Meta', async () => {
    const picture = (await studio.upload(PICTURE, 'image/png', 'aloe.png')).body.id;
    const card = (name: string) => ({
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
    });
    studio.atMeta({
      name: 'rare_plants',
      category: 'MARKETING',
      components: [
        { type: 'BODY', text: 'Rare plants, {{1}}! Shop now.', example: { body_text: [['Pablo']] } },
        { type: 'CAROUSEL', cards: [card('Aloe'), card('Crassula')] },
      ],
    });
    studio.atMeta({
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
    await studio.sync();
    const { templates } = await studio.client.send(
      '{ templates(filter: { category: [MARKETING], search: "plants" }) { nodes { id cards { headerType body buttons { type url } } problems { code } hasUnsubmittedChanges } } }',
    );
    expect(templates.nodes[0]).toMatchObject({
      cards: [
        { headerType: 'IMAGE', body: 'Aloe, a plant.' },
        { buttons: [{ type: 'QUICK_REPLY' }, { type: 'VISIT_WEBSITE' }] },
      ],
      hasUnsubmittedChanges: false,
      problems: [{ code: 'NOT_ALLOWED_NOW' }],
    });
    const missing = await studio.send({
      templateId: templates.nodes[0].id,
      recipients: [{ phoneNumber: '+16505550401' }],
    });
    expect(problems(missing.results[0].errors)).toEqual([
      'VARIABLE_MISSING recipients.0.values',
      'VARIABLE_MISSING recipients.0.values',
      'VARIABLE_MISSING recipients.0.values',
      'VARIABLE_MISSING recipients.0.cardMediaIds.0',
      'VARIABLE_MISSING recipients.0.cardMediaIds.1',
    ]);
    const link = (cardIndex: number, value: string) => ({
      placement: 'BUTTON',
      name: '1',
      buttonIndex: 1,
      cardIndex,
      value,
    });
    const sent = await studio.send({
      templateId: templates.nodes[0].id,
      recipients: [
        {
          phoneNumber: '+16505550401',
          values: [{ name: '1', value: 'Ann' }, link(0, 'ALOE'), link(1, 'CRASSULA')],
          cardMediaIds: [picture, picture],
        },
      ],
    });
    expect(sent.results[0].errors).toEqual([]);
    const [carousel] = await arrived('16505550401');
    expect((carousel!.body as any).components[1].cards).toMatchObject([
      {
        card_index: 0,
        components: [
          { type: 'header', parameters: [{ type: 'image', image: { id: expect.any(String) } }] },
          { type: 'button', sub_type: 'url', index: '1', parameters: [{ text: 'ALOE' }] },
        ],
      },
      { card_index: 1 },
    ]);
    const offer = (
      await studio.client.send(
        '{ templates(filter: { search: "hurry" }) { nodes { id limitedTimeOffer { text hasExpiration } } } }',
      )
    ).templates.nodes[0];
    expect(offer.limitedTimeOffer).toEqual({ text: 'Expiring!', hasExpiration: true });
    const values = [{ placement: 'BUTTON', name: '1', buttonIndex: 0, value: 'CARIBE25' }];
    const past = await studio.send({
      templateId: offer.id,
      recipients: [{ phoneNumber: '+16505550402', values, offerExpiresAt: '2020-01-01T00:00:00Z' }],
    });
    expect(problems(past.results[0].errors)).toEqual(['INVALID_INPUT recipients.0.offerExpiresAt']);
    await studio.send({
      templateId: offer.id,
      recipients: [{ phoneNumber: '+16505550402', values, offerExpiresAt: '2099-01-01T00:00:00Z' }],
    });
    const [hurry] = await arrived('16505550402');
    expect((hurry!.body as any).components[0]).toEqual({
      type: 'limited_time_offer',
      parameters: [
        { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: Date.parse('2099-01-01T00:00:00Z') } },
      ],
    });
  });

  it('reopens a conversation whose window has closed, from the error itself', async () => {
    const template = await studio.approved({
      appliesTo: null,
      phoneField: null,
      body: 'May we ask you about your order again?',
      variables: [],
    });
    await studio.send({ templateId: template.id, recipients: [{ phoneNumber: '+16505550500' }] });
    const [{ id }] = (await studio.client.send('{ conversations(filter: { search: "16505550500" }) { nodes { id } } }'))
      .conversations.nodes;
    const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { text } errors { code ... on WindowClosedError { usableTemplates { id status } } } } }`;
    const { sendMessage } = await studio.client.send(SEND, {
      input: { idempotencyKey: 'w1', conversationId: id, content: { text: { body: 'Hi' } } },
    });
    expect(sendMessage.errors[0].code).toBe('WINDOW_CLOSED');
    expect(sendMessage.errors[0].usableTemplates).toContainEqual({ id: template.id, status: 'APPROVED' });
    const input = { idempotencyKey: 'w2', conversationId: id, content: { template: { templateId: template.id } } };
    expect((await studio.client.send(SEND, { input })).sendMessage).toEqual({
      message: { text: 'May we ask you about your order again?' },
      errors: [],
    });
    expect((await studio.client.send(SEND, { input })).sendMessage.errors).toEqual([]);
    await arrived('16505550500', 2);
    expect(studio.got('16505550500')).toHaveLength(2);
  });

  it('shows HELD while Meta judges the template, and goes on when it has', async () => {
    const template = await studio.approved({
      appliesTo: null,
      phoneField: null,
      body: 'Something that Meta looks at first.',
      variables: [],
    });
    Object.assign(studio.test.simulator.world.settings, {
      holdTemplates: true,
      sentAfterMs: null,
      deliveredAfterMs: null,
    });
    const { results } = await studio.send({ templateId: template.id, recipients: [{ phoneNumber: '+16505550600' }] });
    const status = async () =>
      (await studio.client.send('query ($id: ID!) { message(id: $id) { status } }', { id: results[0].message.id }))
        .message.status;
    await eventually(status, (found) => found === 'HELD');
    const sent = studio.test.simulator.world.messages.at(-1)!;
    studio.test.simulator.conversations.reportStatus(sent, 'delivered');
    await eventually(status, (found) => found === 'DELIVERED');
    Object.assign(studio.test.simulator.world.settings, { holdTemplates: false, sentAfterMs: 5, deliveredAfterMs: 15 });
  });
});
