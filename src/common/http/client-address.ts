import { BlockList, isIP } from 'node:net';

/** Client of a request, as far as its connection and the proxies in between tell. */
export interface ClientAddress {
  /** IPv4, or the /64 of an IPv6: who has one address of such a network has all of them. */
  address: string;
  /** What a peer that no setting names as a proxy says in X-Forwarded-For. A hint, never a proof: anybody can write it. */
  claimed: string | null;
}

/** Networks that proxies may be named by, as Fastify's trustProxy takes them. */
const NAMED_NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Proxies whose X-Forwarded-For is believed: TRUSTED_PROXIES, ready to be asked. What is no address or network is left out. */
export function trustedProxies(names: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of names.flatMap((name) => NAMED_NETWORKS[name] ?? [name])) {
    const [address = '', prefix] = network.split('/');
    const version = isIP(address);
    if (version === 0) continue;
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : Number(prefix);
    if (Number.isInteger(length) && length >= 0 && length <= bits)
      list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/**
 * Address of the client behind `peer`, who connected: the last one in X-Forwarded-For that is no trusted proxy.
 * What a peer says that is not trusted is only claimed.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: BlockList): ClientAddress {
  const chain = (forwardedFor ?? '')
    .split(',')
    .map(withoutPort)
    .filter((part) => isIP(part) !== 0);
  let address = withoutPort(peer);
  let hop = chain.pop();
  while (hop !== undefined && isTrusted(address, trusted)) {
    address = hop;
    hop = chain.pop();
  }
  const isClaimed = hop !== undefined && hop !== address && address === withoutPort(peer);
  return { address: networkOf(address), claimed: isClaimed && hop !== undefined ? networkOf(hop) : null };
}

/** Whether the address of a client lies in one of these networks; of an IPv6, whether its /64 begins there. */
export function isAmong(address: string, networks: BlockList): boolean {
  return isTrusted(address.replace(/\/64$/, ''), networks);
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** Some proxies write `203.0.113.7:51234` or `[2001:db8::1]:51234`; an IPv4 over IPv6 is the IPv4. */
function withoutPort(text: string): string {
  const address = /^\[(?<v6>[^\]]+)\](?::\d+)?$|^(?<v4>\d+\.\d+\.\d+\.\d+):\d+$/.exec(text.trim())?.groups;
  const bare = address?.v6 ?? address?.v4 ?? text.trim();
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...(tail ?? '').split(':')];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
