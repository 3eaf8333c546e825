import type { TemplateDetailsFragment } from '../generated/graphql.js';
import { must, only } from '../support/expectations.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import type { GraphqlProblem } from '../support/graphql/graphql-client.js';
import { TestWorld } from '../support/world/test-world.js';

const START = `mutation ($i: StartBroadcastInput!) {
  startBroadcast(input: $i) { broadcast { id status startAt } errors { code path } } }`;
const CREATE_KEY = `mutation ($i: CreateApiKeyInput!) { createApiKey(input: $i) { apiKey { expiresAt } errors { code path } } }`;
const UPDATE_ACCOUNT = `mutation ($i: UpdateAccountInput!) { updateAccount(input: $i) { errors { code path } } }`;
const SEND_TEMPLATE = `mutation ($i: SendTemplateInput!) { sendTemplate(input: $i) { errors { code path } results { errors { code path } } } }`;

const UNREADABLE: readonly unknown[] = [
  '25.12.2026 09:00',
  'tomorrow',
  '',
  ' ',
  '31/12/2026',
  '2026-12-32',
  '2026-13-01T00:00:00Z',
  '2026-12-25T25:00:00Z',
  '2026-12-25T24:00:00Z',
  '2026-12-25T09:00:00+25:00',
  'null',
  '2026-W50',
  { a: 1 },
  1e99,
  '2026-11-30T09:00:00',
  '2026-11-30',
  '12/25/2026',
  'foo 2027',
  '2027',
  '2026-11-31T09:00:00Z',
  ['2026-12-25T09:00:00Z'],
  true,
  1.5,
  1_795_600_000,
  '1795600000',
  '0000-01-01T00:00:00Z',
];

