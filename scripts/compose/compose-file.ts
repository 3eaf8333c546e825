import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

/** A service of a Compose file, as Docker would start it. */
export interface ComposeService {
  image: string;
  /** Words of its command; empty where the image's own runs. */
  command: string[];
  environment: Record<string, string>;
  /** Files under /run/secrets: their names, and where each lies. */
  secrets: Record<string, string>;
  /** Services that come before it, each with what of it is waited for. */
  dependsOn: Record<string, 'service_started' | 'service_healthy' | 'service_completed_successfully'>;
  /** Words of its health check, as the file has it; null without one. */
  healthCheck: string[] | null;
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  /** The network whose addresses are named, such as 172.31.250.0/24. */
  subnet: string;
}

interface Written {
  services: Record<
    string,
    {
      image: string;
      command?: string[];
      environment?: Record<string, unknown>;
      env_file?: { path: string }[];
      secrets?: string[];
      depends_on?: Record<string, { condition: ComposeService['dependsOn'][string] }>;
      healthcheck?: { test: string[] };
    }
  >;
  secrets: Record<string, { file: string }>;
  networks: Record<string, { ipam?: { config: { subnet: string }[] } }>;
}

/** Reads compose.yml of a folder, with the variables of the file `.env` beside it. @throws Error for a variable that is missing */
export function readComposeFile(folder: string): ComposeFile {
  const text = withVariables(readFileSync(join(folder, 'compose.yml'), 'utf8'), settingsIn(join(folder, '.env')));
  const written = parse(text, { merge: true }) as Written;
  const entries = Object.entries(written.services).map(([name, service]): [string, ComposeService] => {
    const fromFiles = (service.env_file ?? []).map(({ path }) => settingsIn(join(folder, path)));
    const named = Object.entries(service.environment ?? {}).map(([key, value]) => [key, String(value)]);
    const secrets = (service.secrets ?? []).map((secret) => [
      secret,
      join(folder, written.secrets[secret]?.file ?? ''),
    ]);
    const dependsOn = Object.entries(service.depends_on ?? {}).map(([other, { condition }]) => [other, condition]);
    return [
      name,
      {
        image: service.image,
        command: service.command ?? [],
        environment: Object.assign({}, ...fromFiles, Object.fromEntries(named)) as Record<string, string>,
        secrets: Object.fromEntries(secrets) as Record<string, string>,
        dependsOn: Object.fromEntries(dependsOn) as ComposeService['dependsOn'],
        healthCheck: service.healthcheck?.test ?? null,
      },
    ];
  });
  const subnets = Object.values(written.networks).flatMap(({ ipam }) => ipam?.config ?? []);
  if (subnets.length !== 1) throw new Error(`compose.yml names ${subnets.length} subnets, where one was expected.`);
  return { services: Object.fromEntries(entries), subnet: subnets[0]?.subnet ?? '' };
}

/** The services, each after all that it depends on. */
export function inOrder(services: Record<string, ComposeService>): string[] {
  const order: string[] = [];
  const add = (name: string): void => {
    if (order.includes(name)) return;
    Object.keys(services[name]?.dependsOn ?? {}).forEach(add);
    order.push(name);
  };
  Object.keys(services).forEach(add);
  return order;
}

/** `${NAME}`, `${NAME:?what to do}`, and `$$` for a dollar sign. */
function withVariables(text: string, variables: Record<string, string>): string {
  return text.replace(/\$(?:\$|\{(\w+)(?::\?([^}]*))?\})/g, (whole, name?: string, message?: string) => {
    if (name === undefined) return '$';
    const value = variables[name];
    if (value === undefined || value === '')
      throw new Error(`compose.yml: ${name}: ${message ?? `no value for ${whole}`}`);
    return value;
  });
}

function settingsIn(path: string): Record<string, string> {
  return existsSync(path) ? (parseEnv(readFileSync(path, 'utf8')) as Record<string, string>) : {};
}
