import { Database } from '../../src/common/database/database.js';
import { UpsertContactsService } from '../../src/modules/conversations/contacts/identities/upsert-contacts.service.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only, pause } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { aTextMessage } from '../support/factories/webhooks.js';
import { isEmbedded } from '../support/test-database.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseInARace($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem reason } } }
`);
const SEND = graphql(`
  mutation SendInARace($input: SendTemplateInput!) {
    sendTemplate(input: $input) { results { message { id } errors { ...Problem reason } } errors { ...Problem } }
  }
`);
const START = graphql(`
  mutation StartInARace($input: StartBroadcastInput!) {
    startBroadcast(input: $input) { broadcast { id total } errors { ...Problem reason } }
  }
`);
const BROADCAST = graphql(`
  query BroadcastInARace($id: ID!) {
    broadcast(id: $id) { total skippedRecipients(first: 10) { nodes { index errors { code reason } } } }
  }
`);

/** The embedded database has one session: there nobody overtakes anybody. */
const ROUNDS = isEmbedded ? 3 : 25;
const GONE = 'NOT_FOUND CONTACT_NOT_ON_ACCOUNT';

describe('Erasing somebody at the moment at which they are written to', () => {
  let world: TestWorld;
  let templateId: string;
  let orderTemplateId: string;

  /** Somebody who is known, and has no conversation; `word` is in all that is said to them. */
  const somebody = async () => {
    const waId = aNumber();
    const sender = { waId, userId: null, groupId: null, profileName: `Person ${waId}`, username: null };
    const contactId = must(
      only(
        await world.app
          .get(Database)
          .transaction(() => world.app.get(UpsertContactsService).upsert(world.account.id, [sender])),
      ),
    );
    return { waId, contactId, word: `word${waId}` };
  };
  type Somebody = Awaited<ReturnType<typeof somebody>>;

  /** The other one begins a little earlier or later, another time each round. */
  const soon = () => pause(Math.random() * 12);
  const erase = async (contactId: string): Promise<void> => {
    const { errors, data } = await world.admin.request(ERASE, { id: contactId });
    expect([errors, data?.eraseContact.errors]).toEqual([[], []]);
  };
  const send = async (template: string, recipient: object, more: object = {}): Promise<string> => {
    const input = { templateId: template, idempotencyKey: aKey('race'), recipients: [recipient], ...more };
    const { errors, data } = await world.admin.request(SEND, { input });
    expect([errors, data?.sendTemplate.errors]).toEqual([[], []]);
    const { message, errors: refusals } = only(must(data).sendTemplate.results);
    expect(refusals.length > 0).toBe(message === null);
    return message === null ? refusals.map(({ code, reason }) => `${code} ${reason}`).join() : 'SENT';
  };
  const values = (word: string) => [{ name: '1', value: word }];
  const remains = async ({ waId, word }: Somebody): Promise<string[]> => {
    const tables = {
      contacts: `wa_id = '${waId}'`,
      messages: `text LIKE '%${word}%' OR content::text LIKE '%${word}%'`,
      data_records: `field_values::text LIKE '%${waId}%'`,
      conversations: `contact_id NOT IN (SELECT id FROM contacts)`,
    };
    const found: string[] = [];
    for (const [table, condition] of Object.entries(tables))
      if ((await world.countRows(`${table} WHERE ${condition}`)) > 0) found.push(table);
    return found;
  };
  /** Rounds of two at a time; what came of the second in each. */
  const race = async (
    round: (person: Somebody) => Promise<string>,
    prepare: (person: Somebody) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<string[]> => {
    const outcomes: string[] = [];
    for (let count = 0; count < ROUNDS; count += 1) {
      const person = await somebody();
      await prepare(person);
      const [, outcome] = await Promise.all([
        soon().then(() => erase(person.contactId)),
        soon().then(() => round(person)),
      ]);
      outcomes.push(outcome);
      expect(await remains(person)).toEqual([]);
    }
    return outcomes;
  };

  beforeAll(async () => {
    world = await TestWorld.start();
    const variable = { placement: 'BODY', name: '1', sampleValue: 'x' } as const;
    const draft = aDraft({ accountId: world.account.id, body: 'Your word is {{1}}, keep it.' });
    templateId = (await world.templates.approvedFrom({ ...draft, variables: [{ ...variable, source: 'FREE_TEXT' }] }))
      .id;
    await world.records.upsertModel({
      key: 'visit',
      label: 'Visit',
      fields: [
        { key: 'word', label: 'Word', type: 'TEXT' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
      ],
    });
    orderTemplateId = (
      await world.templates.approvedFrom({
        ...draft,
        displayName: 'Visit',
        appliesTo: world.records.modelId('visit'),
        phoneField: 'phone',
        variables: [{ ...variable, source: 'FIELD', fieldPath: 'word' }],
      })
    ).id;
  });
  afterAll(() => world.close());

  it('sends a template, or says that there is nobody', async () => {
    const outcomes = await race(({ contactId, word }) => send(templateId, { contactId, values: values(word) }));
    expect(outcomes.filter((outcome) => outcome !== 'SENT' && outcome !== GONE)).toEqual([]);
  });

  it('sends what a record says, or finds the record gone', async () => {
    const outcomes = await race(
      ({ waId, contactId }) => send(orderTemplateId, { contactId, recordExternalId: waId }),
      ({ waId, word }) => world.records.push('visit', [{ externalId: waId, values: { word, phone: `+${waId}` } }]),
    );
    expect(outcomes.filter((outcome) => outcome !== 'SENT' && !outcome.includes('NOT_FOUND'))).toEqual([]);
  });

  it('sends to the others of a broadcast, and lists whom it left out', async () => {
    const other = await somebody();
    const outcomes = await race(async ({ contactId, word }) => {
      const recipients = [
        { contactId, values: values(word) },
        { contactId: other.contactId, values: values('other') },
      ];
      const input = { templateId, idempotencyKey: aKey('race'), skipInvalid: true, recipients };
      const { errors, data } = await world.admin.request(START, { input });
      expect([errors, data?.startBroadcast.errors]).toEqual([[], []]);
      const { id, total } = must(must(data).startBroadcast.broadcast);
      if (total === 2) return 'SENT';
      const { broadcast } = await world.admin.send(BROADCAST, { id });
      const { index, errors: why } = must(broadcast?.skippedRecipients.nodes[0]);
      return `${index}: ${why.map(({ code, reason }) => `${code} ${reason}`).join()}`;
    });
    expect(outcomes.filter((outcome) => outcome !== 'SENT' && outcome !== `0: ${GONE}`)).toEqual([]);
  });

  it('releases what is scheduled, or takes it back', async () => {
    for (let count = 0; count < ROUNDS; count += 1) {
      const people = [await somebody(), await somebody()];
      const sendAt = new Date(world.clock.now().getTime() + HOUR_MS).toISOString();
      for (const { contactId, word } of people)
        expect(await send(templateId, { contactId, values: values(word) }, { sendAt })).toBe('SENT');
      await world.later(HOUR_MS);
      await Promise.all(people.map(async ({ contactId }) => soon().then(() => erase(contactId))));
      for (const person of people) expect(await remains(person)).toEqual([]);
    }
    await eventually(
      () => world.countRows(`outgoing_jobs WHERE state = 'SCHEDULED'`),
      (waiting) => waiting === 0,
    );
  });

  it('merges them with whom Meta says they are, or takes what is said for that of somebody new', async () => {
    const outcomes: string[] = [];
    for (let count = 0; count < ROUNDS; count += 1) {
      const [waId, userId] = [aNumber(), `US.race${count}`];
      const profile = { name: `Twin ${waId}` };
      const write = (text: string, ids: object, contact: object) =>
        world.webhooks.receives({
          messages: [aTextMessage(text, { from: undefined, ...ids })],
          contacts: [{ ...contact, profile }],
        });
      await write('by number', { from: waId }, { wa_id: waId });
      await write('by id', { from_user_id: userId }, { user_id: userId });
      const twins = await world.database.query<{ id: string }>(
        'SELECT id FROM contacts WHERE wa_id = $1 OR whatsapp_user_id = $2 ORDER BY id',
        [waId, userId],
      );
      const contactId = must(twins[count % 2]).id;
      const [, , outcome] = await Promise.all([
        soon().then(() => write('by both', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId })),
        soon().then(() => erase(contactId)),
        soon().then(() => send(templateId, { contactId, values: values(waId) })),
      ]);
      outcomes.push(outcome);
    }
    expect(outcomes.filter((outcome) => outcome !== 'SENT' && outcome !== GONE)).toEqual([]);
    await world.webhooks.settled();
    expect(await world.webhooks.deliveries('FAILED')).toEqual([]);
  });
});
