import { graphql } from '../generated/gql.js';
import type { ContactFilter, RecipientInput, TemplateDetailsFragment } from '../generated/graphql.js';
import { eventually, must, only, problems } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { aNumber } from '../support/factories/keys.js';
import { aTextMessage } from '../support/factories/webhooks.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { TestWorld } from '../support/world/test-world.js';

const UPDATE = graphql(`
  mutation NameContact($input: UpdateContactInput!) {
    updateContact(input: $input) { contact { id externalId } errors { ...Problem } }
  }
`);
const CONTACTS = graphql(`
  query NamedContacts($filter: ContactFilter) {
    contacts(filter: $filter) { totalCount isComplete nodes { id externalId phoneNumber whatsappUserId } }
  }
`);
const CONTACT = graphql(`
  query NamedContact($id: ID!) { contact(id: $id) { id externalId } }
`);
const ERASE = graphql(`
  mutation EraseNamedContact($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem } } }
`);

describe('Contacts by the id of the company’s own system', () => {
  let world: TestWorld;
  let template: TemplateDetailsFragment;

  beforeAll(async () => {
    world = await TestWorld.start();
    template = await world.templates.approvedFrom(
      aDraft({ accountId: world.account.id, body: 'Your parcel is on its way to you.' }),
    );
  });
  afterAll(() => world.close());

  const name = async (contactId: string, externalId?: string | null, client: GraphqlClient = world.admin) =>
    (await client.send(UPDATE, { input: { contactId, externalId } })).updateContact;
  const named = async (externalId: string) => {
    const { customer, conversation } = await world.customers.startsConversation();
    const { contact, errors } = await name(conversation.contact.id, externalId);
    expect([contact, errors]).toEqual([{ id: conversation.contact.id, externalId }, []]);
    return { customer, id: conversation.contact.id };
  };
  const listed = async (filter: ContactFilter) => (await world.admin.send(CONTACTS, { filter })).contacts;
  const send = (...recipients: RecipientInput[]) => world.templates.trySend({ templateId: template.id, recipients });
  const refusals = async (recipient: RecipientInput) => problems(only((await send(recipient)).results).errors);

  it('have one, another or none, and subscribers learn of it', async () => {
    const { id } = await named('crm-1');
    const { errors, contact } = await name(id); // nothing is given
    expect([errors, contact?.externalId]).toEqual([[], 'crm-1']);
    expect((await name(id, 'crm-1b')).contact).toEqual({ id, externalId: 'crm-1b' });
    expect((await listed({ externalIds: ['crm-1'] })).nodes).toEqual([]);
    expect((await name(id, null)).contact).toEqual({ id, externalId: null });
    expect(await world.countRows(`events WHERE kind = 'CONTACT' AND entity_id = '${id}'`)).toBeGreaterThan(3);
  });

  it('are listed by it, all conditions together, and counted', async () => {
    const { id: two } = await named('crm-2');
    const { id: three, customer } = await named('crm-3');
    const both = await listed({ externalIds: ['crm-3', 'crm-2', 'nobody'] });
    expect(both).toMatchObject({ totalCount: 2, isComplete: true });
    expect(both.nodes.map(({ id }) => id)).toEqual([three, two]);
    const searched = await listed({ externalIds: ['crm-2', 'crm-3'], search: customer.waId });
    expect(searched.nodes.map(({ externalId }) => externalId)).toEqual(['crm-3']);
    expect((await listed({ externalIds: [] })).nodes).toEqual([]);
  });

  it('belong to one contact of an account alone, also where two are named at once', async () => {
    const { id: four } = await named('crm-4');
    const { conversation: first } = await world.customers.startsConversation();
    const { conversation: second } = await world.customers.startsConversation();
    expect(problems((await name(first.contact.id, 'crm-4')).errors)).toEqual(['DUPLICATE externalId']);
    const atOnce = await Promise.all([name(first.contact.id, 'crm-5'), name(second.contact.id, 'crm-5')]);
    expect(atOnce.flatMap(({ errors }) => problems(errors))).toEqual(['DUPLICATE externalId']);
    expect((await name(four, null)).errors).toEqual([]);
    expect((await name(first.contact.id, 'crm-4')).errors).toEqual([]);
  });

  it('are refused where they say nothing, too much, or what cannot be stored, and to whoever may not', async () => {
    const { id } = await named('crm-6');
    expect(problems((await name(id, '  ')).errors)).toEqual(['REQUIRED externalId']);
    expect(problems((await name(id, 'x'.repeat(201))).errors)).toEqual(['TOO_LONG externalId']);
    expect(problems((await name('nobody', 'crm-7')).errors)).toEqual(['NOT_FOUND contactId']);
    const elsewhere = await world.people.add('OPERATOR', { name: 'Elsa', accountIds: [] });
    expect(problems((await name(id, 'crm-8', elsewhere.client)).errors)).toEqual(['NOT_FOUND contactId']);
    expect((await world.admin.send(CONTACT, { id })).contact?.externalId).toBe('crm-6');
  });

  it('get templates by it, as by number or our id', async () => {
    const { customer } = await named('crm-10');
    expect(problems(only((await send({ externalId: 'crm-10' })).results).errors)).toEqual([]);
    await eventually(
      () => Promise.resolve(world.customers.gotAt(`+${customer.waId}`)),
      (got) => got.length === 1,
    );
    expect(await refusals({ externalId: 'crm-nobody' })).toEqual(['NOT_FOUND recipients.0.externalId']);
    expect(await refusals({ externalId: 'crm-10', phoneNumber: aNumber() })).toEqual([
      'INVALID_INPUT recipients.0.phoneNumber',
    ]);
    expect(await refusals({ externalId: 'crm-10', contactId: 'x' })).toEqual(['INVALID_INPUT recipients.0.externalId']);
  });

  it('are recipients of broadcasts, at once and in parts: once each, however they are named', async () => {
    const { id, customer } = await named('crm-11');
    const list = [{ externalId: 'crm-11' }, { contactId: id }, { externalId: 'crm-missing' }];
    const refused = await world.broadcasts.tryStart({ templateId: template.id, recipients: list });
    expect(problems(refused.errors)).toEqual(['NOT_FOUND recipients.2.externalId', 'DUPLICATE recipients.1']);
    const { id: broadcastId } = await world.broadcasts.start({
      templateId: template.id,
      skipInvalid: true,
      moreRecipientsFollow: true,
    });
    const appended = await world.broadcasts.append({ broadcastId, offset: 0, recipients: list, isLast: true });
    expect(appended.errors).toEqual([]);
    const done = await world.broadcasts.until(broadcastId, ({ status }) => status === 'FINISHED');
    expect(done).toMatchObject({ total: 1, skippedCount: 2 });
    expect(world.customers.gotAt(`+${customer.waId}`)).toHaveLength(1);
  });

  it('lead to who is kept when two turn out to be one', async () => {
    const people = ['crm-12', 'crm-13', null, 'crm-14'] as const;
    const pairs = [people.slice(0, 2), people.slice(2)].map((ids, index) => ({
      ids,
      waId: aNumber().slice(1),
      userId: `US.named${index}`,
    }));
    for (const { ids, waId, userId } of pairs) {
      const write = (from: object, contact: object) =>
        world.webhooks.receives({
          messages: [aTextMessage('Hello', { from: undefined, ...from })],
          contacts: [contact],
        });
      await write({ from: waId }, { wa_id: waId });
      await write({ from_user_id: userId }, { user_id: userId });
      const all = (await listed({})).nodes;
      const byNumber = must(all.find(({ phoneNumber }) => phoneNumber === `+${waId}`));
      const byUserId = must(all.find(({ whatsappUserId }) => whatsappUserId === userId));
      if (ids[0] != null) expect((await name(byNumber.id, ids[0])).errors).toEqual([]);
      if (ids[1] != null) expect((await name(byUserId.id, ids[1])).errors).toEqual([]);
      await write({ from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId });
      // What the kept one had is its id; else it gets the other's.
      const shown = ids[0] ?? ids[1];
      expect((await world.admin.send(CONTACT, { id: byUserId.id })).contact).toEqual({
        id: byNumber.id,
        externalId: shown,
      });
      for (const externalId of ids.filter((each) => each !== null)) {
        expect((await listed({ externalIds: [externalId] })).nodes.map(({ id }) => id)).toEqual([byNumber.id]);
        expect(problems(only((await send({ externalId })).results).errors)).toEqual([]);
      }
    }
    const [merged] = (await listed({ externalIds: ['crm-13'] })).nodes;
    const { conversation } = await world.customers.startsConversation();
    expect(problems((await name(conversation.contact.id, 'crm-13')).errors)).toEqual(['DUPLICATE externalId']);
    expect((await name(must(merged).id, 'crm-13')).contact?.externalId).toBe('crm-13'); // takes the place of both
    expect((await listed({ externalIds: ['crm-12'] })).nodes).toEqual([]);
  });

  it('go with whoever is erased, also from what waits to be prepared', async () => {
    const { id } = await named('crm-15');
    const { id: broadcastId } = await world.broadcasts.start({
      templateId: template.id,
      skipInvalid: true,
      moreRecipientsFollow: true,
    });
    await world.broadcasts.cancel(broadcastId); // so that the row waits
    await world.database.run(
      'INSERT INTO broadcast_recipients (broadcast_id, first_index, recipients) VALUES ($1, 0, $2)',
      [broadcastId, JSON.stringify([{ externalId: 'crm-15' }, { externalId: 'crm-16' }])],
    );
    expect((await world.admin.send(ERASE, { id })).eraseContact.errors).toEqual([]);
    const rows = await world.database.query('SELECT recipients FROM broadcast_recipients WHERE broadcast_id = $1', [
      broadcastId,
    ]);
    expect(rows).toEqual([{ recipients: [null, { externalId: 'crm-16' }] }]);
    expect(await world.countRows(`contacts WHERE external_id = 'crm-15'`)).toBe(0);
    await named('crm-15'); // free again
  });
});
