import { clientAddress, trustedProxies } from './client-address.js';

describe('The address of a client', () => {
  const named = trustedProxies(['10.0.0.0/8', 'loopback', '2001:db8:1::/48', 'nonsense', '10.0.0.0/99']);
  const nobody = trustedProxies([]);

  it.each([
    ['who connects directly', '203.0.113.7', undefined, nobody, '203.0.113.7', null],
    ['behind a named proxy', '10.1.2.3', '203.0.113.7', named, '203.0.113.7', null],
    ['behind two of them', '127.0.0.1', '203.0.113.7, 10.1.2.3', named, '203.0.113.7', null],
    ['behind a named one, who forges a header', '10.1.2.3', '1.1.1.1, 203.0.113.7', named, '203.0.113.7', null],
    ['behind one that nobody named', '192.0.2.1', '1.1.1.1, 203.0.113.7', named, '192.0.2.1', '203.0.113.7'],
    ['who forges a header, without a proxy', '203.0.113.7', '10.0.0.1', named, '203.0.113.7', '10.0.0.1'],
    ['who claims to be who it is', '203.0.113.7', '203.0.113.7', nobody, '203.0.113.7', null],
    ['behind a proxy that writes ports', '10.1.2.3', '203.0.113.7:51234', named, '203.0.113.7', null],
    ['with a header of nonsense', '203.0.113.7', 'unknown, <script>', nobody, '203.0.113.7', null],
    ['over IPv4 in IPv6', '::ffff:203.0.113.7', undefined, nobody, '203.0.113.7', null],
    ['over IPv6, by its network', '2001:db8::1:2:3:4', undefined, nobody, '2001:db8:0:0::/64', null],
    ['over another address of it', '2001:db8:0:0:ffff::9', undefined, nobody, '2001:db8:0:0::/64', null],
    ['over IPv6 behind a named proxy', '2001:db8:1::5', '[2001:db8:2::7]:443', named, '2001:db8:2:0::/64', null],
    ['over a link', 'fe80::1%eth0', undefined, nobody, 'fe80:0:0:0::/64', null],
    ['of nobody', '', undefined, nobody, '', null],
  ])('of one %s', (_, peer, forwardedFor, trusted, address, claimed) => {
    expect(clientAddress(peer, forwardedFor, trusted)).toEqual({ address, claimed });
  });
});
