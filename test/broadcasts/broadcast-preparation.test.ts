import { graphql } from '../generated/gql.js';
import type { StartBroadcastInput, TemplateDetailsFragment } from '../generated/graphql.js';
import { eventually, must, problems } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { aKey, manyRecipients } from '../support/factories/keys.js';
import { anOrder } from '../support/factories/shop.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseWaitingRecipient($id: ID!) {
    eraseContact(input: { contactId: $id }) { errors { ...Problem } }
  }
`);

describe('Broadcasts that are prepared in the background', () => {
  let world: TestWorld;
  let template: TemplateDetailsFragment;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    template = await world.templates.approved({
      body: 'Hello {{1}}, we have moved to a new place.',
      variables: [aFieldVariable({ fieldPath: 'customer.name', sampleValue: 'Pablo', fallback: 'you' })],
    });
  });
  afterAll(() => world.close());

  const prepared = (input: Partial<StartBroadcastInput>): StartBroadcastInput => ({
    idempotencyKey: aKey('broadcast'),
    templateId: template.id,
    skipInvalid: true,
    ...input,
  });
  const inParts = (input: Partial<StartBroadcastInput> = {}) =>
    world.broadcasts.start(prepared({ moreRecipientsFollow: true, ...input }));
  const append = (broadcastId: string, offset: number, recipients: { phoneNumber: string }[], isLast = false) =>
    world.broadcasts.append({ broadcastId, offset, recipients, isLast });
  const arrived = ({ phoneNumber }: { phoneNumber: string }) => world.customers.gotAt(phoneNumber);

  it('take a list in parts, and go out to everybody once when the last has been prepared', async () => {
    const recipients = manyRecipients(320, 7_100_000);
    const [first, second, third] = [recipients.slice(0, 200), recipients.slice(200, 310), recipients.slice(310)];
    const { id, status, expectedRecipients } = await inParts({ recipients: first });
    expect([status, expectedRecipients]).toEqual(['PREPARING', 200]);
    await world.broadcasts.until(id, ({ preparedRecipients }) => preparedRecipients === 200);
    expect((await append(id, 200, second)).broadcast).toMatchObject({ status: 'PREPARING', expectedRecipients: 310 });
    expect(first.flatMap(arrived)).toEqual([]);
    expect((await append(id, 310, third, true)).broadcast).toMatchObject({ expectedRecipients: 320 });
    const done = await eventually(
      () => world.broadcasts.read(id),
      ({ delivered, status: now }) => delivered === 320 && now === 'FINISHED',
      120_000,
    );
    expect(done).toMatchObject({ total: 320, preparedRecipients: 320, expectedRecipients: 320, skippedCount: 0 });
    for (const recipient of recipients) expect(arrived(recipient)).toHaveLength(1);
  }, 150_000);

  it('take a part once that comes again, at any time, and nothing else at its place', async () => {
    const [part, other] = [manyRecipients(5, 7_101_000), manyRecipients(5, 7_101_100)];
    const { id } = await inParts();
    const again = await Promise.all([append(id, 0, part), append(id, 0, part), append(id, 0, part)]);
    expect(again.map(({ broadcast, errors }) => [broadcast?.expectedRecipients, errors])).toEqual(
      again.map(() => [5, []]),
    );
    expect(problems((await append(id, 0, other)).errors)).toEqual(['CONFLICT offset']);
    expect(problems((await append(id, 9, other)).errors)).toEqual(['CONFLICT offset']);
    expect((await append(id, 5, other, true)).errors).toEqual([]);
    await world.broadcasts.until(id, ({ delivered }) => delivered === 10);
    expect((await append(id, 5, other, true)).errors).toEqual([]);
    expect(problems((await append(id, 10, manyRecipients(1, 7_101_200))).errors)).toEqual([
      'NOT_ALLOWED_NOW broadcastId',
    ]);
    for (const recipient of [...part, ...other]) expect(arrived(recipient)).toHaveLength(1);
  });

  it('leave out whoever cannot be sent to, or came in an earlier part, and say who', async () => {
    const [ann] = manyRecipients(1, 7_102_000);
    const { id } = await inParts({ recipients: [must(ann), { phoneNumber: 'nonsense' }] });
    await world.broadcasts.until(id, ({ preparedRecipients }) => preparedRecipients === 2);
    await append(id, 2, [{ phoneNumber: must(ann).phoneNumber.replace('+1', '+1 ') }, {} as never], true);
    const done = await world.broadcasts.until(id, ({ delivered }) => delivered === 1);
    expect(done).toMatchObject({ total: 1, skippedCount: 3 });
    expect(done.skipped.map(({ index, errors }) => [index, problems(errors)])).toEqual([
      [1, ['PHONE_INVALID recipients.1.phoneNumber']],
      [2, ['DUPLICATE recipients.2']],
      [3, ['REQUIRED recipients.3']],
    ]);
    expect(arrived(must(ann))).toHaveLength(1);
  });

  it('go to all records that match when they were started, and to none that came later', async () => {
    await world.records.push('order', [
      anOrder('b1', { note: 'background', customer: 'ann' }),
      anOrder('b2', { note: 'background', customer: 'bob' }),
    ]);
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const { id, status } = await world.broadcasts.start(
      prepared({ recordFilter: { note: 'background' }, inBackground: true, startAt }),
    );
    expect(status).toBe('PREPARING');
    const scheduled = await world.broadcasts.until(id, (broadcast) => broadcast.status === 'SCHEDULED');
    expect(scheduled).toMatchObject({ total: 2, preparedRecipients: 2, expectedRecipients: 2 });
    await world.broadcasts.cancel(id);
  });

  it.each<[Partial<StartBroadcastInput>, string]>([
    [{ recipients: manyRecipients(1, 7_103_000), inBackground: true, skipInvalid: false }, 'INVALID_INPUT skipInvalid'],
    [{ moreRecipientsFollow: true, skipInvalid: false }, 'INVALID_INPUT skipInvalid'],
    [{ moreRecipientsFollow: true, recordFilter: {} }, 'INVALID_INPUT recordFilter'],
    [{ inBackground: true, recordFilter: { number: 'there is none' } }, 'INVALID_INPUT recordFilter'],
    [{ inBackground: true, recordFilter: { colour: 'red' } }, 'INVALID_INPUT recordFilter.colour'],
    [{ inBackground: true, recipients: [] }, 'REQUIRED recipients'],
  ])('refuse %j: %s', async (input, problem) => {
    const { broadcast, errors } = await world.broadcasts.tryStart(prepared(input));
    expect([broadcast, problems(errors)]).toEqual([null, [problem]]);
  });

  it('are cancelled while they are prepared: nothing goes out, and nobody is kept', async () => {
    const recipients = manyRecipients(900, 7_104_000);
    const { id } = await inParts({ recipients });
    await world.broadcasts.until(id, ({ preparedRecipients }) => preparedRecipients > 0);
    expect((await world.broadcasts.cancel(id)).broadcast).toMatchObject({ status: 'CANCELLED', queued: 0 });
    const { total, cancelled } = await world.broadcasts.read(id);
    expect(cancelled).toBe(total);
    expect(await world.countRows(`broadcast_recipients WHERE broadcast_id = '${id}' AND recipients IS NOT NULL`)).toBe(
      0,
    );
    expect(problems((await append(id, 900, recipients, true)).errors)).toEqual(['NOT_ALLOWED_NOW broadcastId']);
    await eventually(
      async () => (await world.broadcasts.read(id)).finishedAt,
      (finishedAt) => finishedAt !== null,
    );
    expect(recipients.flatMap(arrived)).toEqual([]);
  });

  it('prepare a batch as a whole or not at all, whatever breaks in the middle', async () => {
    await world.database.run(
      `CREATE FUNCTION break_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.prepared_recipients > 250 AND NOT EXISTS (SELECT FROM leases WHERE name = 'broken once') THEN
           RAISE EXCEPTION 'broken' USING ERRCODE = '57P01'; END IF;
         RETURN NEW; END $$`,
    );
    await world.database.run(
      'CREATE TRIGGER break_once BEFORE UPDATE ON broadcasts FOR EACH ROW EXECUTE FUNCTION break_once()',
    );
    const recipients = manyRecipients(280, 7_105_000);
    const { id } = await inParts({ recipients });
    await append(id, 280, [], true);
    await world.broadcasts.until(id, ({ preparedRecipients }) => preparedRecipients === 250);
    expect(await world.countRows(`messages WHERE broadcast_id = '${id}'`)).toBe(250);
    await world.database.run('DROP TRIGGER break_once ON broadcasts');
    await world.database.run('DROP FUNCTION break_once');
    const done = await eventually(
      () => world.broadcasts.read(id),
      ({ delivered }) => delivered === 280,
      120_000,
    );
    expect(done).toMatchObject({ total: 280, preparedRecipients: 280, skippedCount: 0 });
    for (const recipient of recipients) expect(arrived(recipient)).toHaveLength(1);
  }, 150_000);

  it('forget a person who is erased before they are prepared', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const { id } = await inParts();
    await world.broadcasts.cancel(id); // so that the row waits
    const other = { phoneNumber: '+16507106000' };
    const spelling = must(customer.waId).replace(/^1(...)/, '($1) ');
    await world.database.run(
      'INSERT INTO broadcast_recipients (broadcast_id, first_index, recipients) VALUES ($1, 0, $2)',
      [id, JSON.stringify([{ phoneNumber: spelling }, other, { contactId: conversation.contact.id }])],
    );
    expect((await world.admin.send(ERASE, { id: conversation.contact.id })).eraseContact.errors).toEqual([]);
    const rows = await world.database.query('SELECT recipients FROM broadcast_recipients WHERE broadcast_id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ recipients: [null, other, null] }]);
  });
});