describe('Times that somebody gives', () => {
  let world: TestWorld;
  let template: TemplateDetailsFragment;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    template = await world.templates.approved({ body: 'We have moved to a new place.', variables: [] });
  });
  afterAll(() => world.close());

  const broadcast = (startAt: unknown, number = aNumber()) => ({
    idempotencyKey: aKey('broadcast'),
    templateId: template.id,
    startAt,
    recipients: [{ phoneNumber: `+${number}` }],
  });

  /** The one error, which says where and what is expected, and does not repeat what was given. */
  function refusal(errors: GraphqlProblem[], given: unknown, ...path: string[]): void {
    const { message, extensions } = only(errors);
    expect(extensions).toEqual({
      code: 'BAD_USER_INPUT',
      problems: [
        {
          code: 'INVALID_FORMAT',
          message: expect.stringContaining('RFC 3339') as string,
          reason: 'VALUE_FORM',
          values: { rule: expect.any(String) as string },
          path,
        },
      ],
    });
    expect(message).toContain(path.join('.'));
    if (typeof given === 'string' && given.trim().length > 4) expect(message).not.toContain(given);
  }

  it.each(UNREADABLE)('starts no broadcast at %j', async (startAt) => {
    const [number, rows] = [aNumber(), await world.countRows('broadcasts')];
    const answer = await world.admin.requestRaw(START, { i: broadcast(startAt, number) });
    refusal(answer.errors, startAt, 'i', 'startAt');
    expect({ status: answer.status, data: answer.data }).toEqual({ status: 400, data: null });
    expect(await world.countRows('broadcasts')).toBe(rows);
    expect(world.customers.gotAt(number)).toEqual([]);
  });

  it.each(['tomorrow', '2026-11-31T09:00:00Z', '2026-11-30', ''])('nor at %j in the document', async (startAt) => {
    const answer = await world.admin.requestRaw(
      `mutation { startBroadcast(input: { idempotencyKey: "k", templateId: "${template.id}", startAt: ${JSON.stringify(startAt)},
        recipients: [{ phoneNumber: "+16505550100" }] }) { errors { code } } }`,
    );
    refusal(answer.errors, startAt, 'input', 'startAt');
    expect(world.customers.gotAt('16505550100')).toEqual([]);
  });

  it('nor at what a default value says', async () => {
    const answer = await world.admin.requestRaw(
      `mutation ($at: DateTime = "tomorrow") { startBroadcast(input: { idempotencyKey: "k", templateId: "x", startAt: $at,
        recipients: [] }) { errors { code } } }`,
    );
    refusal(answer.errors, 'tomorrow', 'at');
  });

  it('starts one at a time with an offset, and says it in UTC', async () => {
    const at = new Date(world.clock.now().getTime() + 86_400_000);
    const local = new Date(at.getTime() + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    const { data } = await world.admin.requestRaw(START, { i: broadcast(local) });
    expect(data).toMatchObject({
      startBroadcast: { broadcast: { status: 'SCHEDULED', startAt: at.toISOString() }, errors: [] },
    });
  });

  it.each([
    [
      'the end of a key',
      CREATE_KEY,
      (at: unknown) => ({ name: 'CRM', scopes: ['ACCOUNTS_READ'], expiresAt: at }),
      ['expiresAt'],
    ],
    [
      'an old secret’s end',
      UPDATE_ACCOUNT,
      (at: unknown) => ({ id: 'x', previousSecretUntil: at }),
      ['previousSecretUntil'],
    ],
    [
      'the end of a recipient’s offer',
      SEND_TEMPLATE,
      (at: unknown) => ({
        idempotencyKey: 'k',
        templateId: 'x',
        recipients: [{ phoneNumber: '1' }, { phoneNumber: '2', offerExpiresAt: at }],
      }),
      ['recipients', '1', 'offerExpiresAt'],
    ],
  ])('takes none that cannot be read for %s', async (_what, query, inputOf, path) => {
    for (const given of ['tomorrow', ' ', '2026-11-30T09:00:00']) {
      const { errors } = await world.admin.requestRaw(query, { i: inputOf(given) });
      refusal(errors, given, 'i', ...path);
    }
  });

  it.each([
    ['2026-11-24T17:30:00+01:00', []],
    ['2026-11-24T17:30+01:00', []],
    ['1950-11-24T17:30:00Z', []],
    ['2026-11-31T17:30:00Z', ['INVALID_FORMAT']],
    ['2026-11-24T25:30:00Z', ['INVALID_FORMAT']],
    ['2026-11-24T24:00:00Z', ['INVALID_FORMAT']],
    ['2026-11-24T17:30:00+25:00', ['INVALID_FORMAT']],
    ['2016-12-31T23:59:60Z', ['INVALID_FORMAT']],
    ['2026-11-24T17:30:00', ['INVALID_FORMAT']],
    ['tomorrow', ['INVALID_FORMAT']],
  ])('stores a record with the time %s: %j', async (at, codes) => {
    await world.records.upsertModel({
      key: 'visit',
      label: 'Visit',
      fields: [
        { key: 'at', label: 'At', type: 'DATETIME' },
        { key: 'day', label: 'Day', type: 'DATE' },
      ],
    });
    const { results } = await world.records.push('visit', [{ externalId: aKey('visit'), values: { at } }]);
    expect(only(results).errors.map(({ code }) => code)).toEqual(codes);
    for (const day of ['2026-11-31', '0000-01-01', '2026-02-29', '2026-11-30T00:00:00Z']) {
      const { results: days } = await world.records.push('visit', [{ externalId: aKey('visit'), values: { day } }]);
      expect(only(days).errors.map(({ code }) => code)).toEqual(['INVALID_FORMAT']);
    }
  });

  it.each(['0', '', 'tomorrow', '0x684605cb', '1e9', '99999999999999', '-5', null, { a: 1 }, true])(
    'shows a message that Meta dates %j at the time at which it came',
    async (timestamp) => {
      const number = aNumber();
      await world.webhooks.receives({
        contacts: [{ profile: { name: 'Odd' }, wa_id: number }],
        messages: [{ from: number, id: `wamid.${aKey('odd')}`, timestamp, type: 'text', text: { body: 'Hello' } }],
      });
      const { occurredAt } = must((await world.inbox.messagesWith(number))[0]);
      expect(Math.abs(new Date(occurredAt).getTime() - world.clock.now().getTime())).toBeLessThan(60_000);
    },
  );

  it('takes no cursor of another list, nor one that was made up', async () => {
    const { data } = await world.admin.requestRaw('{ users(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = (data as { users: { pageInfo: { endCursor: string } } }).users.pageInfo;
    const id = '01938c1e-0000-7000-8000-000000000000';
    const made = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const cursors = [
      endCursor,
      made(['d', 'tomorrow', id]),
      made(['d', '-271821-04-20T00:00:00.000Z', id]),
      made(['d', 0, id]),
      made(['s', 'a\0', id]),
      made(['s', '\ud83d', id]),
      made(['s', { a: 1 }, id]),
      made(['d', '2026-11-30T09:00:00.000Z', '------------------------------------']),
      made({ length: 3 }),
      made(null),
      'x\0',
      '',
    ];
    for (const after of cursors) {
      for (const list of ['contacts', 'conversations', 'templates', 'notifications', 'webhookDeliveries']) {
        const query = `query ($after: String) { ${list}(after: $after) { nodes { id } } }`;
        const { errors } = await world.admin.requestRaw(query, { after });
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [{ path: ['after'] }] } }]);
      }
      if (after === endCursor) continue;
      const { errors } = await world.admin.requestRaw(
        'query ($after: String) { users(after: $after) { nodes { id } } }',
        { after },
      );
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});
