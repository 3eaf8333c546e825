import { metaAddress, RefusedAddressError } from './meta-hosts.js';

const HOSTS = { apiOrigin: 'http://127.0.0.1:4000', further: ['files.example.com', '.cdn.example.net'] };

describe('An address in an answer of Meta', () => {
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3',
    'https://graph.facebook.com/v26.0/1',
    'https://scontent.xx.fbcdn.net/a',
    'https://mmg.whatsapp.net/a',
    'https://LOOKASIDE.fbsbx.com:443/a',
    'http://127.0.0.1:4000/whatsapp_business/attachments/?mid=1',
    'https://files.example.com/a',
    'https://a.cdn.example.net/a',
  ])('may be %s', (address) => expect(metaAddress(address, HOSTS).href).toBe(new URL(address).href));

  it.each([
    ['http://lookaside.fbsbx.com/a', 'https'],
    ['data:text/plain,hello', 'https'],
    ['file:///etc/passwd', 'https'],
    ['ftp://graph.facebook.com/a', 'https'],
    ['', 'no address'],
    ['//lookaside.fbsbx.com/a', 'no address'],
    ['http://', 'no address'],
    ['https://lookaside.fbsbx.com:8443/a', 'port'],
    ['https://user:pass@lookaside.fbsbx.com/a', 'user name'],
    ['https://token@127.0.0.1:4000/a', 'user name'],
    ['https://lookaside.fbsbx.com@evil.example/a', 'user name'],
    ['https://lookaside.fbsbx.com.evil.example/a', 'host'],
    ['https://lookaside.fbsbx.com./a', 'host'],
    ['https://evilfbcdn.net/a', 'host'],
    ['https://fbcdn.net.evil.example/a', 'host'],
    ['https://127.0.0.1/a', 'host'],
    ['https://2130706433/a', 'host'],
    ['https://0x7f.1/a', 'host'],
    ['https://[::ffff:127.0.0.1]/a', 'host'],
    ['https://0.0.0.0/a', 'host'],
    ['https://localhost/a', 'host'],
    ['http://127.0.0.1:4001/a', 'https'],
    ['https://127.0.0.1:4000/a', 'port'],
    ['http://localhost:4000/a', 'https'],
    ['https://169.254.169.254/latest/meta-data', 'host'],
  ])('is not %s', (address, why) => {
    expect(() => metaAddress(address, HOSTS)).toThrow(RefusedAddressError);
    expect(() => metaAddress(address, HOSTS)).toThrow(why);
  });
});
