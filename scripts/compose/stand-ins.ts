import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { ComposeService } from './compose-file.js';

/** How this machine's own program does what a service's image does. */
export interface StandIn {
  /** Its name and version. */
  title: string;
  command: string[];
  environment: Record<string, string>;
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const DATABASE_USER = 'postgres';

/** This machine's program for the image of a service. @throws Error for an image that is not known here */
export function standInFor(service: ComposeService, name: string, folder: string): StandIn {
  const [image = ''] = service.image.split(':');
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  switch (image) {
    case 'caddy':
      return caddy(service, own, join(folder, 'deploy', 'caddy', 'Caddyfile'));
    case 'postgres':
      return postgres(service, own);
    case 'valkey/valkey':
      return valkey(service, own);
    case 'dxflrs/garage': {
      const command = [process.execPath, join(import.meta.dirname, 'store.js')];
      return { title: 'a store in memory', command, environment: service.environment };
    }
    default:
      throw new Error(`${name}: nothing on this machine stands in for ${service.image}.`);
  }
}

/** Makes the database that PostgreSQL's image makes at its first start. */
export async function createDatabase(service: ComposeService, host: string): Promise<void> {
  const { POSTGRES_USER: user = '', POSTGRES_DB: database = '' } = service.environment;
  const password = readFileSync(service.secrets.database_password ?? '', 'utf8');
  const client = new pg.Client({ host, user, password, database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  await client.end();
}

/** As a user without rights who may take ports 80 and 443, as `cap_add: [NET_BIND_SERVICE]` has it. */
function caddy(service: ComposeService, own: string, file: string): StandIn {
  const version = versionOf('caddy', 'version');
  const isOld = /^v?2\.[0-6]\./.test(version);
  const written = readFileSync(file, 'utf8');
  const adapted = join(own, 'Caddyfile');
  writeFileSync(adapted, isOld ? written.replace(/^\s*stream_close_delay .*\n/m, '') : written);
  chmodSync(own, 0o777);
  const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const ports = ['--inh-caps=-all,+net_bind_service', '--ambient-caps=-all,+net_bind_service'];
  return {
    title: `Caddy ${version}${isOld ? ', which has no stream_close_delay' : ''}`,
    command: [...user, ...ports, 'caddy', 'run', '--config', adapted, '--adapter', 'caddyfile'],
    environment: { ...service.environment, HOME: own, XDG_DATA_HOME: own, XDG_CONFIG_HOME: own },
  };
}

function postgres(service: ComposeService, own: string): StandIn {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').toSorted() : [];
  const binaries = join('/usr/lib/postgresql', versions.at(-1) ?? 'none', 'bin');
  const data = join(own, 'data');
  const asUser = ['setpriv', `--reuid=${DATABASE_USER}`, `--regid=${DATABASE_USER}`, '--init-groups'];
  execFileSync('install', ['-d', '-o', DATABASE_USER, data]);
  const user = service.environment.POSTGRES_USER ?? '';
  const [setpriv = '', ...asWhom] = asUser;
  const password = join(own, 'password');
  execFileSync('install', ['-m', '400', '-o', DATABASE_USER, service.secrets.database_password ?? '', password]);
  const initdb = [join(binaries, 'initdb'), '-A', 'scram-sha-256', '-U', user, `--pwfile=${password}`, '-D', data];
  execFileSync(setpriv, [...asWhom, ...initdb], { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('sh', ['-c', 'echo "host all all all scram-sha-256" >> "$1"', 'sh', join(data, 'pg_hba.conf')]);
  return {
    title: versionOf(join(binaries, 'postgres'), '--version'),
    command: [...asUser, join(binaries, 'postgres'), '-D', data, '-c', 'listen_addresses=*', '-k', '/run/postgresql'],
    environment: { ...service.environment, PATH: `${binaries}:${SYSTEM_PATH}` },
  };
}

/** Its command is the file's own, word for word; Redis goes by Valkey's names. */
function valkey(service: ComposeService, own: string): StandIn {
  for (const program of ['server', 'cli']) symlinkSync(`/usr/bin/redis-${program}`, join(own, `valkey-${program}`));
  const environment = { ...service.environment, PATH: `${own}:${SYSTEM_PATH}` };
  return { title: versionOf('redis-server', '--version'), command: service.command, environment };
}

function versionOf(program: string, word: string): string {
  const [version = ''] = execFileSync(program, [word], { encoding: 'utf8' }).split(/\n| sha=| h1:/);
  return version;
}
