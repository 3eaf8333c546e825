import { TemplateCountsService } from '../../src/modules/messages/reading/template-counts.service.js';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { manyRecipients } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const STATISTICS = graphql(`
  query StatisticsOf($id: ID!) { template(id: $id) { statistics { sent delivered read replied failed } } }
`);
const ERASE = graphql(`
  mutation EraseWhoReplied($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem } } }
`);
const PLAIN = { body: 'Your plan is ready.', variables: [], appliesTo: null, phoneField: null };

describe('The counts of a template', () => {
  let world: TestWorld;
  let counts: TemplateCountsService;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    counts = world.app.get(TemplateCountsService);
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());

  const statistics = async (id: string) => must((await world.admin.send(STATISTICS, { id })).template).statistics;
  const send = async (templateId: string, recipients: { phoneNumber: string }[]) => {
    const { results } = await world.templates.trySend({ templateId, recipients });
    return results.map(({ message }) => must(message).id);
  };
  const rowsOf = (templateId: string) => world.countRows(`template_counts WHERE template_id = '${templateId}'`);
  const writesFrom = (phoneNumber: string) =>
    world.customers.writes(world.meta.world.ensureCustomer(phoneNumber.replace('+', '')), 'Thanks');
  /** Every count is what the messages say. */
  const addUp = async () => expect(await counts.recount()).toEqual([]);

  it('follow what becomes of its messages, and add up with them', async () => {
    const template = await world.templates.approved(PLAIN);
    expect(await statistics(template.id)).toEqual({ sent: 0, delivered: 0, read: 0, replied: 0, failed: 0 });
    const recipients = manyRecipients(3, 6_120_000);
    await send(template.id, recipients);
    await eventually(
      () => statistics(template.id),
      ({ delivered }) => delivered === 3,
    );
    world.meta.planError({ code: 131026 });
    await send(template.id, manyRecipients(1, 6_120_010));
    await eventually(
      () => statistics(template.id),
      ({ failed }) => failed === 1,
    );
    const { phoneNumber } = must(recipients[0]);
    world.customers.reads(world.meta.world.ensureCustomer(phoneNumber.replace('+', '')));
    await eventually(
      () => statistics(template.id),
      ({ read }) => read === 1,
    );
    await writesFrom(phoneNumber);
    await writesFrom(phoneNumber);
    expect(await statistics(template.id)).toEqual({ sent: 3, delivered: 3, read: 1, replied: 1, failed: 1 });
    await addUp();
  });

  it('give a reply to the template that was sent last before it, once', async () => {
    const [first, second] = [await world.templates.approved(PLAIN), await world.templates.approved(PLAIN)];
    const [recipient] = manyRecipients(1, 6_121_000);
    const to = [must(recipient)];
    for (const template of [first, second]) {
      const [id] = await send(template.id, to);
      await world.inbox.until(must(id), 'DELIVERED');
    }
    await writesFrom(must(recipient).phoneNumber);
    expect([(await statistics(first.id)).replied, (await statistics(second.id)).replied]).toEqual([0, 1]);
    const [again] = await send(first.id, to);
    await world.inbox.until(must(again), 'DELIVERED');
    await writesFrom(must(recipient).phoneNumber);
    expect([(await statistics(first.id)).replied, (await statistics(second.id)).replied]).toEqual([1, 1]);
    await addUp();
  });

  it('forget whoever is erased', async () => {
    const template = await world.templates.approved(PLAIN);
    const recipients = manyRecipients(2, 6_122_000);
    await send(template.id, recipients);
    await eventually(
      () => statistics(template.id),
      ({ delivered }) => delivered === 2,
    );
    const { phoneNumber } = must(recipients[0]);
    await writesFrom(phoneNumber);
    expect(await statistics(template.id)).toMatchObject({ sent: 2, replied: 1 });
    const { contact } = await world.inbox.conversationWith(phoneNumber.replace('+', ''));
    expect((await world.admin.send(ERASE, { id: contact.id })).eraseContact.errors).toEqual([]);
    expect(await statistics(template.id)).toMatchObject({ sent: 1, delivered: 1, replied: 0 });
    await addUp();
  });

  it('are folded into one row, which says the same', async () => {
    const template = await world.templates.approved(PLAIN);
    await send(template.id, manyRecipients(2, 6_123_000));
    await eventually(
      () => statistics(template.id),
      ({ delivered }) => delivered === 2,
    );
    expect(await rowsOf(template.id)).toBeGreaterThan(1);
    const before = await statistics(template.id);
    await counts.fold();
    expect(await rowsOf(template.id)).toBe(1);
    expect(await statistics(template.id)).toEqual(before);
    await addUp();
  });

  it('are put right by a recount, which says what was wrong', async () => {
    const template = await world.templates.approved(PLAIN);
    await send(template.id, manyRecipients(1, 6_124_000));
    await eventually(
      () => statistics(template.id),
      ({ delivered }) => delivered === 1,
    );
    await world.database.run('INSERT INTO template_counts (template_id, sent, failed) VALUES ($1, 7, -2)', [
      template.id,
    ]);
    expect(await counts.recount()).toEqual([
      { templateId: template.id, sent: -7, delivered: 0, read: 0, replied: 0, failed: 2 },
    ]);
    expect(await statistics(template.id)).toMatchObject({ sent: 1, failed: 0 });
    await addUp();
  });
});
