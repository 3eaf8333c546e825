/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { buildSchema, isObjectType, type GraphQLField } from 'graphql';
import { readFileSync } from 'node:fs';
import { ADMIN } from '../../scripts/local-server.js';
import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type TestApp,
} from '../support/legacy/test-app.js';
import { GraphqlClient } from '../support/legacy/graphql-client.js';

const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken expiresAt user { name role } errors { code message path } } }`;
const REFRESH = `mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) { accessToken refreshToken errors { code } } }`;
const UPDATE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id role isActive } errors { code message path } } }`;

describe('People', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeAll(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterAll(() => test.close());

  it('answers no query, mutation or subscription without a token, but login and refreshSession', async () => {
    const schema = buildSchema(readFileSync('schema.gql', 'utf8'));
    const open = new Set(['login', 'refreshSession']);
    const nobody = test.client();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type!.getFields()).map((field) => ({ operation: type!.name.toLowerCase(), field })),
    );
    expect(fields.length).toBeGreaterThan(25);
    for (const { operation, field } of fields.filter(({ field: { name } }) => !open.has(name))) {
      const { errors, data } = await nobody.request(`${operation} { ${minimal(field)} }`);
      expect({ field: field.name, code: errors[0]?.extensions.code, data: data?.[field.name] ?? null }).toEqual({
        field: field.name,
        code: 'UNAUTHENTICATED',
        data: null,
      });
    }
    const socket = nobody.subscribe('subscription { inboxEvents(accountId: "x") { cursor } }');
    await socket.until(({ closed }) => closed !== null, 'the close');
    expect(socket.closed).toMatchObject({ code: 4401 });
  });

  it('signs in with any case of the e-mail, and tells nothing about which part was wrong', async () => {
    const { login } = await test.client().send(LOGIN, { input: { ...ADMIN, email: 'ADMIN@Example.com' } });
    expect(login).toMatchObject({ user: { role: 'ADMIN' }, errors: [] });
    const wrongPassword = await test.client().send(LOGIN, { input: { email: 'other@example.com', password: 'wrong' } });
    const wrongEmail = await test.client().send(LOGIN, { input: { email: ADMIN.email, password: 'wrong' } });
    expect(wrongPassword.login.errors).toEqual(wrongEmail.login.errors);
    expect(wrongEmail.login).toMatchObject({
      accessToken: null,
      errors: [{ code: 'INVALID_INPUT', path: ['password'] }],
    });
  });

  it('slows down whoever guesses passwords', async () => {
    const person = await addPerson(test, 'OPERATOR');
    for (let attempt = 0; attempt < 10; attempt += 1)
      await test.client().send(LOGIN, { input: { email: person.email, password: `${attempt}` } });
    const { login } = await test
      .client()
      .send(LOGIN, { input: { email: person.email, password: 'even the right one' } });
    expect(login.errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });

  it('gives new tokens once for a refresh token, and ends the session when it is used twice', async () => {
    const { login } = await test.client().send(LOGIN, { input: ADMIN });
    const { refreshSession } = await test.client().send(REFRESH, { token: login.refreshToken });
    expect(refreshSession.errors).toEqual([]);
    expect(
      (await new GraphqlClient(test.url, login.accessToken).request('{ me { id } }')).errors[0]?.extensions.code,
    ).toBe('UNAUTHENTICATED');
    const stolen = await test.client().send(REFRESH, { token: login.refreshToken });
    expect(stolen.refreshSession.errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    const victim = await new GraphqlClient(test.url, refreshSession.accessToken).request('{ me { id } }');
    expect(victim.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('ends an access token after an hour, and a session at logout', async () => {
    const person = await addPerson(test, 'OPERATOR');
    test.clock.advance(3_601_000);
    expect((await person.client.request('{ me { id } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    test.clock.advance(-3_601_000);
    expect((await person.client.send('{ me { id } }')).me.id).toBe(person.id);
    expect(await person.client.send('mutation { logout { errors { code } } }')).toEqual({ logout: { errors: [] } });
    expect((await person.client.request('{ me { id } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('refuses bad people: names, numbers, e-mails, weak passwords, unknown accounts', async () => {
    const CREATE =
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code path } } }';
    const good = { name: 'New', email: 'new@example.com', password: 'long enough!', role: 'OPERATOR' };
    const bad: [object, object][] = [
      [{ name: ' ' }, { code: 'REQUIRED', path: ['name'] }],
      [{ email: 'nonsense' }, { code: 'INVALID_FORMAT', path: ['email'] }],
      [{ email: ADMIN.email.toUpperCase() }, { code: 'DUPLICATE', path: ['email'] }],
      [{ password: 'short' }, { code: 'INVALID_INPUT', path: ['password'] }],
      [{ phoneNumber: '12' }, { code: 'PHONE_INVALID', path: ['phoneNumber'] }],
      [{ accountIds: ['nonsense'] }, { code: 'NOT_FOUND', path: ['accountIds', '0'] }],
    ];
    for (const [change, problem] of bad) {
      const { createUser } = await test.admin.send(CREATE, { input: { ...good, ...change } });
      expect(createUser).toMatchObject({ user: null, errors: [problem] });
    }
  });

  it('keeps at least one administrator', async () => {
    const { me } = await test.admin.send('{ me { id } }');
    const refused = await test.admin.send(UPDATE, { input: { id: me.id, isActive: false } });
    expect(refused.updateUser.errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['role'] }]);
  });

  it('lets nobody but administrators manage people, keys, accounts and webhooks', async () => {
    const documents = [
      'mutation { createUser(input: { name: "x", email: "x@example.com", password: "0123456789", role: ADMIN }) { errors { code } } }',
      'mutation { createApiKey(input: { name: "x", scopes: [EVENTS_READ] }) { secret } }',
      `mutation { archiveAccount(input: { accountId: "${account.id}" }) { errors { code } } }`,
      '{ webhookDeliveries { nodes { id } } }',
      '{ apiKeys { id } }',
    ];
    for (const role of ['MANAGER', 'OPERATOR'] as const) {
      const person = await addPerson(test, role, [account.id]);
      for (const document of documents) {
        expect((await person.client.request(document)).errors[0]?.extensions.code).toBe('FORBIDDEN');
      }
    }
  });

  it('gives programs keys that do what their scopes say, on their accounts, until they are revoked', async () => {
    const CREATE =
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id hint } secret errors { code path } } }';
    const { createApiKey } = await test.admin.send(CREATE, {
      input: { name: 'Shop', scopes: ['ACCOUNTS_READ'], accountIds: [account.id] },
    });
    const program = test.client(createApiKey.secret);
    expect(createApiKey.apiKey.hint).toBe(createApiKey.secret.slice(-4));
    expect((await program.send('{ accounts { id } }')).accounts).toEqual([{ id: account.id }]);
    expect((await program.request('{ conversations { nodes { id } } }')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await program.request('{ me { id } }')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const stored = JSON.stringify(await test.database.query('SELECT * FROM api_keys'));
    expect(stored).not.toContain(createApiKey.secret);
    await test.admin.send('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { errors { code } } }', {
      id: createApiKey.apiKey.id,
    });
    expect((await program.request('{ accounts { id } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const late = await test.admin.send(CREATE, {
      input: { name: 'Late', scopes: ['ACCOUNTS_READ'], expiresAt: '2020-01-01T00:00:00Z' },
    });
    expect(late.createApiKey.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['expiresAt'] }]);
    const empty = await test.admin.send(CREATE, { input: { name: 'Nothing', scopes: [] } });
    expect(empty.createApiKey.errors).toMatchObject([{ code: 'REQUIRED', path: ['scopes'] }]);
  });
});

/** The shortest valid use of a field: required arguments with placeholders, one leaf. */
function minimal(field: GraphQLField<unknown, unknown>): string {
  const needed = field.args.filter((argument) => argument.type.toString().endsWith('!'));
  const values = needed.map((argument) => `${argument.name}: ${sample(argument.type)}`).join(', ');
  const selection = field.type.toString().match(/\w+/)![0];
  const leaf = /^(String|Int|Boolean|ID)$/.test(selection) ? '' : ' { __typename }';
  return `${field.name}${values === '' ? '' : `(${values})`}${leaf}`;
}

function sample(type: unknown): string {
  const named = String(type).replace(/!/g, '');
  if (named.startsWith('[')) return '[]';
  const schema = buildSchema(readFileSync('schema.gql', 'utf8'));
  const found = schema.getType(named);
  if (found !== undefined && found !== null && 'getFields' in found && !isObjectType(found)) {
    const fields = Object.values(
      (found as { getFields(): Record<string, { name: string; type: unknown; defaultValue?: unknown }> }).getFields(),
    );
    const isOneOf = (found as { isOneOf?: boolean }).isOneOf === true;
    const needed = isOneOf
      ? fields.slice(0, 1)
      : fields.filter((field) => String(field.type).endsWith('!') && field.defaultValue === undefined);
    return `{ ${needed.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
  }
  if (found !== undefined && found !== null && 'getValues' in found) return found.getValues()[0]!.name;
  return named === 'Int' ? '1' : '"x"';
}
