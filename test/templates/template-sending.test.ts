/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { DEMO } from '../../src/simulator/demo-world.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { Studio } from '../support/legacy/studio.js';
import { addPerson } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Sending templates', () => {
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
    const calls = () => studio.test.simulator.world.requests.filter(({ method }) => method === 'POST').length;
    const before = calls();
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
    expect(calls()).toBe(before);
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
});
