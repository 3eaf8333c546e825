import { mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inOrder, readComposeFile, type ComposeService } from './compose-file.js';
import { Container } from './container.js';
import { Network } from './network.js';
import { createDatabase, standInFor, type StandIn } from './stand-ins.js';

/** Of the image, in deploy/Dockerfile; HOME as Docker sets it for its user. */
const COMMAND = ['node', 'dist/src/main.js'];
const HEALTH_CHECK = ['node', 'dist/src/health-check.js'];
const IMAGE_ENVIRONMENT = { NODE_ENV: 'production', DATA_DIR: '/data', HOME: '/home/node' };

/** The services of a Compose file as processes of this machine: what `docker compose` does with them. */
export class ComposeProject {
  readonly order: string[];
  readonly network: Network;
  private readonly services: Record<string, ComposeService>;
  private readonly containers = new Map<string, Container>();
  private readonly standIns = new Map<string, StandIn>();
  private authority: string | null = null;

  /**
   * @param folder where deploy/ lies, and the containers' volumes and logs go
   * @param root what the image of Parley is made of
   * @param proxyHost the name by which the proxy is reached
   */
  constructor(
    private readonly folder: string,
    private readonly root: string,
    proxyHost: string,
  ) {
    const { services, subnet } = readComposeFile(join(folder, 'deploy'));
    this.services = services;
    this.order = inOrder(services);
    this.network = new Network(subnet, folder);
    for (const name of this.order) this.network.add(name, ...(name === 'proxy' ? [proxyHost] : []));
    prepareRoot(root);
  }

  /** Starts a service, and waits for it as its dependents do. @returns what stands in for its image, if anything does */
  async up(name: string): Promise<string> {
    const service = this.service(name);
    const isOurs = service.image === 'parley';
    const isFirst = !this.containers.has(name);
    const standIn = isOurs ? null : this.standIn(service, name);
    const container = Container.start({
      name,
      command: standIn?.command ?? (service.command.length > 0 ? service.command : COMMAND),
      environment: standIn?.environment ?? { ...IMAGE_ENVIRONMENT, ...service.environment, ...this.trust() },
      secrets: { ...service.secrets, ...(isOurs && this.authority !== null ? { authority: this.authority } : {}) },
      network: this.network,
      log: join(this.folder, `${name}.log`),
      ...(isOurs ? { image: { root: this.root, data: this.volume(name) } } : {}),
    });
    this.containers.set(name, container);
    if (this.isWaitedFor(name, 'service_completed_successfully')) await container.untilCompleted();
    else if (isOurs) await container.untilHealthy(HEALTH_CHECK);
    else if (service.healthCheck !== null) await container.untilHealthy(wordsOf(service.healthCheck));
    if (name === 'database' && isFirst) await createDatabase(service, this.network.addressOf(name));
    return standIn?.title ?? '';
  }

  /** From now on what is started trusts certificates of this authority, which in production is one that everybody knows. */
  trustIn(authority: string): void {
    this.authority = authority;
  }

  /** A process of this machine beside the services, with a network of its own. */
  add(name: string, command: string[], environment: Record<string, string>): Container {
    this.network.add(name);
    const log = join(this.folder, `${name}.log`);
    const container = Container.start({ name, command, environment, secrets: {}, network: this.network, log });
    this.containers.set(name, container);
    return container;
  }

  /** Runs a command in a service, as `docker compose exec` does. */
  run(name: string, command: readonly string[]): { code: number | null; output: string } {
    const container = this.containers.get(name);
    if (container === undefined) throw new Error(`${name} was not started.`);
    return container.run(command);
  }

  /** Ends a service. @throws Error unless it ends with 0 by itself, where it is ours */
  async stop(name: string): Promise<void> {
    const code = await this.containers.get(name)?.stop();
    if (this.service(name).image === 'parley' && code !== 0) throw new Error(`${name} ended with ${code}.`);
  }

  /** Ends all services, those first that depend on others. */
  async down(): Promise<void> {
    for (const name of this.order.toReversed()) await this.stop(name);
  }

  /** Ends everything, and takes the network away. */
  async remove(): Promise<void> {
    await Promise.all([...this.containers.values()].map((container) => container.stop()));
    this.network.remove();
  }

  private trust(): Record<string, string> {
    return this.authority === null ? {} : { NODE_EXTRA_CA_CERTS: '/run/secrets/authority' };
  }

  private service(name: string): ComposeService {
    const service = this.services[name];
    if (service === undefined) throw new Error(`compose.yml has no service ${name}.`);
    return service;
  }

  private isWaitedFor(name: string, condition: ComposeService['dependsOn'][string]): boolean {
    return Object.values(this.services).some(({ dependsOn }) => dependsOn[name] === condition);
  }

  private standIn(service: ComposeService, name: string): StandIn {
    const standIn = this.standIns.get(name) ?? standInFor(service, name, this.folder);
    this.standIns.set(name, standIn);
    return standIn;
  }

  /** The folder of a service's volume /data, which belongs to the image's user. */
  private volume(name: string): string {
    const path = join(this.folder, name);
    execFileSync('install', ['-d', '-m', '700', '-o', '65534', '-g', '65534', path]);
    return path;
  }
}

/** Docker writes these into every container by itself. */
function prepareRoot(root: string): void {
  for (const folder of ['etc', 'run']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'etc', 'hosts'), '');
  writeFileSync(join(root, 'etc', 'nsswitch.conf'), 'hosts: files\n');
}

/** `[CMD, …]` and `[CMD-SHELL, a line]`. */
function wordsOf([kind, ...words]: readonly string[]): string[] {
  return kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
}
