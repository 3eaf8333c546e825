import { readEndpointAddress, RefusedEndpointAddressError } from './endpoint-address.js';

const PRODUCTION = { isLoopbackAllowed: false, privateHosts: ['odoo.internal', '10.0.0.5'] };
const DEVELOPMENT = { isLoopbackAllowed: true, privateHosts: [] };

describe('The address of an endpoint', () => {
  it.each([
    ['https://example.com/webhooks', 'PUBLIC'],
    ['https://EXAMPLE.com:443/webhooks?a=b', 'PUBLIC'],
    ['https://example.com:8443/', 'PUBLIC'],
    ['https://8.8.8.8/', 'PUBLIC'],
    ['http://odoo.internal:8069/hook', 'PRIVATE'],
    ['http://10.0.0.5/hook', 'PRIVATE'],
  ])('may be %s in production (%s)', (address, reach) =>
    expect(readEndpointAddress(address, PRODUCTION).reach).toBe(reach),
  );

  it.each(['http://localhost:3000/hook', 'http://127.0.0.1:1/', 'http://[::1]:3000/', 'https://127.0.0.2/'])(
    'may be %s outside of production',
    (address) => expect(readEndpointAddress(address, DEVELOPMENT).reach).toBe('LOOPBACK'),
  );

  it.each([
    ['', 'no address'],
    ['example.com/webhooks', 'no address'],
    ['https://', 'no address'],
    ['ftp://example.com/', 'https'],
    ['javascript:alert(1)', 'no address'],
    ['http://example.com/', 'https'],
    ['https://user@example.com/', 'user name'],
    ['https://user:secret@example.com/', 'user name'],
    ['https://example.com@127.0.0.1/', 'user name'],
    ['https://example.com/#here', 'fragment'],
    ['https://example.com:22/', 'port 22'],
    ['https://example.com:80/', 'port 80'],
    ['http://127.0.0.1/', 'private network'],
    ['https://127.0.0.1/', 'private network'],
    ['https://localhost/', 'private network'],
    ['https://LOCALHOST./', 'private network'],
    ['https://hook.localhost/', 'private network'],
    ['https://2130706433/', 'private network'],
    ['https://0x7f000001/', 'private network'],
    ['https://0177.0.0.1/', 'private network'],
    ['https://127.1/', 'private network'],
    ['https://0/', 'private network'],
    ['https://[::1]/', 'private network'],
    ['https://[::ffff:127.0.0.1]/', 'private network'],
    ['https://[::ffff:169.254.169.254]/', 'private network'],
    ['https://[64:ff9b::7f00:1]/', 'private network'],
    ['https://[fd00::1]/', 'private network'],
    ['https://10.0.0.6/', 'private network'],
    ['https://192.168.1.1:8443/', 'private network'],
    ['https://169.254.169.254/latest/meta-data', 'private network'],
    ['https://１２７.0.0.1/', 'private network'],
  ])('is not %s in production', (address, why) => {
    expect(() => readEndpointAddress(address, PRODUCTION)).toThrow(RefusedEndpointAddressError);
    expect(() => readEndpointAddress(address, PRODUCTION)).toThrow(why);
  });

  it.each(['http://10.0.0.5/', 'https://192.168.1.1/', 'http://example.com/', 'https://[::ffff:127.0.0.1]/'])(
    'is not %s outside of production either',
    (address) => expect(() => readEndpointAddress(address, DEVELOPMENT)).toThrow(RefusedEndpointAddressError),
  );
});
