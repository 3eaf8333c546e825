import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { isPublicAddress, loopbackLookup, PrivateAddressError, publicLookup } from './public-lookup.js';

describe('A public address', () => {
  it.each([
    '157.240.1.1',
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2a03:2880:f12f:83:face:b00c:0:25de',
    '2606:4700::1111',
  ])('is %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'localhost',
    '2130706433',
    '',
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('The lookup of public names', () => {
  const answering =
    (...addresses: LookupAddress[]) =>
    (_name: string, _options: unknown, done: (error: null, found: LookupAddress[]) => void) =>
      done(null, addresses);
  const look = (all: boolean, ...addresses: LookupAddress[]) =>
    new Promise<unknown>((resolve) =>
      publicLookup(answering(...addresses))('a.fbcdn.net', { all }, (error, found, family) =>
        resolve(error ?? [found, family]),
      ),
    );
  const PUBLIC = { address: '157.240.1.1', family: 4 };
  const PRIVATE = { address: '10.0.0.7', family: 4 };

  it('answers in the shape that is asked for', async () => {
    expect(await look(true, PUBLIC)).toEqual([[PUBLIC], undefined]);
    expect(await look(false, PUBLIC)).toEqual(['157.240.1.1', 4]);
  });

  it('refuses a name that leads into a private network, also among others, or nowhere', async () => {
    expect(await look(true, PRIVATE)).toBeInstanceOf(PrivateAddressError);
    expect(await look(false, PRIVATE)).toBeInstanceOf(PrivateAddressError);
    expect(await look(true, PUBLIC, PRIVATE)).toBeInstanceOf(PrivateAddressError);
    expect(await look(true)).toBeInstanceOf(PrivateAddressError);
  });

  it('is asked once for a connection, whose place its answer is; one that is another the next time gains nothing', async () => {
    const places = ['127.0.0.1', '10.0.0.7'];
    let asked = 0;
    const lookup = loopbackLookup((_name, _options, done) =>
      done(null, [{ address: places[asked++] ?? '', family: 4 }]),
    );
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connection = connect({ host: 'changes.example', port, lookup });
    await once(connection, 'connect');
    expect([connection.remoteAddress, asked]).toEqual(['127.0.0.1', 1]);
    connection.destroy();
    const refused = await once(connect({ host: 'changes.example', port, lookup }), 'error');
    expect(refused[0]).toBeInstanceOf(PrivateAddressError);
    server.close();
  });

  it('passes on that a name is not found', async () => {
    const error = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    const found = await new Promise((resolve) =>
      publicLookup((_name, _options, done) => done(error, []))('a', {}, (failure) => resolve(failure)),
    );
    expect(found).toBe(error);
  });
});

describe('The lookup of names of this machine', () => {
  const look = (address: string) =>
    new Promise<unknown>((resolve) =>
      loopbackLookup((_name, _options, done) => done(null, [{ address, family: address.includes(':') ? 6 : 4 }]))(
        'localhost',
        {},
        (error, found) => resolve(error ?? found),
      ),
    );

  it.each(['127.0.0.1', '127.0.0.2', '::1'])('answers %s', async (address) =>
    expect(await look(address)).toBe(address),
  );

  it.each(['10.0.0.1', '8.8.8.8', '::ffff:127.0.0.1', 'fe80::1'])('refuses %s', async (address) =>
    expect(await look(address)).toBeInstanceOf(PrivateAddressError),
  );
});
