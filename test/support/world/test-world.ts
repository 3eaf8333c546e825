import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { ADMIN, freePort } from '../../../scripts/local-server.js';
import { Clock } from '../../../src/common/clock/clock.js';
import { readConfig } from '../../../src/common/config/config.js';
import { Database } from '../../../src/common/database/database.js';
import { createApp } from '../../../src/create-app.js';
import { FirstAdminService } from '../../../src/modules/users/first-admin.service.js';
import { must } from '../expectations.js';
import { GraphqlClient } from '../graphql/graphql-client.js';
import { createTestDatabase, type TestDatabase } from '../test-database.js';
import { AccountsDriver, type ConnectedAccount } from './accounts.js';
import { BroadcastsDriver } from './broadcasts.js';
import { CostsDriver } from './costs.js';
import { CannedRepliesDriver } from './canned-replies.js';
import { CustomersDriver } from './customers.js';
import { EndpointsDriver } from './endpoints.js';
import { FilesDriver } from './files.js';
import { InboxDriver } from './inbox.js';
import { LabelsDriver } from './labels.js';
import { MetaDriver } from './meta.js';
import { MetricsDriver } from './metrics.js';
import { PeopleDriver } from './people.js';
import { RecordsDriver } from './records.js';
import { TemplatesDriver } from './templates.js';
import { TestClock } from './test-clock.js';
import { WebhooksDriver } from './webhooks.js';

export interface TestWorldOptions {
  environment?: NodeJS.ProcessEnv;
  /** Of the caller, who also drops it; otherwise the world has one of its own. */
  database?: TestDatabase;
  /** Whether the simulator's account is connected and subscribed; true unless told otherwise. */
  isConnected?: boolean;
}

interface RunningApp {
  app: NestFastifyApplication;
  url: string;
}

/** Everything that a test of behaviour needs: a database of its own, a fake Meta over HTTP, the application listening. */
export class TestWorld {
  readonly clock: TestClock;
  readonly database: Database;
  /** Signed in as administrator. */
  readonly admin: GraphqlClient;
  private connected: ConnectedAccount | null = null;
  private readonly driven: Partial<Drivers> = {};

  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly meta: MetaDriver,
    readonly environment: NodeJS.ProcessEnv,
    private readonly dropDatabase: () => Promise<void>,
  ) {
    this.clock = new TestClock(app.get(Clock), meta.world);
    this.database = app.get(Database);
    this.admin = new GraphqlClient(url);
  }

  static async start({ environment, database, isConnected = true }: TestWorldOptions = {}): Promise<TestWorld> {
    const own = database === undefined ? await createTestDatabase() : null;
    const meta = await MetaDriver.start();
    const settings: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      SECRET_KEY: randomBytes(32).toString('base64'),
      GRAPH_API_URL: meta.simulator.url,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      TEMPLATE_SYNC_CRON: 'off',
      META_ANALYTICS_CRON: 'off',
      LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
      ...(own ?? database)?.environment,
      ...environment,
    };
    const { app, url } = await listen(settings);
    const world = new TestWorld(app, url, meta, settings, async () => own?.drop());
    await app.get(FirstAdminService).ensure();
    await world.admin.login(ADMIN.email, ADMIN.password);
    if (isConnected) await world.connect();
    return world;
  }

  /** The connected account. */
  get account(): ConnectedAccount {
    return must(this.connected, 'a connected account');
  }

  async connect(notifyUserIds: string[] = []): Promise<ConnectedAccount> {
    this.connected = await this.accounts.connect(notifyUserIds);
    return this.connected;
  }

  /** Any request: `world.http.get('/health').expect(200)`. */
  get http(): ReturnType<typeof request> {
    return request(this.url);
  }

  get accounts(): AccountsDriver {
    return (this.driven.accounts ??= new AccountsDriver(this));
  }

  get people(): PeopleDriver {
    return (this.driven.people ??= new PeopleDriver(this));
  }

  get customers(): CustomersDriver {
    return (this.driven.customers ??= new CustomersDriver(this));
  }

  get inbox(): InboxDriver {
    return (this.driven.inbox ??= new InboxDriver(this));
  }

  get labels(): LabelsDriver {
    return (this.driven.labels ??= new LabelsDriver(this));
  }

  get cannedReplies(): CannedRepliesDriver {
    return (this.driven.cannedReplies ??= new CannedRepliesDriver(this));
  }

  get files(): FilesDriver {
    return (this.driven.files ??= new FilesDriver(this));
  }

  get records(): RecordsDriver {
    return (this.driven.records ??= new RecordsDriver(this));
  }

  get templates(): TemplatesDriver {
    return (this.driven.templates ??= new TemplatesDriver(this));
  }

  get costs(): CostsDriver {
    return (this.driven.costs ??= new CostsDriver(this));
  }
  get broadcasts(): BroadcastsDriver {
    return (this.driven.broadcasts ??= new BroadcastsDriver(this));
  }

  get metrics(): MetricsDriver {
    return (this.driven.metrics ??= new MetricsDriver(this));
  }

  get webhooks(): WebhooksDriver {
    return (this.driven.webhooks ??= new WebhooksDriver(this));
  }

  get endpoints(): EndpointsDriver {
    return (this.driven.endpoints ??= new EndpointsDriver(this));
  }

  /** A front end that nobody has signed in to, or that has this token. */
  client(token?: string): GraphqlClient {
    return new GraphqlClient(this.url, token);
  }

  /** Both clocks go on, and everybody signs in again. */
  async later(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await this.people.signInAgain();
  }

  /** Rows of a table, or of `table WHERE …`. */
  async countRows(table: string): Promise<number> {
    const [row] = await this.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(row?.count);
  }

  /** Another process's worth of application on the same database (PostgreSQL only). */
  async startAnother(changes: NodeJS.ProcessEnv = {}): Promise<RunningApp & { close(): Promise<void> }> {
    const another = await listen({ ...this.environment, ...changes });
    return { ...another, close: () => another.app.close() };
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.meta.close();
    await this.dropDatabase();
    // A file of tests stays loaded as long as its worker, and its world with it: not what the world was made of.
    for (const part of Object.keys(this)) Reflect.deleteProperty(this, part);
  }
}

interface Drivers {
  accounts: AccountsDriver;
  people: PeopleDriver;
  customers: CustomersDriver;
  inbox: InboxDriver;
  cannedReplies: CannedRepliesDriver;
  labels: LabelsDriver;
  files: FilesDriver;
  records: RecordsDriver;
  templates: TemplatesDriver;
  broadcasts: BroadcastsDriver;
  costs: CostsDriver;
  metrics: MetricsDriver;
  webhooks: WebhooksDriver;
  endpoints: EndpointsDriver;
}

async function listen(environment: NodeJS.ProcessEnv): Promise<RunningApp> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createApp(readConfig({ PUBLIC_URL: url, ...environment, PORT: String(port) }));
  await app.listen(port, '127.0.0.1');
  return { app, url };
}
