import type { Role } from '../viewer.js';

/** Claims of a token, as an issuer signed them. */
export type Claims = Readonly<Record<string, unknown>>;

/** Where in the claims of an issuer the roles and accounts stand, and what they mean: settings. */
export interface ClaimRules {
  rolesClaim: string;
  /** Which value gives which role. */
  roles: ReadonlyMap<string, Role>;
  /** Null: accounts are given by administrators. */
  accountsClaim: string | null;
}

/** Person or program, as the issuer's claims describe it. */
export interface IssuerPerson {
  subject: string;
  issuedAt: Date;
  /** Null where the token tells none: access tokens often do not. */
  name: string | null;
  /** What else tells who it is: for those of whom there is no name yet. */
  otherName: string;
  /** Null where the issuer tells none, or none that is one. */
  email: string | null;
  isEmailVerified: boolean;
  /** The highest that the claims give; null: none. */
  role: Role | null;
  /** Names of accounts, as they stand in the claim; null: administrators give them. */
  accounts: readonly string[] | null;
}

/** Highest first. */
const BY_RANK: readonly Role[] = ['ADMIN', 'MANAGER', 'OPERATOR'];
const MAX_NAME_LENGTH = 200;
const MAX_EMAIL_LENGTH = 320;
const MAX_ACCOUNTS = 1_000;

/** The person behind verified claims. @throws Error where sub or iat is missing, which every verified token has */
export function personIn(claims: Claims, rules: ClaimRules): IssuerPerson {
  const { sub, iat } = claims;
  if (typeof sub !== 'string' || sub === '' || typeof iat !== 'number') throw new Error('A token without sub or iat.');
  const email = emailIn(claims);
  return {
    subject: sub,
    issuedAt: new Date(iat * 1_000),
    name: firstName([claims.name, claims.preferred_username]),
    otherName: firstName([email, claims.client_id, claims.azp, sub]) ?? sub.slice(0, MAX_NAME_LENGTH),
    email,
    isEmailVerified: email !== null && claims.email_verified === true,
    role: roleIn(claims, rules),
    accounts:
      rules.accountsClaim === null ? null : textsIn(claimAt(claims, rules.accountsClaim)).slice(0, MAX_ACCOUNTS),
  };
}

function roleIn(claims: Claims, { rolesClaim, roles }: ClaimRules): Role | null {
  const given = new Set(textsIn(claimAt(claims, rolesClaim)).map((value) => roles.get(value)));
  return BY_RANK.find((role) => given.has(role)) ?? null;
}

/** A claim by its whole name, which may be an address with dots; else by its way through objects. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}

/** One text is a list of one; what is no text is nothing. */
function textsIn(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string');
}

function emailIn({ email }: Claims): string | null {
  if (typeof email !== 'string' || email.length > MAX_EMAIL_LENGTH) return null;
  return /^[^\s\p{C}@]+@[^\s\p{C}@]+$/u.test(email) ? email : null;
}

/** The first that is a text with something to see, on one line. */
function firstName(candidates: readonly unknown[]): string | null {
  const names = candidates.map((each) => (typeof each === 'string' ? each.replaceAll(/[\p{C}\s]+/gu, ' ').trim() : ''));
  return names.find((name) => name !== '')?.slice(0, MAX_NAME_LENGTH) ?? null;
}
