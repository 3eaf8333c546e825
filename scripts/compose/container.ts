import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { end, spawnChild } from '../child-processes.js';
import { spaceOf, type Network } from './network.js';

/** What a container is made of. */
export interface ContainerParts {
  name: string;
  command: readonly string[];
  environment: Record<string, string>;
  /** Files under /run/secrets: their names, and where each lies. */
  secrets: Record<string, string>;
  network: Network;
  /** The file that its output goes to. */
  log: string;
  /** The image's root and the folder of its volume /data; absent: this machine's programs, which stand in for an image. */
  image?: { root: string; data: string };
}

/** Uid and gid of the image's user, as scripts/rehearse-image.sh has it. */
const NOBODY = 65534;
/** With $root empty, the machine's own. What is mounted is seen by this container alone. */
const ENTER = `
  root=$1 data=$2 hosts=$3 secrets=$4; shift 4
  mount --make-rprivate /
  if [ -n "$root" ]; then
    mount --bind "$root" "$root"
    mount --bind "$data" "$root/data"
    mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
    for device in null urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
  fi
  mount --bind "$hosts" "$root/etc/hosts"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mkdir -p "$root/run/secrets" "$root/run/postgresql"
  chmod 1777 "$root/run/postgresql"
  for secret in $secrets; do cp "\${secret#*=}" "$root/run/secrets/\${secret%%=*}"; chmod 444 "$root/run/secrets/\${secret%%=*}"; done
  [ -n "$root" ] || exec "$@"
  mount -o remount,ro,bind "$root"
  exec setpriv --no-new-privs --clear-groups unshare --root "$root" --wd /app -S ${NOBODY} -G ${NOBODY} "$@"
`;
const PATIENCE_MS = 60_000;

/** A process with its own network, names, secrets and, of the image, root: what Docker makes of a service. */
export class Container {
  private constructor(
    private readonly parts: ContainerParts,
    readonly process: ChildProcess,
  ) {}

  static start(parts: ContainerParts): Container {
    const { name, command, environment, secrets, network, log, image } = parts;
    const output = openSync(log, 'a');
    const files = Object.entries(secrets).map(([secret, path]) => `${secret}=${path}`);
    const child = spawnChild(
      'ip',
      ['netns', 'exec', spaceOf(name), 'unshare', '--mount', '--', 'sh', '-ec', ENTER, name]
        .concat(image?.root ?? '', image?.data ?? '', network.hosts, files.join(' '))
        .concat(command),
      { env: environmentOf(environment), stdio: ['ignore', output, output] },
    );
    closeSync(output);
    return new Container(parts, child);
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Runs a command inside, as `docker exec` does. @returns its exit code and what it printed */
  run(command: readonly string[]): { code: number | null; output: string } {
    const { environment, image } = this.parts;
    const inside = image === undefined ? [] : ['--root', '--wd', '-S', String(NOBODY), '-G', String(NOBODY)];
    const { status, stdout, stderr } = spawnSync(
      'nsenter',
      ['--target', String(this.process.pid), '--mount', '--net', ...inside, '--', ...command],
      { env: environmentOf(environment), encoding: 'utf8' },
    );
    return { code: status, output: stdout + stderr };
  }

  /** Waits until a command inside ends with 0. @throws Error with the log when the container ends before, or it takes too long */
  async untilHealthy(check: readonly string[]): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let answer = this.answerTo(check); answer !== null; answer = this.answerTo(check)) {
      if (this.hasEnded || Date.now() > deadline)
        throw new Error(`${this.parts.name} is not healthy (${answer}). Its log ends with:\n${this.logEnd()}`);
      await setTimeout(200);
    }
  }

  /** What a check says, or null where all is well. */
  private answerTo(check: readonly string[]): string | null {
    if (this.hasEnded) return 'it has ended';
    if (this.isEntering()) return 'it is not inside yet';
    const { code, output } = this.run(check);
    return code === 0 ? null : `${code}: ${output}`;
  }

  /** Whether the process still makes its mounts: what is run inside now would be run outside. */
  private isEntering(): boolean {
    const line = `/proc/${this.process.pid}/cmdline`;
    return existsSync(line) && readFileSync(line, 'utf8').includes(ENTER);
  }

  /** Waits until it has ended. @throws Error with the log unless with 0 */
  async untilCompleted(): Promise<void> {
    if (!this.hasEnded) await once(this.process, 'exit');
    if (this.process.exitCode !== 0)
      throw new Error(`${this.parts.name} ended with ${this.process.exitCode}. Its log ends with:\n${this.logEnd()}`);
  }

  /** @returns its exit code */
  async stop(): Promise<number | null> {
    await end(this.process, 'SIGTERM');
    return this.process.exitCode;
  }

  logEnd(): string {
    return readFileSync(this.parts.log, 'utf8').split('\n').slice(-15).join('\n');
  }
}

function environmentOf(own: Record<string, string>): Record<string, string> {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...own };
}
