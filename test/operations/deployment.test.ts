import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Setting } from '../../src/common/config/setting.js';
import { SETTINGS } from '../../src/common/config/settings.js';
import { isRecord } from '../../src/whatsapp/json.js';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const FILES = [...filesBelow('deploy'), ...filesBelow('.github')].filter((path) => !path.includes('/secrets/'));
const YAML_FILES = FILES.filter((path) => /\.ya?ml$/.test(path));

/** Settings as they may stand in an environment: secrets also as files. */
const KNOWN = new Set(
  Object.entries<Setting<unknown>>(SETTINGS).flatMap(([name, { isSecret = false }]) =>
    isSecret ? [name, `${name}_FILE`] : [name],
  ),
);
const unknown = (names: readonly string[]): string[] => names.filter((name) => !KNOWN.has(name));

interface Service {
  image?: string;
  environment?: Record<string, unknown>;
  volumes?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  depends_on?: Record<string, unknown>;
  secrets?: string[];
}
interface Compose {
  services: Record<string, Service>;
  secrets?: Record<string, { file: string }>;
  volumes?: Record<string, unknown>;
}
const compose = (name: string): Compose => parse(read(`deploy/${name}`), { merge: true }) as Compose;

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec?: unknown;
  configMapGenerator?: { literals: string[] }[];
  resources?: string[];
}
const manifests = (name: string): Manifest[] =>
  parseAllDocuments(read(`deploy/kubernetes/${name}`)).map((document) => document.toJS() as Manifest);

/** Everything under a key, however deep. */
function allUnder(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => allUnder(entry, key));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...allUnder(inner, key)]);
}

