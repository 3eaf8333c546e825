import { graphql } from '../generated/gql.js';
import type { AuditAction, AuditEntryFilter } from '../generated/graphql.js';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { first, must, only } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

const ENTRIES = graphql(`
  query AuditTrail($filter: AuditEntryFilter, $first: Int, $after: String) {
    auditEntries(filter: $filter, first: $first, after: $after) {
      nodes {
        id occurredAt action actorKind actorId actorName subjectType subjectId subjectName accountId address userAgent
        details { name from to }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const LOGIN = graphql(`
  mutation AuditedLogin($input: LoginInput!) { login(input: $input) { refreshToken errors { code } } }
`);
const REFRESH = graphql(`
  mutation AuditedRefresh($refreshToken: String!) {
    refreshSession(input: { refreshToken: $refreshToken }) { errors { code } }
  }
`);
const CHANGE_PASSWORD = graphql(`
  mutation AuditedPassword($input: ChangeOwnPasswordInput!) { changeOwnPassword(input: $input) { errors { code } } }
`);
const ISSUE_RESET = graphql(`
  mutation AuditedReset($userId: ID!) { resetUserPassword(input: { userId: $userId }) { token } }
`);
const REDEEM_RESET = graphql(`
  mutation AuditedRedemption($token: String!, $newPassword: String!) {
    redeemPasswordReset(input: { token: $token, newPassword: $newPassword }) { errors { code } }
  }
`);
/** What guards a sign-in. */
const GUARDED: AuditAction[] = [
  'REFRESH_TOKEN_REUSED',
  'PASSWORD_CHANGE_FAILED',
  'SESSIONS_ENDED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET_ISSUED',
  'PASSWORD_RESET_REDEEMED',
];
const UPDATE = graphql(`
  mutation AuditedUpdate($input: UpdateUserInput!) { updateUser(input: $input) { errors { ...Problem } } }
`);
const CREATE_KEY = graphql(`
  mutation AuditedKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } secret errors { code } } }
`);
const REVOKE = graphql(`
  mutation AuditedRevocation($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { errors { code } } }
`);
const RENAME = graphql(`
  mutation AuditedRename($input: UpdateAccountInput!) { updateAccount(input: $input) { errors { ...Problem } } }
`);
const VERIFY_TOKEN = graphql(`
  query AuditedSecret($id: ID!) { account(id: $id) { webhookVerifyToken } }
`);
const DELIVERIES = graphql(`
  query AuditedDeliveries { webhookDeliveries(first: 1) { nodes { id } } }
`);
const REPLAY = graphql(`
  mutation AuditedReplay($ids: [ID!]!) {
    replayWebhookDeliveries(input: { deliveryIds: $ids }) { replayedCount errors { code } }
  }
`);
const ERASE = graphql(`
  mutation AuditedErasure($id: ID!) { eraseContact(input: { contactId: $id }) { errors { code } } }
`);
const CANCEL = graphql(`
  mutation AuditedCancel($id: ID!) { cancelBroadcast(input: { broadcastId: $id }) { errors { code } } }
`);
const DELETE_TEMPLATE = graphql(`
  mutation AuditedDeletion($id: ID!) { deleteTemplate(input: { templateId: $id }) { errors { code } } }
