import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOrder, readComposeFile } from './compose-file.js';

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy');
const SETTINGS = {
  PARLEY_HOST: 'parley.example.com',
  ADMIN_EMAIL: 'you@example.com',
  S3_ACCESS_KEY_ID: 'GK1',
  S3_SECRET_ACCESS_KEY: 'secret',
  GARAGE_RPC_SECRET: 'rpc',
};

describe('A Compose file', () => {
  let folder: string;
  const write = (settings: Record<string, string>): void =>
    writeFileSync(
      join(folder, '.env'),
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-compose-file-'));
    cpSync(join(DEPLOY, 'compose.yml'), join(folder, 'compose.yml'));
    write(SETTINGS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read with its variables, what its services share, and where their secrets lie', () => {
    const { services, subnet } = readComposeFile(folder);
    expect(subnet).toBe('172.31.250.0/24');
    expect(services['api-1']).toMatchObject({
      image: 'parley',
      command: [],
      environment: {
        PUBLIC_URL: 'https://parley.example.com',
        ROLE: 'api',
        TRUSTED_PROXIES: subnet,
        METRICS_PORT: '9464',
      },
      secrets: { secret_key: join(folder, 'secrets', 'secret_key') },
      dependsOn: { migrate: 'service_completed_successfully', redis: 'service_healthy' },
    });
    expect(services['worker-2']?.environment).toMatchObject({ ROLE: 'worker', WORKER_HEALTH_PORT: '3000' });
  });

  it('leaves to the shell of a container what is written with two dollar signs', () => {
    expect(readComposeFile(folder).services.redis?.command.at(-1)).toContain('"$(cat /run/secrets/redis_password)"');
  });

  it('adds what parley.env says, and lets the file itself win', () => {
    writeFileSync(join(folder, 'parley.env'), 'SMTP_URL=smtp://mail\nROLE=all\n');
    expect(readComposeFile(folder).services['api-1']?.environment).toMatchObject({
      SMTP_URL: 'smtp://mail',
      ROLE: 'api',
    });
  });

  it('is refused by the name of what is missing, and what to do', () => {
    const { ADMIN_EMAIL: _, ...others } = SETTINGS;
    write(others);
    expect(() => readComposeFile(folder)).toThrow('ADMIN_EMAIL: run deploy/prepare.sh first');
  });

  it('is started in an order in which each comes after what it depends on', () => {
    const { services } = readComposeFile(folder);
    const order = inOrder(services);
    expect(order.toSorted()).toEqual(Object.keys(services).toSorted());
    for (const [name, { dependsOn }] of Object.entries(services))
      for (const other of Object.keys(dependsOn)) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
  });
});
