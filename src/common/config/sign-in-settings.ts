import { asInteger, asList, asOneOf, asSwitch, asText, asUrl, secret, setting } from './setting.js';

/** Roles that an issuer's claims can give; the same words as in the API. */
type GivenRole = 'ADMIN' | 'MANAGER' | 'OPERATOR';
const asRole = asOneOf<GivenRole>('ADMIN', 'MANAGER', 'OPERATOR');

/** How people prove who they are, beside their password; part of SETTINGS. */
export const SIGN_IN_SETTINGS = {
  OIDC_ISSUER: setting<string | null>(
    'Issuer of OpenID Connect at which people sign in: the address whose /.well-known/openid-configuration says where its endpoints are. https; http for this machine alone, or outside production. Without it, there are passwords alone.',
    'https://login.example.com/realms/company',
    null,
    (text) => {
      asUrl('https:', 'http:')(text); // which takes a slash off the end that may be part of the issuer's name
      return text;
    },
  ),
  OIDC_CLIENT_ID: setting<string | null>(
    'Client id of Parley at the issuer. Its redirect URI there is <PUBLIC_URL>/auth/oidc/callback. Required where OIDC_ISSUER is set.',
    'parley',
    null,
    asText,
  ),
  OIDC_CLIENT_SECRET: secret(
    setting<string | null>(
      'Client secret of Parley at the issuer. Without it, Parley is a public client, with PKCE alone.',
      '',
      null,
      asText,
    ),
  ),
  OIDC_SCOPES: setting(
    'Scopes that are asked for, separated by blanks; some issuers want one more for groups.',
    'openid email profile groups',
    'openid email profile',
    (text) => {
      if (!text.split(/\s+/).includes('openid')) throw new Error('must have openid among them');
      return text.split(/\s+/).join(' ');
    },
  ),
  OIDC_AUDIENCE: setting<string | null>(
    "Audience (aud) that the issuer's access tokens must have, to count as Authorization: Bearer. Without it, they do not count.",
    'https://parley.example.com',
    null,
    asText,
  ),
  OIDC_ROLES_CLAIM: setting(
    'Claim that holds the roles or groups of a person, a text or a list; dots lead into objects (realm_access.roles).',
    'groups',
    'roles',
    asText,
  ),
  OIDC_ROLES: setting(
    'Which value of that claim gives which role, comma-separated; the highest counts, and whoever has none is not let in. Without it, the values are the roles themselves.',
    'whatsapp-admins=ADMIN,whatsapp-leads=MANAGER,customer-care=OPERATOR',
    new Map<string, GivenRole>([
      ['ADMIN', 'ADMIN'],
      ['MANAGER', 'MANAGER'],
      ['OPERATOR', 'OPERATOR'],
    ]),
    (text) =>
      new Map(
        asList(text).map((entry) => {
          const [, value = '', role = ''] = /^(.+)=(\w+)$/.exec(entry) ?? [];
          if (value === '') throw new Error(`must be a list of value=ROLE, and ${entry} is none`);
          return [value.trim(), asRole(role)];
        }),
      ),
  ),
  OIDC_ACCOUNTS_CLAIM: setting<string | null>(
    "Claim that holds the accounts of a person: ids of Parley's accounts, or Meta's of WhatsApp Business Accounts. Without it, administrators give accounts on the Team page.",
    'parley_accounts',
    null,
    asText,
  ),
  OIDC_LINK_VERIFIED_EMAIL: setting(
    'Whether whoever comes from the issuer for the first time becomes the user with the same e-mail, where the issuer says that it has verified it (email_verified): on or off. The password of that user counts no more then. Off: they are refused, and nothing changes.',
    'on',
    false,
    asSwitch,
  ),
  OIDC_BUTTON_LABEL: setting<string | null>(
    'Words on the button that leads to the issuer. Without them, Company account, in the language of the page.',
    'Sign in with Example Inc.',
    null,
    (text) => {
      if (text.length > 60) throw new Error('must have 60 characters at most');
      return text;
    },
  ),
  OIDC_SESSION_HOURS: setting(
    'Hours after which whoever signed in at the issuer does so again, and their claims are read anew.',
    '12',
    12,
    asInteger(1, 2_160),
  ),
  REQUIRE_TWO_FACTOR: setting(
    'Whether everybody who signs in with a password needs a second factor: on or off. Who has none sets it up at the next sign-in.',
    'on',
    false,
    asSwitch,
  ),
};
