import type { INestApplicationContext } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AccountsService } from '../modules/accounts/accounts.service.js';
import { ConnectionTestService } from '../modules/accounts/connection/connection-test.service.js';
import { NotifyUsersService } from '../modules/accounts/phone-numbers/notify-users.service.js';
import { PhoneNumbersService } from '../modules/accounts/phone-numbers/phone-numbers.service.js';
import { WebhookSubscriptionService } from '../modules/accounts/connection/webhook-subscription.service.js';
import type { UserViewer } from '../modules/users/domain/viewer.js';
import type { Credentials } from '../modules/users/first-admin.service.js';
import { UsersService } from '../modules/users/users.service.js';
import type { SimulatorPage } from '../console/simulator-page.js';
import { allPages } from './all-pages.js';
import { createDemoTemplates, restoreRemoteTemplates } from './demo-templates.js';
import { DEMO, populateDemoWorld } from '../simulator/world/demo-world.js';
import { WorldFile } from '../simulator/world/saved-world.js';
import { serveSimulatorPage } from '../simulator/serve-page.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';

const PAGE_PATH = '/simulator/';
const OPERATOR_EMAIL = 'operator@parley.local';

/** The demo: a simulated Meta with customers, and an account connected to it. Never loaded in production. */
export class Demo {
  private constructor(
    readonly simulator: Simulator,
    private readonly file: WorldFile,
    private readonly resume: (() => void) | null,
  ) {}

  /** Starts the simulated Meta with the world that a former run left in DATA_DIR/simulator, or with a new one. */
  static async start(port: number, dataDirectory: string): Promise<Demo> {
    const simulator = await startSimulator(port);
    const file = new WorldFile(join(dataDirectory, 'simulator', 'world'));
    const resume = file.restore(simulator);
    if (resume === null) populateDemoWorld(simulator.world);
    return new Demo(simulator, file, resume);
  }

  /** The simulator's page, for the server that has the console. */
  get page(): SimulatorPage {
    return {
      path: PAGE_PATH,
      serve: async (server) => {
        const prefix = PAGE_PATH.slice(0, -1);
        server.get(prefix, (_request, reply) => reply.redirect(PAGE_PATH));
        await server.register(async (scope) => serveSimulatorPage(scope, this.simulator), { prefix });
      },
    };
  }

  /**
   * Connects the account and creates an operator, on the first run; afterwards goes on with what was under way. Where the
   * simulated Meta's world was lost, it gets back the templates that we know of.
   * @returns the operator's credentials on the first run
   */
  async prepare(app: INestApplicationContext): Promise<Credentials | null> {
    const viewer = await this.adminViewer(app);
    const [existing] = await app.get(AccountsService).list(viewer);
    const operator = existing === undefined ? await this.createAccountAndOperator(app, viewer) : null;
    const [account] = await app.get(AccountsService).list(viewer);
    if (account?.whatsappAccountId !== DEMO.whatsappAccountId) return operator;
    await app.get(WebhookSubscriptionService).subscribe(viewer, account.id);
    await app.get(ConnectionTestService).test(viewer, account.id);
    this.file.keep(this.simulator);
    if (operator !== null) {
      this.letCustomersWrite();
      await createDemoTemplates(app, viewer, account.id, this.simulator);
    } else if (this.resume === null) await restoreRemoteTemplates(app, viewer, account.id, this.simulator);
    this.resume?.();
    return operator;
  }

  private async createAccountAndOperator(app: INestApplicationContext, viewer: UserViewer): Promise<Credentials> {
    const accounts = app.get(AccountsService);
    const account = await accounts.create(viewer, {
      name: 'Lucky Garden',
      whatsappAccountId: DEMO.whatsappAccountId,
      appId: DEMO.appId,
      appSecret: DEMO.appSecret,
      accessToken: DEMO.accessToken,
      whatsappPhoneNumberId: DEMO.phoneNumberId,
    });
    const credentials = { email: OPERATOR_EMAIL, password: randomBytes(9).toString('base64url') };
    const operator = await app
      .get(UsersService)
      .create(
        { kind: 'SYSTEM' },
        { ...credentials, name: 'Olivia Operator', role: 'OPERATOR', accountIds: [account.id] },
      );
    for (const number of await app.get(PhoneNumbersService).ofAccount(account.id))
      await app.get(NotifyUsersService).set(viewer, { phoneNumberId: number.id, userIds: [operator.id] });
    return credentials;
  }

  private letCustomersWrite(): void {
    const { world, conversations } = this.simulator;
    const phone = world.phones.get(DEMO.phoneNumberId);
    const texts = [
      'Hi! Do you have the blue aloe in stock?',
      'Olá! Vocês entregam em São Paulo? 🌵',
      'Ist meine Bestellung schon unterwegs?',
    ];
    world.customers.forEach((customer, index) => {
      const body = texts[index];
      if (phone !== undefined && body !== undefined) conversations.write(phone, customer, 'text', { body });
    });
  }

  private async adminViewer(app: INestApplicationContext): Promise<UserViewer> {
    const users = await allPages((page) => app.get(UsersService).list(undefined, page));
    const [admin] = users
      .filter(({ role }) => role === 'ADMIN')
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    return {
      kind: 'USER',
      id: admin?.id ?? '',
      sessionId: '',
      role: 'ADMIN',
      accountIds: [],
      expiresAt: new Date(8.64e15),
    };
  }
}