describe('What deploys Parley', () => {
  it.each(YAML_FILES)('%s is YAML', (path) => {
    const problems = parseAllDocuments(read(path), { merge: true }).flatMap(({ errors, warnings }) => [
      ...errors,
      ...warnings,
    ]);
    expect(problems).toEqual([]);
  });

  it.each(['compose.yml', 'compose.embedded.yml'])('%s sets what are settings, and mounts what there is', (name) => {
    const { services, secrets = {}, volumes = {} } = compose(name);
    const ours = Object.values(services).filter(({ image }) => image === 'parley');
    expect(ours.length).toBeGreaterThan(0);
    for (const service of ours) {
      expect(unknown(Object.keys(service.environment ?? {}))).toEqual([]);
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    }
    for (const { volumes: mounts = [], depends_on = {}, secrets: used = [] } of Object.values(services)) {
      for (const mount of mounts) {
        const [from = ''] = mount.split(':');
        expect([mount, from.startsWith('.') ? existsSync(join(ROOT, 'deploy', from)) : from in volumes]).toEqual([
          mount,
          true,
        ]);
      }
      expect(Object.keys(depends_on).filter((other) => !(other in services))).toEqual([]);
      expect(used.filter((secret) => !(secret in secrets))).toEqual([]);
    }
    const written = read('deploy/prepare.sh');
    for (const { file } of Object.values(secrets)) expect(written).toContain(`keep ${file.replace('./secrets/', '')} `);
    const asked = [...read(`deploy/${name}`).matchAll(/\$\{(\w+)/g)].map(([, variable = '']) => variable);
    expect(asked.filter((variable) => !new RegExp(`^${variable}=`, 'm').test(written))).toEqual([]);
  });

  it('names settings in the Kubernetes base, whose pods can be probed, disturbed and trusted', () => {
    const [kustomization] = manifests('kustomization.yaml');
    const literals = (kustomization?.configMapGenerator ?? []).flatMap((generator) => generator.literals);
    expect(unknown(literals.map((literal) => literal.split('=', 1)[0] ?? ''))).toEqual([]);
    const resources = kustomization?.resources ?? [];
    expect(resources.toSorted()).toEqual(
      filesBelow('deploy/kubernetes')
        .map((path) => path.replace('deploy/kubernetes/', ''))
        .filter((name) => name !== 'kustomization.yaml')
        .toSorted(),
    );
    const all = resources.flatMap(manifests);
    const variables = allUnder(all, 'env').flatMap((list) => (list as { name: string }[]).map(({ name }) => name));
    expect(unknown(variables)).toEqual([]);
    const kinds = (kind: string): Manifest[] => all.filter((manifest) => manifest.kind === kind);
    expect(
      kinds('Deployment')
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual(['parley-api', 'parley-worker']);
    expect(
      kinds('PodDisruptionBudget')
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual(['parley-api', 'parley-worker']);
    expect(kinds('Job').map(({ metadata }) => metadata.name)).toEqual(['parley-migrate']);
    expect(kinds('NetworkPolicy').length).toBeGreaterThan(1);
    for (const deployment of kinds('Deployment'))
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
        expect([deployment.metadata.name, probe, allUnder(deployment, probe).length]).toEqual([
          deployment.metadata.name,
          probe,
          1,
        ]);
    for (const pods of [...kinds('Deployment'), ...kinds('Job')]) {
      expect(allUnder(pods, 'runAsNonRoot')).toEqual([true]);
      expect(allUnder(pods, 'readOnlyRootFilesystem')).toEqual([true]);
      expect(allUnder(pods, 'allowPrivilegeEscalation')).toEqual([false]);
    }
  });

  it('names settings in the image and in the unit of systemd', () => {
    const image = [...read('deploy/Dockerfile').matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' '));
    const unit = [...read('deploy/systemd/parley.service').matchAll(/^Environment=(.+)$/gm)].flatMap(([, line = '']) =>
      line.split(' '),
    );
    const example = [
      ...read('deploy/systemd/parley.env.example').matchAll(/^#?([A-Z].*)$/gm),
      ...read('deploy/parley.env.example').matchAll(/^#([A-Z].*)$/gm),
    ].map(([, line = '']) => line);
    const names = [...image, ...unit, ...example].map((assignment) => assignment.split('=', 1)[0] ?? '');
    expect(names.length).toBeGreaterThan(8);
    expect(unknown(names)).toEqual([]);
  });

  it('builds an image from files that there are, by steps that are rehearsed', () => {
    const lines = read('deploy/Dockerfile').split('\n');
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const build = lines.slice(
      0,
      lines.findIndex((line) => line.endsWith(' AS run')),
    );
    const steps = build.filter((line) => line.startsWith('RUN ')).map((line) => line.slice('RUN '.length));
    expect(steps.length).toBeGreaterThan(3);
    const rehearsed = read('scripts/rehearse-image.sh');
    expect(steps.filter((step) => !rehearsed.includes(`run_line "${step}"`))).toEqual([]);
    for (const program of lines.flatMap((line) => /^(?:CMD|HEALTHCHECK).*"(dist\/[^"]+)"/.exec(line)?.[1] ?? []))
      expect([program, existsSync(join(ROOT, program.replace('dist/', '').replace('.js', '.ts')))]).toEqual([
        program,
        true,
      ]);
  });

  it('is started and watched by programs and paths that there are', () => {
    const named = FILES.flatMap((path) =>
      [...read(path).matchAll(/\b(?:deploy|docs|scripts|test)\/[\w./-]+\.\w+/g)].map(([name]) => name),
    );
    expect([...new Set(named)].filter((name) => !existsSync(join(ROOT, name)) && name !== 'deploy/.env')).toEqual([]);
    const unit = read('deploy/systemd/parley.service');
    expect(unit).toMatch(/^ExecStart=\/usr\/bin\/node dist\/src\/main\.js$/m);
  });

  it('is checked by CI on every Node that is served', () => {
    const { jobs } = parse(read('.github/workflows/ci.yml')) as {
      jobs: {
        everything: { strategy: { matrix: { node: string[] } }; steps: { run?: string }[] };
        upgrade: { steps: { run?: string }[] };
      };
    };
    const { strategy, steps } = jobs.everything;
    expect(strategy.matrix.node).toEqual(['20.19', '22', '24']);
    expect(steps.some(({ run }) => run?.includes('.ci/run') === true)).toBe(true);
    expect(jobs.upgrade.steps.some(({ run }) => run?.includes('dist/soak/upgrade.js') === true)).toBe(true);
  });
});
