import { graphql } from '../generated/gql.js';
import { eventually, first, must, only, problems } from '../support/expectations.js';
import { anOrder } from '../support/factories/shop.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const STATISTICS = graphql(`
  query TemplateStatisticsOf($id: ID!) {
    template(id: $id) { statistics { sent delivered read replied failed } }
  }
`);
const GREETING_OF_ANN = 'Hello Ann, your order A-1 over €1,234.50 is on its way to you.';

describe('Sending templates', () => {
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

  it('takes records by the integrator’s id, of the model of the template alone', async () => {
    const template = await templates.approved();
    const { results } = await templates.trySend({
      templateId: template.id,
      recipients: [
        { recordExternalId: 'o1' },
        { recordExternalId: 'ann' },
        { recordExternalId: 'o1', recordId: world.records.id('o1') },
      ],
    });
    expect(results[0]?.message).toMatchObject({ text: GREETING_OF_ANN, record: { id: world.records.id('o1') } });
    expect(results.map((result) => problems(result.errors)[0])).toEqual([
      undefined,
      'NOT_FOUND recipients.1.recordExternalId',
      'INVALID_INPUT recipients.2.recordExternalId',
    ]);
  });

  it('goes to one at a time, where it is told to', async () => {
    const { id: templateId } = await templates.approved();
    const update = await templates.update({ id: templateId, allowMultipleRecipients: false });
    expect([update.template?.allowMultipleRecipients, update.errors]).toEqual([false, []]);
    const [one, two] = [{ recordExternalId: 'o1' }, { recordExternalId: 'o2' }];
    const several = await templates.trySend({ templateId, recipients: [one, two] });
    expect(problems(several.errors)).toEqual(['TEMPLATE_NOT_PERMITTED templateId']);
    const broadcast = await world.broadcasts.tryStart({ templateId, recipients: [one] });
    expect(problems(broadcast.errors)).toEqual(['TEMPLATE_NOT_PERMITTED templateId']);
    expect(only((await templates.trySend({ templateId, recipients: [one] })).results).errors).toEqual([]);
  });

  it('sends to records, inline records, contacts and numbers, and keeps what each one read', async () => {
    const template = await templates.approved();
    const order = world.records.id('o1');
    await world.customers.writes(world.customers.named('Carla', '16505550177'), 'Hi');
    const { contact } = await world.inbox.as(manager).conversationWith('16505550177');
    const values = ['Carla', 'C-1', '3 €'].map((value, index) => ({ name: String(index + 1), value }));
    const { results, errors } = await templates.trySend({
      templateId: template.id,
      recipients: [
        { recordId: order },
        { record: { number: 'I-1', total: { amount: 7, currency: 'USD' }, customer: 'bob' } },
        { contactId: contact.id, values },
        { phoneNumber: '+1 (650) 555-0188', values },
        { recordId: order, phoneNumber: '+16505550189' },
      ],
    });
    expect(errors).toEqual([]);
    expect(results.map((result) => [result.index, result.errors, result.message?.text])).toEqual([
      [0, [], GREETING_OF_ANN],
      [1, [], 'Hello Bob, your order I-1 over $7.00 is on its way to you.'],
      [2, [], 'Hello Carla, your order C-1 over 3 € is on its way to you.'],
      [3, [], 'Hello Carla, your order C-1 over 3 € is on its way to you.'],
      [4, [], GREETING_OF_ANN],
    ]);
    const [ofRecord, ofInlineRecord] = results.map(({ message }) => must(message, 'the message'));
    expect(ofRecord).toMatchObject({
      record: { id: order },
      content: { __typename: 'TemplateContent', name: template.name, language: 'en_US', template: { id: template.id } },
    });
    expect(ofInlineRecord).toMatchObject({ record: null });
    for (const [index, number] of [
      '16505551234',
      '4915112345678',
      '16505550177',
      '16505550188',
      '16505550189',
    ].entries()) {
      expect(first(await world.customers.getsAt(number)).text).toBe(results[index]?.message?.text);
    }
    const statistics = async () =>
      must((await manager.client.send(STATISTICS, { id: template.id })).template).statistics;
    await eventually(statistics, ({ delivered }) => delivered === 5);
    world.customers.sends(world.meta.world.ensureCustomer('16505550188'), 'Thanks');
    await eventually(statistics, ({ replied }) => replied === 1);
    expect(await statistics()).toEqual({ sent: 5, delivered: 5, read: 0, replied: 1, failed: 0 });

    await templates.update({ id: template.id, body: 'Completely new words for {{1}}, {{2}} and {{3}} now.' });
    expect(await world.records.delete('order', ['o2'])).toEqual({ deletedCount: 1, errors: [] });
    const read = await world.inbox.as(manager).read(must(ofRecord).id);
    expect(read.content).toMatchObject({ __typename: 'TemplateContent', templateBody: GREETING_OF_ANN });
    const unsubmitted = await templates.trySend({ templateId: template.id, recipients: [{ recordId: order }] });
    expect(only(unsubmitted.results).message?.text).toBe(GREETING_OF_ANN);
  });

  it('tells everything that is missing, with paths, and calls Meta for nothing', async () => {
    const template = await templates.approved({ category: 'MARKETING' });
    await world.records.push('order', [
      anOrder('o2', { number: 'A-2', total: { amount: 5, currency: 'JPY' }, customer: 'bob' }),
    ]);
    await world.database.run(
      `INSERT INTO contacts (id, account_id, wa_id, opted_out_at) VALUES (gen_random_uuid(), $1, '16505550999', now())`,
      [world.account.id],
    );
    const before = world.meta.countPosts();
    const somethingElse = world.account.id;
    const values = [
      { name: '1', value: 'a' },
      { name: '2', value: 'b' },
      { name: '3', value: 'c' },
    ];
    const { results } = await templates.trySend({
      templateId: template.id,
      recipients: [
        {},
        { phoneNumber: '12', values },
        { phoneNumber: '+16505550001' },
        { phoneNumber: '+16505550001', values: [...values, { name: '9', value: 'x' }] },
        { recordId: world.records.id('lost') },
        { recordId: world.records.id('mute') },
        { recordId: world.records.id('ann') },
        { recordId: somethingElse },
        { record: { total: 5 } },
        { contactId: somethingElse, values },
        { phoneNumber: '+16505550999', values },
        { phoneNumber: '+16505550001', values, mediaId: somethingElse },
        { phoneNumber: '+16505550001', values: [{ name: '1', value: 'x'.repeat(1_100) }, ...values.slice(1)] },
        { phoneNumber: '+16505550001', values: [{ name: '1', value: ' \n ' }, ...values.slice(1)] },
        { phoneNumber: '+16505550001', values, location: { latitude: 1, longitude: 1 } },
      ],
    });
    const errorsAt = (index: number) => must(results[index], `result ${index}`).errors;
    const at = (index: number, ...told: string[]) =>
      expect([index, problems(errorsAt(index))]).toEqual([
        index,
        told.map((entry) => entry.replace(' ', ` recipients.${index}.`).replace(/\.$/, '')),
      ]);
    at(0, 'REQUIRED ', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values');
    at(1, 'PHONE_INVALID phoneNumber');
    at(2, 'VARIABLE_MISSING values', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values');
    at(3, 'INVALID_INPUT values.3');
    at(4, 'PHONE_INVALID phoneNumber', 'VARIABLE_MISSING values', 'VARIABLE_MISSING values');
    at(5, 'PHONE_INVALID phoneNumber');
    expect(errorsAt(6)[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['recipients', '6', 'recordId'] });
    expect(errorsAt(7)[0]).toMatchObject({ code: 'NOT_FOUND', path: ['recipients', '7', 'recordId'] });
    expect(errorsAt(8)[0]).toMatchObject({ code: 'INVALID_FORMAT', path: ['recipients', '8', 'record', 'total'] });
    at(9, 'NOT_FOUND contactId');
    at(10, 'OPTED_OUT ');
    at(11, 'INVALID_INPUT mediaId');
    at(12, 'TOO_LONG values');
    at(13, 'VARIABLE_MISSING values');
    at(14, 'INVALID_INPUT location');
    expect(results.every(({ message }) => message === null)).toBe(true);
    expect(errorsAt(4)[1]?.message).toContain('leads to Customer "unknown", which is not here');
    expect(world.meta.countPosts()).toBe(before);
  });

  it('sends once for one key, whoever repeats it and however often', async () => {
    const template = await templates.approved();
    const input = {
      idempotencyKey: 'only once',
      templateId: template.id,
      recipients: [{ recordId: world.records.id('o1'), phoneNumber: '+16505550300' }, { phoneNumber: 'nobody' }],
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => templates.trySend(input)));
    const again = await templates.trySend(input);
    for (const answer of answers)
      expect(answer).toEqual({
        ...again,
        results: again.results.map((result) => ({
          ...result,
          message: result.message && { ...result.message, status: expect.any(String) },
        })),
      });
    expect(again.results[1]).toMatchObject({
      message: null,
      errors: [{ path: ['recipients', '1', 'phoneNumber'] }, {}, {}, {}],
    });
    expect(await world.customers.getsAt('16505550300')).toHaveLength(1);
    const other = await templates.trySend({ ...input, recipients: [{ recordId: world.records.id('o2') }] });
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', path: ['idempotencyKey'] }]);
  });

  it('sends only what Meta has approved, and lets only those send who may', async () => {
    const draft = await templates.create();
    const recipients = [{ recordId: world.records.id('o1') }];
    expect((await templates.trySend({ templateId: draft.id, recipients })).errors).toMatchObject([
      { code: 'TEMPLATE_NOT_SENDABLE', path: ['templateId'] },
    ]);
    const may = await world.people.add('OPERATOR');
    const mayNot = await world.people.add('OPERATOR');
    const { id: templateId, remoteId } = await templates.approved({ allowedUserIds: [may.id] });
    expect((await world.templates.as(mayNot).trySend({ templateId, recipients })).errors).toMatchObject([
      { code: 'TEMPLATE_NOT_PERMITTED' },
    ]);
    const sent = await world.templates.as(may).trySend({
      templateId,
      recipients: [{ recordId: world.records.id('o1'), phoneNumber: '+16505550301' }],
    });
    expect(sent).toMatchObject({ errors: [], results: [{ errors: [] }] });
    expect(await world.inbox.as(may).conversationWith('16505550301')).toMatchObject({
      origin: 'BUSINESS_INITIATED',
      participants: [{ user: { id: may.id } }],
    });
    expect(await world.inbox.as(mayNot).findConversation('16505550301')).toBeNull();
    world.meta.decide(remoteId, 'PAUSED', 'NONE', { other_info: { title: 'FIRST_PAUSE' } });
    await templates.until(templateId, 'PAUSED');
    expect((await world.templates.as(may).trySend({ templateId, recipients })).errors).toMatchObject([
      { code: 'TEMPLATE_NOT_SENDABLE' },
    ]);
    expect((await templates.trySend({ templateId, recipients: [] })).errors).toMatchObject([
      { code: 'REQUIRED', path: ['recipients'] },
    ]);
    const tooMany = Array.from({ length: 101 }, () => ({ phoneNumber: '+16505550301' }));
    expect((await templates.trySend({ templateId, recipients: tooMany })).errors).toMatchObject([
      { code: 'TOO_LONG', limit: 100 },
    ]);
  });
});
