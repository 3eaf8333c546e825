import { personIn, type ClaimRules } from './issuer-claims.js';

const RULES: ClaimRules = {
  rolesClaim: 'realm_access.roles',
  roles: new Map([
    ['leads', 'MANAGER'],
    ['care', 'OPERATOR'],
    ['chiefs', 'ADMIN'],
  ]),
  accountsClaim: 'accounts',
};
const A_TOKEN = { sub: '248289761001', iat: 1_763_800_000 };
const person = (claims: object, rules: Partial<ClaimRules> = {}) =>
  personIn({ ...A_TOKEN, ...claims }, { ...RULES, ...rules });

describe('The claims of an issuer', () => {
  it.each<[string, object, Partial<ClaimRules>, string | null]>([
    ['the highest of several', { realm_access: { roles: ['care', 'leads', 'else'] } }, {}, 'MANAGER'],
    ['one text', { realm_access: { roles: 'chiefs' } }, {}, 'ADMIN'],
    [
      'a claim whose name has dots',
      { 'https://x.io/roles': ['care'] },
      { rolesClaim: 'https://x.io/roles' },
      'OPERATOR',
    ],
    ['none where the claim is missing', {}, {}, null],
    ['none where nothing is mapped', { realm_access: { roles: ['ADMIN'] } }, {}, null],
    ['none of what is no text', { realm_access: { roles: [{ chiefs: true }, 1, null] } }, {}, null],
    ['none by way of a prototype', {}, { rolesClaim: 'constructor.name', roles: new Map([['Object', 'ADMIN']]) }, null],
  ])('give a role: %s', (_, claims, rules, role) => expect(person(claims, rules).role).toBe(role));

  it('give an e-mail that counts as verified only where the issuer says true', () => {
    const verified = (claims: object) => person({ email: 'ada@example.com', ...claims }).isEmailVerified;
    expect([{}, { email_verified: 'true' }, { email_verified: 1 }, { email_verified: true }].map(verified)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(person({ email: 'no address', email_verified: true })).toMatchObject({
      email: null,
      isEmailVerified: false,
    });
  });

  it('give a name in one line, or what else tells who it is', () => {
    expect(person({ name: ' Ada\n\u202eLovelace ' }).name).toBe('Ada Lovelace');
    expect(person({ name: ' ', client_id: 'shop' })).toMatchObject({ name: null, otherName: 'shop' });
    expect(person({ email: 'ada@example.com' })).toMatchObject({ name: null, otherName: 'ada@example.com' });
    expect(person({}).otherName).toBe('248289761001');
  });

  it('give accounts where a claim is named, else leave them to administrators', () => {
    expect(person({ accounts: ['1', 2, '3'] }).accounts).toEqual(['1', '3']);
    expect(person({}).accounts).toEqual([]);
    expect(person({ accounts: ['1'] }, { accountsClaim: null }).accounts).toBeNull();
  });
});
