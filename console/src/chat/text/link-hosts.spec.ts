import { linkHosts } from './link-hosts';

const plain = (host: string) => ({ host, isForeign: false, isDisguised: false });

describe('Where the links of a text lead', () => {
  it('is said by their hosts, each once', () => {
    expect(linkHosts('See *https://Shop.example/a?b#c* and https://shop.example/d, or www.other.example:8443')).toEqual(
      [plain('shop.example'), plain('www.other.example:8443')],
    );
    expect(linkHosts('- https://one.example\n> https://two.example')).toEqual([
      plain('one.example'),
      plain('two.example'),
    ]);
    expect(linkHosts('No link, `https://code.example`, javascript:alert(1)')).toEqual([]);
  });

  it('is said as browsers ask for them: letters of other alphabets are seen', () => {
    expect(linkHosts('https://pаypal.com/login')).toEqual([
      { host: 'xn--pypal-4ve.com', isForeign: true, isDisguised: false },
    ]);
    expect(linkHosts('https://münchen.example')).toMatchObject([{ host: 'xn--mnchen-3ya.example', isForeign: true }]);
  });

  it('is never what only looks like a host', () => {
    expect(linkHosts('https://bank.example@evil.example/bank.example')).toEqual([
      { host: 'evil.example', isForeign: false, isDisguised: true },
    ]);
    expect(linkHosts('https://bank.example%2F@evil.example')).toMatchObject([{ host: 'evil.example' }]);
    expect(linkHosts('https://0x7f.1/')).toEqual([plain('127.0.0.1')]);
  });
});
