import { getNamedType, isLeafType, isNonNullType, type GraphQLField } from 'graphql';
import { ADMIN } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import type { CreateApiKeyInput, CreateUserInput, LoginInput } from '../generated/graphql.js';
import { must, problems } from '../support/expectations.js';
import type { Answer, GraphqlClient } from '../support/graphql/graphql-client.js';
import { dummy, fieldsOf } from '../support/graphql/schema.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const LOGIN = graphql(`
  mutation LoginInDetail($input: LoginInput!) {
    login(input: $input) {
      accessToken refreshToken expiresAt user { name role email phoneNumber } errors { ...Problem }
    }
  }
`);
const REFRESH = graphql(`
  mutation RefreshSession($refreshToken: String!) {
    refreshSession(input: { refreshToken: $refreshToken }) { accessToken refreshToken errors { ...Problem } }
  }
`);
const SIGN_OUT = graphql(`
  mutation SignOut { logout { errors { code } } }
`);
const ME = graphql(`
  query WhoAmI { me { id } }
`);
const LISTEN = graphql(`
  subscription Listen($accountId: ID!) { inboxEvents(accountId: $accountId) { cursor } }
`);
const CREATE_PERSON = graphql(`
  mutation CreatePerson($input: CreateUserInput!) {
    createUser(input: $input) { user { id } errors { ...Problem } }
  }
`);
const DEACTIVATE = graphql(`
  mutation DeactivatePerson($id: ID!) {
    updateUser(input: { id: $id, isActive: false }) { user { id role isActive } errors { ...Problem } }
  }
`);
const COLLEAGUES = graphql(`
  query Colleagues($search: String!) { users(search: $search) { nodes { id name email phoneNumber } } }
`);
const GIVE_PHONE = graphql(`
  mutation GivePhone($id: ID!) {
    updateUser(input: { id: $id, phoneNumber: "+14155550100" }) { errors { ...Problem } }
  }
`);
const CREATE_KEY = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { apiKey { id hint } secret errors { ...Problem } }
  }
`);
const REVOKE_KEY = graphql(`
  mutation RevokeApiKey($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { errors { ...Problem } } }
`);
const KEYS = graphql(`
  query ApiKeys { apiKeys { id } }
`);
const ARCHIVE = graphql(`
  mutation TryToArchive($id: ID!) { archiveAccount(input: { accountId: $id }) { errors { code } } }
`);
const RECEIVED = graphql(`
  query ReceivedWebhooks { webhookDeliveries { nodes { id } } }
`);
const ACCOUNTS = graphql(`
  query SeenAccounts { accounts { id } }
`);
const CONVERSATIONS = graphql(`
  query SeenConversations { conversations { nodes { id } } }
`);

