import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ADMIN, demoAccount, freePort } from '../../../scripts/local-server.js';
import { Clock } from '../../../src/common/clock/clock.js';
import { readConfig } from '../../../src/common/config/config.js';
import { Database } from '../../../src/common/database/database.js';
import { createApp } from '../../../src/create-app.js';
import { FirstAdminService } from '../../../src/modules/users/first-admin.service.js';
import { populateDemoWorld } from '../../../src/simulator/demo-world.js';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator.js';
import { GraphqlClient } from './graphql-client.js';
import { createTestDatabase, type TestDatabase } from '../test-database.js';

export interface TestApp {
  url: string;
  app: NestFastifyApplication;
  simulator: Simulator;
  environment: NodeJS.ProcessEnv;
  /** Signed in as administrator. */
  admin: GraphqlClient;
  clock: Clock;
  database: Database;
  client(token?: string): GraphqlClient;
  /** Another process's worth of application on the same database (PostgreSQL only). */
  startAnother(
    changes?: NodeJS.ProcessEnv,
  ): Promise<{ url: string; app: NestFastifyApplication; close(): Promise<void> }>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  environment?: NodeJS.ProcessEnv;
  database?: TestDatabase;
}

/** Everything that a test of behaviour needs: a database of its own, a fake Meta over HTTP, the application listening. */
export async function startTestApp({ environment = {}, database: given }: TestAppOptions = {}): Promise<TestApp> {
  const database = given ?? (await createTestDatabase());
  const simulator = await startSimulator(0);
  populateDemoWorld(simulator.world);
  Object.assign(simulator.world.settings, { sentAfterMs: 5, deliveredAfterMs: 15, enforceRateLimits: false });
  const shared: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    SECRET_KEY: randomBytes(32).toString('base64'),
    GRAPH_API_URL: simulator.url,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
    ...database.environment,
    ...environment,
  };
  const { app, url } = await listen(shared);
  await app.get(FirstAdminService).ensure();
  const admin = new GraphqlClient(url);
  await admin.login(ADMIN.email, ADMIN.password);
  return {
    url,
    app,
    simulator,
    environment: shared,
    admin,
    clock: app.get(Clock),
    database: app.get(Database),
    client: (token) => new GraphqlClient(url, token),
    startAnother: async (changes = {}) => {
      const another = await listen({ ...shared, ...changes });
      return { ...another, close: () => another.app.close() };
    },
    close: async () => {
      await app.close();
      await simulator.close();
      if (given === undefined) await database.drop();
    },
  };
}

async function listen(environment: NodeJS.ProcessEnv): Promise<{ app: NestFastifyApplication; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createApp(readConfig({ PUBLIC_URL: url, ...environment, PORT: String(port) }));
  await app.listen(port, '127.0.0.1');
  return { app, url };
}

export interface ConnectedAccount {
  id: string;
  phoneNumber: { id: string };
}

/** The simulator's account, connected and subscribed. */
export async function connectAccount(test: TestApp, notifyUserIds: string[] = []): Promise<ConnectedAccount> {
  const { createAccount } = await test.admin.send(
    `mutation ($input: CreateAccountInput!) {
       createAccount(input: $input) { account { id phoneNumbers { id } } errors { code message path } } }`,
    {
      input: { ...demoAccount('Lucky Garden'), notifyUserIds },
    },
  );
  expect(createAccount.errors).toEqual([]);
  const { subscribeWebhooks } = await test.admin.send(
    'mutation ($id: ID!) { subscribeWebhooks(input: { accountId: $id }) { errors { code message } } }',
    { id: createAccount.account.id },
  );
  expect(subscribeWebhooks.errors).toEqual([]);
  return { id: createAccount.account.id, phoneNumber: createAccount.account.phoneNumbers[0] };
}

export interface Person {
  id: string;
  client: GraphqlClient;
  email: string;
  password: string;
}

let people = 0;

/** A person who is signed in. */
export async function addPerson(
  test: TestApp,
  role: 'ADMIN' | 'MANAGER' | 'OPERATOR',
  accountIds: string[] = [],
): Promise<Person> {
  people += 1;
  const email = `person${people}@example.com`;
  const password = `password of person ${people}`;
  const { createUser } = await test.admin.send(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code message path } } }',
    { input: { name: `Person ${people}`, email, password, role, accountIds } },
  );
  expect(createUser.errors).toEqual([]);
  const client = new GraphqlClient(test.url);
  await client.login(email, password);
  return { id: createUser.user.id, client, email, password };
}
