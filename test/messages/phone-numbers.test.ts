import { graphql } from '../generated/gql.js';
import type { TemplateDetailsFragment } from '../generated/graphql.js';
import { eventually, first, must, only, problems } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

const CHECK = graphql(`
  query CheckPhoneNumbers($input: CheckPhoneNumbersInput!) {
    checkPhoneNumbers(input: $input) {
      given valid phoneNumber country problem { code message } suggestion contact { displayName }
    }
  }
`);
const SET_COUNTRY = graphql(`
  mutation SetDefaultCountry($id: ID!, $country: String) {
    updateAccount(input: { id: $id, defaultCountry: $country }) { account { defaultCountry } errors { ...Problem } }
  }
`);
const LEARN_NUMBERS = graphql(`
  mutation LearnOwnNumbers($id: ID!) { testConnection(input: { accountId: $id }) { errors { code } } }
`);
const CREATE = graphql(`
  mutation CreateTemplateWithButton($input: CreateTemplateInput!) {
    createTemplate(input: $input) { template { buttons { phoneNumber } } errors { ...Problem } }
  }
`);
const COUNTRY = graphql(`
  query DefaultCountryOf($id: ID!) {
    account(id: $id) { defaultCountry history(first: 1) { nodes { from to } } }
  }
`);
const SEND = graphql(`
  mutation SendToNumbers($input: SendTemplateInput!) {
    sendTemplate(input: $input) {
      results { index message { conversation { contact { phoneNumber } } } errors { code message path ... on InvalidInputError { suggestion } } }
      errors { ...Problem }
    }
  }
`);
const BROADCAST = graphql(`
  mutation BroadcastToNumbers($input: StartBroadcastInput!) {
    startBroadcast(input: $input) {
      broadcast { total skipped { index errors { code message path ... on InvalidInputError { suggestion } } } }
      errors { code path ... on InvalidInputError { suggestion } }
    }
  }
`);
const UPSERT = graphql(`
  mutation UpsertRecordsWithCountry($input: UpsertRecordsInput!) {
    upsertRecords(input: $input) {
      results { record { values } errors { code path ... on InvalidInputError { suggestion } } } errors { ...Problem }
    }
  }
`);
const OWN_NUMBER = graphql(`
  mutation ChangeOwnNumber($id: ID!, $phoneNumber: String) {
    updateUser(input: { id: $id, phoneNumber: $phoneNumber }) { user { phoneNumber } errors { code message path } }
  }
`);

/** As lists from one country have them, and what was meant. */
const NATIONAL = [
  ['US', '6154390339', '+16154390339'],
  ['IN', '9284053836', '+919284053836'],
  ['DE', '15171248424', '+4915171248424'],
  ['BR', '11987654321', '+5511987654321'],
] as const;

