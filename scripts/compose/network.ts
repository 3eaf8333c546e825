import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BRIDGE = 'parley-office';

/** A network of Linux as Docker makes one: a bridge of its own, and each container with an address and all others' names. */
export class Network {
  /** The file /etc/hosts of every container. */
  readonly hosts: string;
  private readonly addresses = new Map<string, string>();
  private readonly plugs: string[] = [];
  private readonly first: string;

  /** @param subnet such as 172.31.250.0/24 @throws Error where it may not be made, or is there already */
  constructor(subnet: string, folder: string) {
    const [base = ''] = subnet.split('/');
    this.first = base.slice(0, base.lastIndexOf('.') + 1);
    this.hosts = join(folder, 'hosts');
    process.once('exit', this.remove);
    ip('link', 'add', BRIDGE, 'type', 'bridge');
    ip('address', 'add', `${this.first}1/${subnet.split('/')[1] ?? '24'}`, 'dev', BRIDGE);
    ip('link', 'set', BRIDGE, 'up');
    this.writeHosts();
  }

  /** Address of a container: that of its name. */
  addressOf(name: string): string {
    const address = this.addresses.get(name);
    if (address === undefined) throw new Error(`There is no ${name} in this network.`);
    return address;
  }

  /** Gives a container a network stack of its own. @param names by which the others reach it, its own first */
  add(...names: [string, ...string[]]): void {
    const [name] = names;
    const address = `${this.first}${this.addresses.size + 2}`;
    const plug = `office-${this.addresses.size}`;
    this.plugs.push(plug);
    for (const known of names) this.addresses.set(known, address);
    ip('netns', 'add', spaceOf(name));
    ip('link', 'add', plug, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', spaceOf(name));
    ip('link', 'set', plug, 'master', BRIDGE, 'up');
    ip('-n', spaceOf(name), 'address', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', spaceOf(name), 'link', 'set', 'eth0', 'up');
    ip('-n', spaceOf(name), 'link', 'set', 'lo', 'up');
    this.writeHosts();
  }

  readonly remove = (): void => {
    process.off('exit', this.remove);
    for (const name of this.addresses.keys()) spawnSync('ip', ['netns', 'delete', spaceOf(name)], { stdio: 'ignore' });
    // a process that is just ending keeps its end of the cable
    for (const plug of this.plugs) spawnSync('ip', ['link', 'delete', plug], { stdio: 'ignore' });
    spawnSync('ip', ['link', 'delete', BRIDGE], { stdio: 'ignore' });
  };

  private writeHosts(): void {
    const lines = [...this.addresses].map(([name, address]) => `${address} ${name}\n`);
    writeFileSync(this.hosts, `127.0.0.1 localhost\n${lines.join('')}`);
  }
}

/** The namespace of a container's network. */
export function spaceOf(name: string): string {
  return `parley-${name}`;
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'inherit'] });
}
