import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Private address: a name leads to a machine to which it may not, such as one that is not in the public internet. */
export class PrivateAddressError extends Error {
  readonly code = 'EPRIVATEADDRESS';
}

/** What is not the public internet: this machine, private networks, links, carriers, documentation, multicast, reserved. */
const NOT_PUBLIC_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Within 2000::/3, outside of which nothing is public: ways to IPv4 (Teredo, 6to4), and documentation. */
const NOT_PUBLIC_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublicIpv4 = blockList(NOT_PUBLIC_IPV4, 'ipv4');
const notPublicIpv6 = blockList(NOT_PUBLIC_IPV6, 'ipv6');
const globalUnicast = blockList(['2000::/3'], 'ipv6');

/** Whether an IP address is one of the public internet. IPv4 in the clothes of IPv6 is not. */
export function isPublicAddress(address: string): boolean {
  const [bare = ''] = address.split('%'); // fe80::1%eth0
  switch (isIP(bare)) {
    case 4:
      return !notPublicIpv4.check(bare, 'ipv4');
    case 6:
      return globalUnicast.check(bare, 'ipv6') && !notPublicIpv6.check(bare, 'ipv6');
    default:
      return false;
  }
}

const loopback = blockList(['127.0.0.0/8'], 'ipv4');

/** Whether an IP address is that of this machine itself. */
function isLoopbackAddress(address: string): boolean {
  return isIP(address) === 4 ? loopback.check(address, 'ipv4') : address === '::1';
}

type Resolve = (
  hostname: string,
  options: { all: true; family?: number | 'IPv4' | 'IPv6'; hints?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Lookup of names for connections that must not leave the public internet. What it answers is what is connected to, so a
 * name that leads elsewhere the second time (DNS rebinding) gains nothing.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return lookupWithin(isPublicAddress, resolve);
}

/** The same for connections that must not leave this machine. */
export function loopbackLookup(resolve: Resolve = lookup): LookupFunction {
  return lookupWithin(isLoopbackAddress, resolve);
}

function lookupWithin(isAllowed: (address: string) => boolean, resolve: Resolve): LookupFunction {
  return (hostname, { family, hints, all }, done) => {
    resolve(hostname, { family, hints, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        return done(new PrivateAddressError(), []);
      if (all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function blockList(networks: readonly string[], type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), type);
  }
  return list;
}