describe('Phone numbers that people and programs write', () => {
  let world: TestWorld;
  let promo: TemplateDetailsFragment;
  let keys = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.admin.send(LEARN_NUMBERS, { id: world.account.id });
    await world.records.upsertModel({
      key: 'customer',
      label: 'Customer',
      fields: [
        { key: 'name', label: 'Name', type: 'TEXT' },
        { key: 'phone', label: 'Phone', type: 'PHONE' },
      ],
    });
    promo = await world.templates.approvedFrom({
      ...aDraft({ accountId: world.account.id, body: 'Our shop has moved to a new place.' }),
      appliesTo: world.records.modelId('customer'),
      phoneField: 'phone',
    });
  });
  afterAll(() => world.close());
  afterEach(async () => void (await setCountry('US')));

  const setCountry = async (country: string | null) =>
    (await world.admin.send(SET_COUNTRY, { id: world.account.id, country })).updateAccount;
  const check = async (...phoneNumbers: string[]) =>
    (await world.admin.send(CHECK, { input: { accountId: world.account.id, phoneNumbers } })).checkPhoneNumbers;
  const key = (): string => `numbers-${(keys += 1)}`;
  const send = async (...recipients: object[]) =>
    (await world.admin.send(SEND, { input: { templateId: promo.id, idempotencyKey: key(), recipients } })).sendTemplate
      .results;
  const broadcast = async (recipients: object[], skipInvalid = false) =>
    (
      await world.admin.send(BROADCAST, {
        input: { templateId: promo.id, idempotencyKey: key(), recipients, skipInvalid },
      })
    ).startBroadcast;
  const numbersOf = (results: Awaited<ReturnType<typeof send>>) =>
    results.map(({ message, errors }) => message?.conversation.contact.phoneNumber ?? errors.map(({ code }) => code));

  it('belong to the country of the account’s own number, until somebody chooses another', async () => {
    expect(must((await world.admin.send(COUNTRY, { id: world.account.id })).account).defaultCountry).toBe('US');
    expect(await setCountry('de')).toEqual({ account: { defaultCountry: 'DE' }, errors: [] });
    expect(await setCountry(null)).toEqual({ account: { defaultCountry: null }, errors: [] });
    expect(problems((await setCountry('Germany')).errors)).toEqual(['INVALID_INPUT defaultCountry']);
    const { defaultCountry, history } = must((await world.admin.send(COUNTRY, { id: world.account.id })).account);
    expect({ defaultCountry, history: history.nodes }).toEqual({
      defaultCountry: null,
      history: [{ from: 'DE', to: null }],
    });
  });

  it.each(NATIONAL)(
    'of %s reach whom they mean, by templates, broadcasts and records',
    async (country, written, meant) => {
      await setCountry(country);
      expect(numbersOf(await send({ phoneNumber: written }, { record: { phone: written } }))).toEqual([meant, meant]);
      expect(await broadcast([{ phoneNumber: written }])).toMatchObject({ broadcast: { total: 1 }, errors: [] });
      const input = {
        modelId: world.records.modelId('customer'),
        defaultCountry: country,
        records: [{ externalId: 'c', values: { phone: written } }],
      };
      const { results } = (await world.admin.send(UPSERT, { input })).upsertRecords;
      expect(results).toEqual([{ record: { values: { phone: meant } }, errors: [] }]);
    },
  );

  it('without a country go to nobody, and a broadcast skips them', async () => {
    await setCountry(null);
    const written = [...NATIONAL.map(([, national]) => national), '4915112345678.0', '+97405512345', '+92 84053836'];
    const recipients = written.map((phoneNumber) => ({ phoneNumber }));
    for (const result of await send(...recipients)) {
      const { code, message, path } = only(result.errors, 'problem');
      expect({ code, path }).toEqual({
        code: 'PHONE_INVALID',
        path: ['recipients', String(result.index), 'phoneNumber'],
      });
      for (const text of written) expect(message).not.toContain(text);
    }
    expect((await broadcast(recipients)).errors).toHaveLength(written.length);
    const { broadcast: started } = await broadcast([{ phoneNumber: '+16154390340' }, ...recipients], true);
    expect(must(started)).toMatchObject({ total: 1, skipped: written.map((_text, index) => ({ index: index + 1 })) });
    expect(await world.countRows(`broadcasts WHERE skipped::text LIKE '%suggestion%'`)).toBe(0);
    expect(await world.countRows(`idempotency_keys WHERE answer::text LIKE '%suggestion%'`)).toBe(0);
    expect(world.customers.gotAt('+61 54390339')).toEqual([]);
    expect(world.customers.gotAt('+92 84053836')).toEqual([]);
  });

  it('that are damaged are refused with what was meant', async () => {
    await setCountry('DE');
    const results = await send(
      ...['4915112345678.0', '+49 (0)151 12345678', '+1 415 555 2671 ext. 5', '4.9E+12'].map((phoneNumber) => ({
        phoneNumber,
      })),
    );
    expect(results.map(({ errors }) => first(errors))).toMatchObject([
      { code: 'PHONE_INVALID', suggestion: '+4915112345678' },
      { code: 'PHONE_INVALID', suggestion: '+4915112345678' },
      { code: 'PHONE_INVALID', suggestion: '+14155552671' },
      { code: 'PHONE_INVALID', suggestion: null },
    ]);
    const input = {
      modelId: world.records.modelId('customer'),
      records: [{ externalId: 'd', values: { phone: '+49 (0)151 12345678' } }],
    };
    expect((await world.admin.send(UPSERT, { input })).upsertRecords.results).toEqual([
      {
        record: null,
        errors: [{ code: 'PHONE_INVALID', path: ['records', '0', 'values', 'phone'], suggestion: '+4915112345678' }],
      },
    ]);
  });

  it('of colleagues need their country code where no setting names one', async () => {
    const { id } = await world.people.add('OPERATOR');
    const change = async (phoneNumber: string) => (await world.admin.send(OWN_NUMBER, { id, phoneNumber })).updateUser;
    expect(await change('0049 151 12345678')).toMatchObject({ user: { phoneNumber: '+4915112345678' }, errors: [] });
    const { errors } = await change('0151 12345678');
    expect(problems(errors)).toEqual(['PHONE_INVALID phoneNumber']);
    expect(first(errors).message).toContain('country');
  });

  it('on buttons are read in the country of the account', async () => {
    await setCountry('DE');
    const create = async (phoneNumber: string) => {
      const buttons = [{ type: 'CALL_NUMBER' as const, text: 'Call', phoneNumber }];
      const draft = aDraft({ accountId: world.account.id, body: 'Call us whenever you like to.' });
      return (await world.admin.send(CREATE, { input: { draft: { ...draft, buttons } } })).createTemplate;
    };
    const { template } = await create('0151 12345678');
    expect(must(template).buttons).toEqual([{ phoneNumber: '+4915112345678' }]);
    const refused = await create('41791234567');
    expect(problems(refused.errors)).toEqual(['PHONE_INVALID buttons.0.phoneNumber']);
  });

  it('can be asked about first: how each is read, and who has it', async () => {
    await setCountry('BR');
    await world.customers.writes(world.customers.named('Ana', '551198760001'), 'Oi');
    const given = ['(11) 99876-0001', '+49 (0)151 12345678', '4915112345678.0', 'nobody', ''];
    const checks = await check(...given);
    expect(checks.map((one) => one.given)).toEqual(given);
    expect(checks).toMatchObject([
      {
        ...{ valid: true, phoneNumber: '+5511998760001', country: 'BR', problem: null, suggestion: null },
        contact: { displayName: 'Ana' },
      },
      { valid: false, phoneNumber: null, problem: { code: 'TRUNK_ZERO' }, suggestion: '+4915112345678', contact: null },
      { valid: false, problem: { code: 'SPREADSHEET' }, suggestion: '+4915112345678' },
      { valid: false, problem: { code: 'NOT_A_NUMBER' }, suggestion: null },
      { valid: false, problem: { code: 'EMPTY' } },
    ]);
    expect(await check()).toEqual([]);
  });

  it('are not checked for accounts that somebody may not see, nor more than 1,000 at once', async () => {
    const stranger = await world.people.add('MANAGER');
    await world.people.limitTo(stranger, []);
    const input = { accountId: world.account.id, phoneNumbers: ['+4915112345678'] };
    const unseen = await stranger.client.request(CHECK, { input });
    expect(first(unseen.errors).extensions).toMatchObject({ problems: [{ code: 'NOT_FOUND', path: ['accountId'] }] });
    const phoneNumbers = Array.from({ length: 1_001 }, () => '+4915112345678');
    const tooMany = await world.admin.request(CHECK, { input: { ...input, phoneNumbers } });
    expect(first(tooMany.errors).extensions).toMatchObject({
      problems: [{ code: 'TOO_LONG', path: ['phoneNumbers'] }],
    });
  });

  it('in two spellings are one recipient of a broadcast, whether the contact is known or not', async () => {
    for (const [one, other] of [
      ['+5511987650001', '+551187650001'],
      ['+525512340001', '+5215512340001'],
      ['+5491123450001', '+541123450001'],
    ] as const) {
      const { broadcast: started } = await broadcast([{ phoneNumber: one }, { phoneNumber: other }], true);
      expect(must(started)).toMatchObject({ total: 1, skipped: [{ index: 1, errors: [{ code: 'DUPLICATE' }] }] });
      const again = await broadcast([{ phoneNumber: other }, { phoneNumber: one }], true);
      expect(must(again.broadcast)).toMatchObject({
        total: 1,
        skipped: [{ index: 1, errors: [{ code: 'DUPLICATE' }] }],
      });
      await eventually(
        () =>
          world.countRows(
            `contacts WHERE merged_into_id IS NULL AND wa_id = ANY(ARRAY['${one.slice(1)}', '${other.slice(1)}'])`,
          ),
        (count) => count === 1,
      );
    }
  });
});
