import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig, type Config } from './common/config/config.js';
import { readEnvironment } from './common/config/environment.js';
import { listening, type Listening } from './common/errors/listen-error.js';
import { StartupError } from './common/errors/startup-error.js';
import { endOnSignals, endWith } from './common/shutdown/end-on-signals.js';
import { EXIT_CODES } from './common/shutdown/exit-codes.js';
import { createApp } from './create-app.js';
import type { Demo } from './demo/demo.js';
import { FirstAdminService, type Credentials } from './modules/users/first-admin.service.js';

/** The application, once there is one: what is started later is closed with it. */
let running: INestApplicationContext | null = null;

try {
  const config = readConfig(readEnvironment());
  process.umask(0o077); // whatever this process writes is for itself alone
  endOnSignals(async () => running?.close(), config.get('SHUTDOWN_TIMEOUT_SECONDS'));
  await start(config);
} catch (error) {
  endWith(EXIT_CODES.FAILED, error instanceof StartupError ? error.message : String((error as Error).stack));
}

async function start(config: Config): Promise<void> {
  if (config.warning !== null) process.stdout.write(`${config.warning}\n`);
  const demo = config.isDemo ? await startDemo(config.get('PORT'), config.dataDirectory) : null;
  const app =
    demo === null
      ? await createApp(config)
      : await createApp(config.with({ GRAPH_API_URL: demo.simulator.url }), demo.page);
  running = app;
  if (!config.servesApi) {
    const port = config.get('WORKER_HEALTH_PORT');
    await (port === null
      ? app.init()
      : listening(at(config, 'WORKER_HEALTH_PORT', port), () => app.listen(port, config.host)));
    process.stdout.write('\nParley is running as a worker.\n');
    return;
  }
  await app.init();
  const admin = await app.get(FirstAdminService).ensure();
  const operator = await listenAndPrepare(config, app, demo).catch((error: unknown) => {
    for (const line of logins(admin, null)) process.stdout.write(`${line}\n`); // there is no other time at which they are printed
    throw error;
  });
  process.stdout.write(greeting(config, demo, logins(admin, operator)));
}

async function listenAndPrepare(
  config: Config,
  app: NestFastifyApplication,
  demo: Demo | null,
): Promise<Credentials | null> {
  const port = config.get('PORT');
  await listening(at(config, 'PORT', port), () => app.listen(port, config.host));
  return demo === null ? null : demo.prepare(app);
}

function at({ host }: Config, portSetting: string, port: number): Listening {
  return { port, host, portSetting, hostSetting: 'HOST' };
}

/** Imported here alone, so that production loads neither the demo nor the simulator. */
async function startDemo(port: number, dataDirectory: string): Promise<Demo> {
  const module = await import('./demo/demo.js');
  const next = port === 0 ? 0 : port + 1;
  const where = {
    port: next,
    host: '127.0.0.1',
    portSetting: 'PORT',
    hostSetting: 'HOST',
    label: 'PORT + 1, the simulated Meta',
  };
  return listening(where, () => module.Demo.start(next, dataDirectory));
}

function logins(admin: Credentials | null, operator: Credentials | null): string[] {
  return [
    ...(admin === null
      ? []
      : [`  Administrator     ${admin.email}   password ${admin.password}   (printed this once)`]),
    ...(operator === null
      ? []
      : [`  Operator          ${operator.email}   password ${operator.password}   (printed this once)`]),
  ];
}

function greeting(config: Config, demo: Demo | null, printedOnce: readonly string[]): string {
  const lines = [
    '',
    'Parley is running.',
    `  Operator console  ${config.publicUrl}/`,
    `  GraphQL           ${config.publicUrl}/graphql`,
    ...(demo === null ? [] : [`  Simulated Meta    ${config.publicUrl}${demo.page.path}   (write as a customer)`]),
    ...printedOnce,
    '',
  ];
  return `${lines.join('\n')}\n`;
}
