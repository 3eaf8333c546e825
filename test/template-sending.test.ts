import { walk } from '../scripts/integrator-path.js';
import { DEMO } from '../src/simulator/demo-world.js';
import { eventually } from './support/graphql-client.js';
import { countRows } from './support/received.js';
import { ERRORS, PICTURE, Studio } from './support/studio.js';
import { addPerson } from './support/test-app.js';

describe('Previewing and sending templates', () => {
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

  it('walks the path of the integrator guide', async () => {
    const lines: string[] = [];
    const { url, simulator } = studio.test;
    const read = await walk({
      url,
      simulator: simulator.url,
      token: studio.client.token!,
      tag: '4711',
      print: (line) => lines.push(line),
    });
    expect(lines).toHaveLength(7);
    expect(lines[3]).toBe(
      '4. preview for +16505554711: Hello Ann, your order A-1 over €49.90 is on its way to Paris today.',
    );
    expect(lines[4]).toContain('parameters of the template are not clear');
    expect(lines[5]).toContain('approved by WEBHOOK');
    expect(read).toBe('Hello Ann, we have sent your order A-1 over €49.90. It reaches you in Paris tomorrow.');
  });

  it('shows values as the language writes them, and what each comes from', async () => {
    const { template } = await studio.create({
      language: 'de',
      header: { type: 'TEXT', text: 'Bestellung {{1}}' },
      body: 'Hallo {{1}}, Ihre Bestellung über {{2}} kommt am {{3}}, Abholung am {{4}}, Gewicht {{5}} kg, Geschenk: {{6}}, Notiz: {{7}}, von {{8}}, mehr unter {{9}}. Wir danken Ihnen sehr.',
      footer: 'Lucky Shrub',
      buttons: [
        { type: 'VISIT_WEBSITE', text: 'Öffnen', url: 'https://shop.example/o/{{1}}' },
        { type: 'QUICK_REPLY', text: 'Danke' },
      ],
      variables: [
        ...['customer.name', 'total', 'delivery', 'pickup', 'weight', 'gift', 'note'].map((fieldPath, index) => ({
          placement: 'BODY',
          name: String(index + 1),
          source: 'FIELD',
          fieldPath,
          sampleValue: `sample ${index + 1}`,
          fallback: fieldPath === 'note' ? 'keine' : null,
        })),
        { placement: 'BODY', name: '8', source: 'USER_NAME', sampleValue: 'Olivia' },
        { placement: 'BODY', name: '9', source: 'PORTAL_LINK', sampleValue: 'https://shop.example/o/1' },
        { placement: 'HEADER', name: '1', source: 'FIELD', fieldPath: 'number', sampleValue: '1' },
        { placement: 'BUTTON', name: '1', buttonIndex: 0, source: 'PORTAL_LINK', sampleValue: '1' },
      ],
    });
    expect(template.problems).toEqual([]);
    const samples = await studio.preview(template.id);
    expect(samples).toMatchObject({
      header: 'Bestellung 1',
      errors: [],
      recipient: null,
      buttons: ['Öffnen', 'Danke'],
    });
    expect(samples.body).toContain('Hallo sample 1, Ihre Bestellung über sample 2');
    const stored = await studio.preview(template.id, { recordId: studio.records.o1 });
    expect(stored.body).toMatch(
      /^Hallo Ann, Ihre Bestellung über 1\.234,50\s€ kommt am 3\. Mai 2027, Abholung am 3\. Mai 2027 um 17:30, Gewicht 1\.234,567 kg, Geschenk: Ja, Notiz: keine, von Person \d+, mehr unter https:\/\/shop\.example\/o\/A-1\. Wir danken Ihnen sehr\.$/,
    );
    expect(stored).toMatchObject({
      header: 'Bestellung A-1',
      recipient: '+16505551234',
      errors: [],
      buttonTargets: ['https://shop.example/o/A-1', null],
    });
    expect(stored.variables.find(({ variable }: any) => variable.name === '2')).toMatchObject({
      rawValue: { amount: '1234.5', currency: 'EUR' },
      type: 'MONEY',
      usedFallback: false,
    });
    expect(stored.variables.find(({ variable }: any) => variable.name === '7')).toMatchObject({
      value: 'keine',
      usedFallback: true,
      error: null,
    });
    const inline = await studio.preview(template.id, {
      record: { number: 'X', total: { amount: 1, currency: 'EUR' }, delivery: '2027-01-01', customer: 'unknown' },
      values: [{ name: '9', value: 'https://x.example' }],
    });
    expect(problems(inline.errors)).toEqual([
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
      'VARIABLE_MISSING values',
    ]);
    expect(inline.variables[0].error ?? inline.variables[1].error).toMatchObject({ code: 'VARIABLE_MISSING' });
    const wrong = await studio.client.request(
      'query ($id: ID!) { template(id: $id) { preview(input: { record: { total: 5 } }) { body } } }',
      { id: template.id },
    );
    expect(wrong.errors[0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: ['record', 'total'] }],
    });
  });

  it('sends to records, inline records, contacts and numbers, and keeps what each one read', async () => {
    const template = await studio.approved();
    studio.test.simulator.conversations.write(
      studio.test.simulator.world.phones.get(DEMO.phoneNumberId)!,
      studio.test.simulator.world.ensureCustomer('16505550177', 'Carla'),
      'text',
      { body: 'Hi' },
    );
    const contact = await eventually(
      async () => (await studio.client.send('{ contacts(search: "16505550177") { nodes { id } } }')).contacts.nodes[0],
      (found) => found !== undefined,
    );
    const values = ['Carla', 'C-1', '3 €'].map((value, index) => ({ name: String(index + 1), value }));
    const { results, errors } = await studio.send({
      templateId: template.id,
      recipients: [
        { recordId: studio.records.o1 },
        { record: { number: 'I-1', total: { amount: 7, currency: 'USD' }, customer: 'bob' } },
        { contactId: contact.id, values },
        { phoneNumber: '+1 (650) 555-0188', values },
        { recordId: studio.records.o1, phoneNumber: '+16505550189' },
      ],
    });
    expect(errors).toEqual([]);
    expect(results.map((result: any) => [result.index, result.errors, result.message.text])).toEqual([
      [0, [], 'Hello Ann, your order A-1 over €1,234.50 is on its way to you.'],
      [1, [], 'Hello Bob, your order I-1 over $7.00 is on its way to you.'],
      [2, [], 'Hello Carla, your order C-1 over 3 € is on its way to you.'],
      [3, [], 'Hello Carla, your order C-1 over 3 € is on its way to you.'],
      [4, [], 'Hello Ann, your order A-1 over €1,234.50 is on its way to you.'],
    ]);
    expect(results[0].message).toMatchObject({
      record: { id: studio.records.o1 },
      content: { __typename: 'TemplateContent', name: template.name, language: 'en_US', template: { id: template.id } },
    });
    expect(results[1].message.record).toBeNull();
    for (const [index, waId] of [
      '16505551234',
      '4915112345678',
      '16505550177',
      '16505550188',
      '16505550189',
    ].entries()) {
      const [message] = await arrived(waId);
      expect(message!.text).toBe(results[index].message.text);
    }
    const statistics = () => studio.read(template.id, 'statistics { sent delivered read replied failed }');
    await eventually(statistics, (found) => found.statistics.delivered === 5);
    const phone = studio.test.simulator.world.phones.get(DEMO.phoneNumberId)!;
    studio.test.simulator.conversations.write(
      phone,
      studio.test.simulator.world.ensureCustomer('16505550188'),
      'text',
      { body: 'Thanks' },
    );
    await eventually(statistics, (found) => found.statistics.replied === 1);
    expect((await statistics()).statistics).toEqual({ sent: 5, delivered: 5, read: 0, replied: 1, failed: 0 });

    await studio.change('updateTemplate', {
      id: template.id,
      body: 'Completely new words for {{1}}, {{2}} and {{3}} now.',
    });
    await studio.test.database.run('DELETE FROM data_records WHERE id = $1', [studio.records.o2]);
    const { message } = await studio.client.send(
      'query ($id: ID!) { message(id: $id) { text content { ... on TemplateContent { body } } } }',
      { id: results[0].message.id },
    );
    expect(message.content.body).toBe('Hello Ann, your order A-1 over €1,234.50 is on its way to you.');
    const unsubmitted = await studio.send({ templateId: template.id, recipients: [{ recordId: studio.records.o1 }] });
    expect(unsubmitted.results[0].message.text).toBe('Hello Ann, your order A-1 over €1,234.50 is on its way to you.');
  });

  it('tells everything that is missing, with paths, and calls Meta for nothing', async () => {
    const template = await studio.approved({ category: 'MARKETING' });
    await studio.push('order', [
      { externalId: 'o2', values: { number: 'A-2', total: { amount: 5, currency: 'JPY' }, customer: 'bob' } },
    ]);
    await studio.test.database.run(
      `INSERT INTO contacts (id, account_id, wa_id, opted_out_at) VALUES (gen_random_uuid(), $1, '16505550999', now())`,
      [studio.account.id],
    );
    const before = studio.test.simulator.world.requests.length;
    const values = [
      { name: '1', value: 'a' },
      { name: '2', value: 'b' },
      { name: '3', value: 'c' },
    ];
    const { results } = await studio.send({
      templateId: template.id,
      recipients: [
        {},
        { phoneNumber: '12', values },
        { phoneNumber: '+16505550001' },
        { phoneNumber: '+16505550001', values: [...values, { name: '9', value: 'x' }] },
        { recordId: studio.records.lost },
        { recordId: studio.records.mute },
        { recordId: studio.records.ann },
        { recordId: studio.account.id },
        { record: { total: 5 } },
        { contactId: studio.account.id, values },
        { phoneNumber: '+16505550999', values },
        { phoneNumber: '+16505550001', values, mediaId: studio.account.id },
        { phoneNumber: '+16505550001', values: [{ name: '1', value: 'x'.repeat(1_100) }, ...values.slice(1)] },
        { phoneNumber: '+16505550001', values: [{ name: '1', value: ' \n ' }, ...values.slice(1)] },
        { phoneNumber: '+16505550001', values, location: { latitude: 1, longitude: 1 } },
      ],
    });
    const at = (index: number, ...told: string[]) =>
      expect([index, problems(results[index].errors)]).toEqual([
        index,
        told.map((entry) => entry.replace(' ', ` recipients.${index}.`).replace(/\.$/, '')),
      ]);
    at(0, 'REQUIRED ', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values');
    at(1, 'PHONE_INVALID phoneNumber');
    at(2, 'VARIABLE_MISSING values', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values');
    at(3, 'INVALID_INPUT values.3');
    at(4, 'PHONE_INVALID phoneNumber', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values');
    at(5, 'PHONE_INVALID phoneNumber');
    expect(results[6].errors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['recipients', '6', 'recordId'] });
    expect(results[7].errors[0]).toMatchObject({ code: 'NOT_FOUND', path: ['recipients', '7', 'recordId'] });
    expect(results[8].errors[0]).toMatchObject({
      code: 'INVALID_FORMAT',
      path: ['recipients', '8', 'record', 'total'],
    });
    at(9, 'NOT_FOUND contactId');
    at(10, 'OPTED_OUT ');
    at(11, 'INVALID_INPUT mediaId');
    at(12, 'TOO_LONG values');
    at(13, 'VARIABLE_MISSING values');
    at(14, 'INVALID_INPUT location');
    expect(results.every(({ message }: any) => message === null)).toBe(true);
    expect(results[4].errors[1].message).toContain('leads to Customer "unknown", which is not here');
    expect(studio.test.simulator.world.requests).toHaveLength(before);
  });

  it('sends once for one key, whoever repeats it and however often', async () => {
    const template = await studio.approved();
    const input = {
      idempotencyKey: 'only once',
      templateId: template.id,
      recipients: [{ recordId: studio.records.o1, phoneNumber: '+16505550300' }, { phoneNumber: 'nobody' }],
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => studio.send(input)));
    const again = await studio.send(input);
    for (const answer of answers)
      expect(answer).toEqual({
        ...again,
        results: again.results.map((result: any) => ({
          ...result,
          message: result.message && { ...result.message, status: expect.any(String) },
        })),
      });
    expect(again.results[1]).toMatchObject({
      message: null,
      errors: [{ path: ['recipients', '1', 'phoneNumber'] }, {}, {}, {}],
    });
    await arrived('16505550300');
    expect(studio.got('16505550300')).toHaveLength(1);
    const other = await studio.send({ ...input, recipients: [{ recordId: studio.records.o2 }] });
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', path: ['idempotencyKey'] }]);
  });

  it('sends only what Meta has approved, and lets only those send who may', async () => {
    const { template: draft } = await studio.create();
    const recipients = [{ recordId: studio.records.o1 }];
    expect((await studio.send({ templateId: draft.id, recipients })).errors).toMatchObject([
      { code: 'TEMPLATE_NOT_SENDABLE', path: ['templateId'] },
    ]);
    const [may, mayNot] = [
      await addPerson(studio.test, 'OPERATOR', [studio.account.id]),
      await addPerson(studio.test, 'OPERATOR', [studio.account.id]),
    ];
    const template = await studio.approved({ allowedUserIds: [may.id] });
    expect((await studio.send({ templateId: template.id, recipients }, mayNot.client)).errors).toMatchObject([
      { code: 'TEMPLATE_NOT_PERMITTED' },
    ]);
    const sent = await studio.send(
      { templateId: template.id, recipients: [{ recordId: studio.records.o1, phoneNumber: '+16505550301' }] },
      may.client,
    );
    expect(sent).toMatchObject({ errors: [], results: [{ errors: [] }] });
    const [conversation] = (
      await may.client.send(
        '{ conversations(filter: { search: "16505550301" }) { nodes { origin participants { user { id } } } } }',
      )
    ).conversations.nodes;
    expect(conversation).toEqual({ origin: 'BUSINESS_INITIATED', participants: [{ user: { id: may.id } }] });
    expect(
      (await mayNot.client.send('{ conversations(filter: { search: "16505550301" }) { nodes { origin } } }'))
        .conversations.nodes,
    ).toEqual([]);
    studio.test.simulator.templates.decide(studio.remote(template.remoteId), 'PAUSED', 'NONE', {
      other_info: { title: 'FIRST_PAUSE' },
    });
    await studio.until(template.id, 'PAUSED');
    expect((await studio.send({ templateId: template.id, recipients }, may.client)).errors).toMatchObject([
      { code: 'TEMPLATE_NOT_SENDABLE' },
    ]);
    expect((await studio.send({ templateId: template.id, recipients: [] })).errors).toMatchObject([
      { code: 'REQUIRED', path: ['recipients'] },
    ]);
    expect(
      (
        await studio.send({
          templateId: template.id,
          recipients: Array.from({ length: 101 }, () => ({ phoneNumber: '+16505550301' })),
        })
      ).errors,
    ).toMatchObject([{ code: 'TOO_LONG', limit: 100 }]);
  });

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
    studio.test.simulator.conversations.tell(sent, 'delivered');
    await eventually(status, (found) => found === 'DELIVERED');
    Object.assign(studio.test.simulator.world.settings, { holdTemplates: false, sentAfterMs: 5, deliveredAfterMs: 15 });
  });

  it('offers a library of which each template passes and can be made', async () => {
    const { templateLibrary } = await studio.client.send(
      '{ templateLibrary { key language category title body modelKey } }',
    );
    const keys = new Set(templateLibrary.map(({ key }: { key: string }) => key));
    expect(keys.size).toBeGreaterThanOrEqual(15);
    expect(templateLibrary).toHaveLength(keys.size * 4);
    const count = await countRows(studio.test, 'templates');
    const CREATE = `mutation ($input: CreateTemplateInput!) { createTemplate(input: $input) { template { id name language problems { message path } variables { source } } errors ${ERRORS} } }`;
    for (const { key, language } of templateLibrary) {
      const { createTemplate } = await studio.client.send(CREATE, {
        input: { fromLibrary: { accountId: studio.account.id, key, language, displayName: `library ${key}` } },
      });
      expect([key, language, createTemplate.errors, createTemplate.template?.problems]).toEqual([
        key,
        language,
        [],
        [],
      ]);
    }
    expect(await countRows(studio.test, 'templates')).toBe(count + templateLibrary.length);
    const { createTemplate } = await studio.client.send(CREATE, {
      input: { fromLibrary: { accountId: studio.account.id, key: 'nothing' } },
    });
    expect(createTemplate.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['fromLibrary', 'key'] }]);
  }, 60_000);
});
