/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { DEMO } from '../../src/simulator/demo-world.js';
import { metaJson, metaSignature } from '../../src/simulator/webhook-sender.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { Office } from '../support/legacy/office.js';
import type { Person } from '../support/legacy/test-app.js';
import { postRaw } from '../support/legacy/webhooks.js';
import { settled } from '../support/legacy/received.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('What Meta tells of an account', () => {
  let office: Office;
  let admin: Person;
  let operator: Person;
  let seconds = Math.floor(Date.now() / 1000) - 10_000;

  beforeAll(async () => {
    office = await Office.open();
    admin = await office.hire('ADMIN', 'Ada');
    operator = await office.hire('OPERATOR', 'Otto');
    await office.test.admin.send(
      'mutation ($id: ID!) { testConnection(input: { accountId: $id }) { report { ok } } }',
      {
        id: office.account.id,
      },
    );
  });
  afterAll(() => office.test.close());

  const account = async (): Promise<any> =>
    (
      await admin.client.send(
        `query ($id: ID!) { account(id: $id) { status restrictions { type expiresAt }
           phoneNumbers { verifiedName messagingLimit throughput qualityRating }
           history(first: 50) { nodes { kind from to reason source by { id } occurredAt } } } }`,
        { id: office.account.id },
      )
    ).account;
  const tell = async (field: string, value: object, time?: number): Promise<void> => {
    seconds += 10;
    await office.receivesField(field, value, time ?? seconds);
  };
  const latest = async (): Promise<any> => (await account()).history.nodes[0];
  const told = async (person: Person): Promise<string[]> =>
    (await office.notificationsOf(person)).filter(({ reason }) => reason === 'ACCOUNT_CHANGED').map(({ body }) => body);

  it('is applied, kept in history, pushed, and told to administrators alone', async () => {
    const live = await office.watch(operator.client);
    const expiration = seconds + 864_000;
    await tell('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration }],
    });
    expect(await account()).toMatchObject({
      status: 'RESTRICTED',
      restrictions: [
        { type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiresAt: new Date(expiration * 1000).toISOString() },
      ],
    });
    expect(await latest()).toMatchObject({
      kind: 'STATUS',
      from: 'CONNECTED',
      to: 'RESTRICTED',
      source: 'WEBHOOK',
      reason: expect.stringContaining('RESTRICTED_BIZ_INITIATED_MESSAGING'),
      occurredAt: new Date(seconds * 1000).toISOString(),
    });
    await live.until(({ events }) => events.some((event) => event.account?.status === 'RESTRICTED'), 'the change');
    await live.close();
    expect(await told(admin)).toHaveLength(1);
    expect(await told(operator)).toEqual([]);
  });

  it('does not undo what is newer, and is counted once however often it comes', async () => {
    const before = (await account()).history.nodes.length;
    const at = seconds + 50;
    for (let time = 0; time < 3; time += 1)
      await tell(
        'account_update',
        { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: 'May 1, 2026' } },
        at,
      );
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, at - 20);
    expect((await account()).status).toBe('DISABLED');
    expect((await account()).history.nodes.length).toBe(before + 2);
    seconds = at + 100;
    await tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } });
    expect(await account()).toMatchObject({ status: 'CONNECTED', restrictions: [] });
  });

  it.each<[string, string, object, object]>([
    [
      'a violation',
      'account_update',
      { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } },
      { kind: 'ACCOUNT', to: 'ACCOUNT_VIOLATION', reason: 'ACCOUNT_VIOLATION: SPAM' },
    ],
    ['a review', 'account_review_update', { decision: 'REJECTED' }, { to: 'REVIEW_REJECTED' }],
    [
      'an alert',
      'account_alerts',
      { entity_type: 'BUSINESS', alert_info: { alert_type: 'OBA_REJECTED', alert_description: 'No' } },
      { to: 'OBA_REJECTED', reason: 'OBA_REJECTED: No' },
    ],
    [
      'a PIN',
      'security',
      { display_phone_number: '15550783881', event: 'PIN_RESET_REQUEST', requester: '61' },
      { to: 'PIN_RESET_REQUEST for 15550783881', reason: 'PIN_RESET_REQUEST for 15550783881: 61' },
    ],
    ['something new', 'account_update', { event: 'TELEPORTED' }, { to: 'TELEPORTED' }],
  ])('keeps %s', async (_what, field, value, expected) => {
    await tell(field, value);
    expect(await latest()).toMatchObject(expected);
  });

  it('changes numbers: throughput, limit and name, each by its own clock', async () => {
    const display = { display_phone_number: '15550783881' };
    await tell('phone_number_quality_update', {
      ...display,
      event: 'THROUGHPUT_UPGRADE',
      current_limit: 'TIER_UNLIMITED',
    });
    expect((await account()).phoneNumbers).toMatchObject([{ throughput: 1_000, messagingLimit: 'TIER_UNLIMITED' }]);
    await tell('business_capability_update', {
      max_daily_conversations_per_business: 2_000,
      max_phone_numbers_per_waba: 25,
    });
    expect((await account()).phoneNumbers).toMatchObject([{ messagingLimit: 'TIER_2K' }]);
    await tell('business_capability_update', { max_daily_conversations_per_business: -1 }, seconds - 500);
    expect((await account()).phoneNumbers).toMatchObject([{ messagingLimit: 'TIER_2K' }]);
    await tell('phone_number_name_update', {
      ...display,
      decision: 'APPROVED',
      requested_verified_name: 'Lucky Shrub',
    });
    expect((await account()).phoneNumbers).toMatchObject([{ verifiedName: 'Lucky Shrub' }]);
    await tell('phone_number_name_update', {
      ...display,
      decision: 'REJECTED',
      requested_verified_name: 'WhatsApp',
      rejection_reason: 'NAME_X',
    });
    expect((await account()).phoneNumbers).toMatchObject([{ verifiedName: 'Lucky Shrub' }]);
    expect((await told(admin)).at(-1)).toContain('REJECTED');
  });

  it('finds the account when Meta writes the id of the business above it', async () => {
    const value = { event: 'PARTNER_REMOVED', waba_info: { waba_id: DEMO.whatsappAccountId, owner_business_id: '5' } };
    const body = metaJson({
      object: 'whatsapp_business_account',
      entry: [{ id: '999888777', time: seconds, changes: [{ field: 'account_update', value }] }],
    });
    const response = await postRaw(office.test.url, body, {
      'x-hub-signature-256': metaSignature(body, DEMO.appSecret),
    });
    expect(response.status).toBe(200);
    await settled(office.test);
    expect(await latest()).toMatchObject({ to: 'PARTNER_REMOVED' });
  });

  it('has a token refused: marked once, told once, mended with a new one; and who changed what is kept', async () => {
    const { world } = office.test.simulator;
    const token = world.tokens.get(DEMO.accessToken)!;
    const customer = office.customer('16505551501', 'Toka');
    await office.writes(customer, 'Hello');
    const { id } = await office.conversationWith('Toka');
    token.isRevoked = true;
    for (const body of ['one', 'two']) {
      await office.send(admin.client, id, { text: { body } });
      await eventually(account, ({ status }) => status === 'TOKEN_INVALID');
    }
    token.isRevoked = false;
    expect(await account()).toMatchObject({ status: 'TOKEN_INVALID' });
    const tokens = (await office.notificationsOf(admin)).filter(({ reason }) => reason === 'TOKEN_INVALID');
    expect(tokens).toHaveLength(1);
    expect((await office.notificationsOf(operator)).filter(({ reason }) => reason === 'TOKEN_INVALID')).toEqual([]);
    const update = 'mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { errors { code } } }';
    await admin.client.send(update, { input: { id: office.account.id, accessToken: DEMO.accessToken } });
    expect(await latest()).toMatchObject({
      kind: 'CREDENTIALS',
      to: 'accessToken',
      source: 'USER',
      by: { id: admin.id },
    });
    await office.setNotifyUsers([operator]);
    expect(await latest()).toMatchObject({ kind: 'MEMBERS', from: '', to: 'Otto', source: 'USER' });
    expect(JSON.stringify(await account())).not.toContain(DEMO.accessToken);
  });
});