`);

describe('The audit trail', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const entries = async (filter: AuditEntryFilter) =>
    (await world.admin.send(ENTRIES, { filter, first: 100 })).auditEntries.nodes;
  const latest = async (action: AuditAction) => first(await entries({ action: [action] }), `an entry of ${action}`);

  it('tells of sign-ins that were right, wrong and refused, and never what was typed', async () => {
    const { id, email, password } = await world.people.add('OPERATOR', { name: 'Otto' });
    const login = (address: string, secret: string) =>
      world.client().send(LOGIN, { input: { email: address, password: secret } });
    expect(await latest('SIGNED_IN')).toMatchObject({
      actorKind: 'USER',
      actorId: id,
      actorName: 'Otto',
      subjectType: 'USER',
      subjectId: id,
      address: '127.0.0.1',
      userAgent: null,
    });
    await login(email, 'my secret guess');
    expect(await latest('SIGN_IN_FAILED')).toMatchObject({ actorKind: 'NOBODY', subjectId: id, subjectName: 'Otto' });
    const before = (await entries({ action: ['SIGN_IN_FAILED'] })).length;
    for (let attempt = 0; attempt < 3; attempt += 1) await login(`typed-password-${attempt}@example.com`, 'x');
    expect((await entries({ action: ['SIGN_IN_FAILED'] })).length).toBeLessThanOrEqual(before + 1);
    for (let attempt = 0; attempt < 12; attempt += 1) await login(email, 'my secret guess');
    expect((await login(email, password)).login.errors).toEqual([{ code: 'RATE_LIMITED' }]);
    expect(await entries({ action: ['SIGN_IN_REFUSED'] })).toHaveLength(1);
    const everything = JSON.stringify(await world.database.query('SELECT * FROM audit_entries'));
    for (const secret of [password, 'my secret guess', 'typed-password']) expect(everything).not.toContain(secret);
  });

  it('tells of passwords, ended sessions and a refresh token that came again', async () => {
    const { id, client, email, password } = await world.people.add('OPERATOR', { name: 'Rita' });
    const signIn = async () => (await world.client().send(LOGIN, { input: { email, password } })).login;
    const { refreshToken } = await signIn();
    for (let time = 0; time < 2; time += 1) {
      await world.client().send(REFRESH, { refreshToken: must(refreshToken) });
      world.clock.advance(11_000);
    }
    await signIn();
    const change = (currentPassword: string) =>
      client.send(CHANGE_PASSWORD, { input: { currentPassword, newPassword: 'another password' } });
    await change('wrong');
    await change(password);
    const { token } = (await world.admin.send(ISSUE_RESET, { userId: id })).resetUserPassword;
    await world.client().send(REDEEM_RESET, { token: must(token), newPassword: 'the next password' });
    const told = (await entries({ subjectId: id, action: GUARDED })).reverse();
    expect(told.map(({ action, actorKind }) => `${action} ${actorKind}`)).toEqual([
      'REFRESH_TOKEN_REUSED NOBODY',
      'PASSWORD_CHANGE_FAILED USER',
      'SESSIONS_ENDED USER',
      'PASSWORD_CHANGED USER',
      'PASSWORD_RESET_ISSUED USER',
      'PASSWORD_RESET_REDEEMED NOBODY',
    ]);
    for (const { subjectName, address } of told)
      expect({ subjectName, address }).toEqual({ subjectName: 'Rita', address: '127.0.0.1' });
  });

  it('tells who changed a person: role, accounts, access, password, each with what it was', async () => {
    const { id } = await world.people.add('OPERATOR', { name: 'Paula' });
    const update = async (input: object) =>
      expect((await world.admin.send(UPDATE, { input: { id, ...input } })).updateUser.errors).toEqual([]);
    await update({ role: 'MANAGER', accountIds: [], name: 'Paula P.' });
    await update({ password: 'a brand new password' });
    await update({ isActive: false });
    await update({ isActive: true });
    const told = (await entries({ subjectId: id })).reverse();
    expect(told.map(({ action }) => action)).toEqual([
      'USER_CREATED',
      'SIGNED_IN',
      'USER_CHANGED',
      'USER_ROLE_CHANGED',
      'USER_ACCOUNTS_CHANGED',
      'PASSWORD_CHANGED',
      'USER_DEACTIVATED',
      'USER_REACTIVATED',
    ]);
    expect(must(told[3])).toMatchObject({
      actorName: 'Administrator',
      subjectName: 'Paula P.',
      details: [{ name: 'role', from: 'OPERATOR', to: 'MANAGER' }],
    });
    expect(must(told[4]).details).toEqual([{ name: 'accountIds', from: world.account.id, to: null }]);
  });

  it('tells what a key was made for, what it did, and that it was revoked', async () => {
    const input = { name: 'Shop', scopes: ['ACCOUNTS_WRITE' as const] };
    const { createApiKey } = await world.admin.send(CREATE_KEY, { input });
    const { id } = must(createApiKey.apiKey);
    const program = world.client(must(createApiKey.secret));
    const accountId = world.account.id;
    const rename = { id: accountId, name: 'Renamed', appSecret: 'another-secret-of-32-characters-0' };
    expect((await program.send(RENAME, { input: rename })).updateAccount.errors).toEqual([]);
    await program.send(VERIFY_TOKEN, { id: accountId });
    for (let time = 0; time < 2; time += 1) await world.admin.send(REVOKE, { id });
    expect(await entries({ actorId: id })).toMatchObject([
      { action: 'ACCOUNT_SECRET_READ', details: [{ name: 'secret', to: 'webhookVerifyToken' }], accountId },
      { action: 'ACCOUNT_CREDENTIALS_CHANGED', details: [{ name: 'credential', from: null, to: 'appSecret' }] },
      { action: 'ACCOUNT_CHANGED', actorKind: 'API_KEY', actorName: 'Shop', subjectName: 'Renamed' },
    ]);
    expect(await entries({ subjectId: id })).toMatchObject([
      { action: 'API_KEY_REVOKED', subjectName: 'Shop' },
      { action: 'API_KEY_CREATED', details: [{ name: 'scope', to: 'ACCOUNTS_WRITE' }] },
    ]);
    const everything = JSON.stringify(await world.database.query('SELECT * FROM audit_entries'));
    expect(everything).not.toContain('another-secret');
  });

  it('tells of replays, broadcasts, templates and erasures, and nothing of the customer', async () => {
    const customer = world.customers.named('Zelda Zimmermann', '16505557777');
    await world.customers.writes(customer, 'Hello');
    const { contact } = await world.inbox.conversationWith('Zelda Zimmermann');
    const template = await world.templates.approvedFrom(
      aDraft({ accountId: world.account.id, body: 'We have moved to another place.' }),
    );
    const broadcast = await world.broadcasts.start({
      templateId: template.id,
      recipients: [{ phoneNumber: '+16505557777' }],
      startAt: new Date(world.clock.now().getTime() + 3_600_000).toISOString(),
    });
    await world.admin.send(CANCEL, { id: broadcast.id });
    await world.admin.send(DELETE_TEMPLATE, { id: template.id });
    const { webhookDeliveries } = await world.admin.send(DELIVERIES);
    await world.admin.send(REPLAY, { ids: [only(webhookDeliveries.nodes).id] });
    expect((await world.admin.send(ERASE, { id: contact.id })).eraseContact.errors).toEqual([]);

    for (const [action, expected] of [
      ['TEMPLATE_SUBMITTED', { subjectId: template.id }],
      ['BROADCAST_STARTED', { subjectId: broadcast.id, details: [{ name: 'recipients', from: null, to: '1' }] }],
      ['BROADCAST_CANCELLED', { subjectId: broadcast.id }],
      ['TEMPLATE_DELETED', { subjectId: template.id }],
      ['WEBHOOK_DELIVERIES_REPLAYED', { details: [{ name: 'deliveries', from: null, to: '1' }] }],
      ['CONTACT_ERASED', { subjectType: 'CONTACT', subjectId: contact.id, subjectName: null }],
    ] as const) {
      expect(await latest(action)).toMatchObject({ actorName: 'Administrator', address: '127.0.0.1', ...expected });
    }
    const everything = JSON.stringify(await world.database.query('SELECT * FROM audit_entries'));
    for (const personal of ['Zelda', '6505557777']) expect(everything).not.toContain(personal);
  });

  it('is read page by page, by time and by what nothing has', async () => {
    const { auditEntries } = await world.admin.send(ENTRIES, { first: 2 });
    expect(auditEntries.pageInfo.hasNextPage).toBe(true);
    const { auditEntries: next } = await world.admin.send(ENTRIES, {
      first: 2,
      after: auditEntries.pageInfo.endCursor,
    });
    const times = [...auditEntries.nodes, ...next.nodes].map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted().reverse());
    expect(await entries({ subjectId: 'nonsense' })).toEqual([]);
    expect(await entries({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await entries({ from: '2020-01-01T00:00:00Z', address: '192.0.2.1' })).toEqual([]);
  });

  it('cannot be changed, emptied or shortened, but for what retention may take', async () => {
    for (const sql of [
      `UPDATE audit_entries SET actor_name = 'somebody else'`,
      'DELETE FROM audit_entries',
      'TRUNCATE audit_entries',
    ]) {
      await expect(world.database.run(sql)).rejects.toThrow('The audit trail is only added to');
    }
    const insert = (days: number) =>
      world.database.run(
        `INSERT INTO audit_entries (id, occurred_at, action, actor_kind, details)
         VALUES (gen_random_uuid(), now() - make_interval(days => $1::int), 'SIGN_IN_FAILED', 'NOBODY', '[]')`,
        [days],
      );
    await insert(729);
    await insert(731);
    const before = await world.countRows('audit_entries');
    expect(await world.app.get(RetentionService).run()).toMatchObject({ 'audit entries': 1 });
    expect(await world.countRows('audit_entries')).toBe(before - 1);
  });
});