describe('People', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const login = async ({ email, password }: LoginInput) =>
    (await world.client().send(LOGIN, { input: { email, password } })).login;
  const refresh = async (refreshToken: string) => (await world.client().send(REFRESH, { refreshToken })).refreshSession;
  const createKey = async (input: CreateApiKeyInput) => (await world.admin.send(CREATE_KEY, { input })).createApiKey;
  const refusal = ({ errors }: Answer<unknown>) => errors[0]?.extensions.code;

  it('answers no query, mutation or subscription without a token, but those that lead to a sign-in', async () => {
    const open = [
      'login',
      'refreshSession',
      'signInOptions',
      'requestPasswordReset',
      'redeemPasswordReset',
      'acceptInvitation',
      'redeemSignIn',
      'beginTwoFactorAtSignIn',
    ];
    const nobody = world.client();
    const fields = (['query', 'mutation'] as const).flatMap((operation) =>
      Object.values(fieldsOf(operation === 'query' ? 'Query' : 'Mutation')).map((field) => ({ operation, field })),
    );
    expect(fields.length).toBeGreaterThan(25);
    for (const { operation, field } of fields.filter(({ field: { name } }) => !open.includes(name))) {
      const { text, variables } = shortestUse(operation, field);
      const answer = await nobody.requestRaw(text, variables);
      const data = Object.values(answer.data ?? {}).filter((value) => value !== null);
      expect({ field: field.name, code: refusal(answer), data }).toEqual({
        field: field.name,
        code: 'UNAUTHENTICATED',
        data: [],
      });
    }
    const socket = nobody.subscribe(LISTEN, { accountId: 'x' });
    await socket.until(({ closed }) => closed !== null, 'the close');
    expect(socket.closed).toMatchObject({ code: 4401 });
  });

  it('signs in with any case of the e-mail, and tells nothing about which part was wrong', async () => {
    expect(await login({ ...ADMIN, email: 'ADMIN@Example.com' })).toMatchObject({
      user: { role: 'ADMIN' },
      errors: [],
    });
    const wrongEmail = await login({ email: 'other@example.com', password: 'wrong' });
    const wrongPassword = await login({ email: ADMIN.email, password: 'wrong' });
    expect(wrongPassword.errors).toEqual(wrongEmail.errors);
    expect(wrongPassword).toMatchObject({
      accessToken: null,
      errors: [{ code: 'INVALID_INPUT', path: ['password'] }],
    });
  });

  it('slows down whoever guesses passwords', async () => {
    const { email, password } = await world.people.add('OPERATOR');
    for (let attempt = 0; attempt < 10; attempt += 1) await login({ email, password: `${attempt}` });
    expect((await login({ email, password })).errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });

  it('gives new tokens once for a refresh token, and ends the session when it is used twice', async () => {
    const session = await login(ADMIN);
    const renewed = await refresh(must(session.refreshToken));
    expect(renewed.errors).toEqual([]);
    expect(refusal(await world.client(must(session.accessToken)).request(ME))).toBe('UNAUTHENTICATED');
    world.clock.advance(11_000); // at once, it would be another tab
    const stolen = await refresh(must(session.refreshToken));
    expect(stolen.errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(refusal(await world.client(must(renewed.accessToken)).request(ME))).toBe('UNAUTHENTICATED');
  });

  it('ends an access token after an hour, and a session at logout', async () => {
    const { id, client } = await world.people.add('OPERATOR');
    world.clock.advance(HOUR_MS + 1_000);
    expect(refusal(await client.request(ME))).toBe('UNAUTHENTICATED');
    world.clock.advance(-HOUR_MS - 1_000);
    expect(await client.send(ME)).toEqual({ me: { id } });
    expect(await client.send(SIGN_OUT)).toEqual({ logout: { errors: [] } });
    expect(refusal(await client.request(ME))).toBe('UNAUTHENTICATED');
  });

  it('refuses bad people: names, numbers, e-mails, weak passwords, unknown accounts', async () => {
    const good: CreateUserInput = { name: 'New', email: 'new@example.com', password: 'long enough!', role: 'OPERATOR' };
    const bad: [Partial<CreateUserInput>, string][] = [
      [{ name: ' ' }, 'REQUIRED name'],
      [{ email: 'nonsense' }, 'INVALID_FORMAT email'],
      [{ email: ADMIN.email.toUpperCase() }, 'DUPLICATE email'],
      [{ password: 'short' }, 'INVALID_INPUT password'],
      [{ phoneNumber: '12' }, 'PHONE_INVALID phoneNumber'],
      [{ accountIds: ['nonsense'] }, 'NOT_FOUND accountIds.0'],
    ];
    for (const [change, problem] of bad) {
      const { createUser } = await world.admin.send(CREATE_PERSON, { input: { ...good, ...change } });
      expect(createUser.user).toBeNull();
      expect(problems(createUser.errors)).toEqual([problem]);
    }
  });

  it('keeps at least one administrator', async () => {
    const { me } = await world.admin.send(ME);
    const { updateUser } = await world.admin.send(DEACTIVATE, { id: must(me).id });
    expect(problems(updateUser.errors)).toEqual(['NOT_ALLOWED_NOW role']);
  });

  it('lets nobody but administrators manage people, keys, accounts and webhooks', async () => {
    const input: CreateUserInput = { name: 'x', email: 'x@example.com', password: '0123456789', role: 'ADMIN' };
    const attempts: ((client: GraphqlClient) => Promise<Answer<unknown>>)[] = [
      (client) => client.request(CREATE_PERSON, { input }),
      (client) => client.request(CREATE_KEY, { input: { name: 'x', scopes: ['EVENTS_READ'] } }),
      (client) => client.request(ARCHIVE, { id: world.account.id }),
      (client) => client.request(RECEIVED),
      (client) => client.request(KEYS),
    ];
    for (const role of ['MANAGER', 'OPERATOR'] as const) {
      const { client } = await world.people.add(role);
      for (const attempt of attempts) expect(refusal(await attempt(client))).toBe('FORBIDDEN');
    }
  });

  it('shows e-mails and phone numbers to administrators and to the person, and to nobody else', async () => {
    const ann = await world.people.add('MANAGER', { name: 'Ann of the office' });
    const { updateUser } = await world.admin.send(GIVE_PHONE, { id: ann.id });
    expect(updateUser.errors).toEqual([]);
    const created = await createKey({ name: 'Directory', scopes: ['ACCOUNTS_WRITE', 'CONVERSATIONS_READ'] });
    const others = [(await world.people.add('MANAGER')).client, world.client(must(created.secret))];
    const seenBy = async (client: GraphqlClient, search: string) =>
      (await client.send(COLLEAGUES, { search })).users.nodes.filter(({ id }) => id === ann.id);
    const whole = [{ id: ann.id, name: 'Ann of the office', email: ann.email, phoneNumber: '+14155550100' }];
    expect(await seenBy(world.admin, ann.email)).toEqual(whole);
    expect(await seenBy(ann.client, 'Ann of the office')).toEqual(whole);
    for (const client of others) {
      expect(await seenBy(client, 'Ann of the office')).toEqual([
        { id: ann.id, name: 'Ann of the office', email: null, phoneNumber: null },
      ]);
      expect(await seenBy(client, ann.email)).toEqual([]); // or an address could be guessed letter by letter
    }
    expect((await login(ann)).user).toMatchObject({ email: ann.email, phoneNumber: '+14155550100' });
  });

  it('gives programs keys that do what their scopes say, on their accounts, until they are revoked', async () => {
    const { id } = world.account;
    const created = await createKey({ name: 'Shop', scopes: ['ACCOUNTS_READ'], accountIds: [id] });
    const [apiKey, secret] = [must(created.apiKey), must(created.secret)];
    const program = world.client(secret);
    expect(apiKey.hint).toBe(secret.slice(-4));
    expect(await program.send(ACCOUNTS)).toEqual({ accounts: [{ id }] });
    expect(refusal(await program.request(CONVERSATIONS))).toBe('FORBIDDEN');
    expect(refusal(await program.request(ME))).toBe('FORBIDDEN');
    const stored = JSON.stringify(await world.database.query('SELECT * FROM api_keys'));
    expect(stored).not.toContain(secret);
    const { revokeApiKey } = await world.admin.send(REVOKE_KEY, { id: apiKey.id });
    expect(revokeApiKey.errors).toEqual([]);
    expect(refusal(await program.request(ACCOUNTS))).toBe('UNAUTHENTICATED');
    const late = await createKey({ name: 'Late', scopes: ['ACCOUNTS_READ'], expiresAt: '2020-01-01T00:00:00Z' });
    expect(problems(late.errors)).toEqual(['INVALID_INPUT expiresAt']);
    const empty = await createKey({ name: 'Nothing', scopes: [] });
    expect(problems(empty.errors)).toEqual(['REQUIRED scopes']);
  });
});

/** A valid use of a field that says no more than it must: required arguments, one leaf. */
function shortestUse(operation: 'query' | 'mutation', field: GraphQLField<unknown, unknown>) {
  const needed = field.args.filter(({ type }) => isNonNullType(type));
  const declared = needed.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = needed.map(({ name }) => `${name}: $${name}`).join(', ');
  const inParentheses = (list: string): string => (list === '' ? '' : `(${list})`);
  const leaf = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return {
    text: `${operation} ${inParentheses(declared)} { ${field.name}${inParentheses(given)} ${leaf} }`,
    variables: Object.fromEntries(needed.map(({ name, type }) => [name, dummy(type)])),
  };
}
