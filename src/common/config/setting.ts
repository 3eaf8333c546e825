import { isIP } from 'node:net';
import { asCountry, type Country } from '../phone-numbers/numbering.js';
import { validateCronExpression } from 'cron';

/** One environment variable: how it is read, what it is without, and what it is for. */
export interface Setting<T> {
  readonly description: string;
  /** Shown in `.env.example`. */
  readonly example: string;
  readonly fallback: T;
  /** Throws an Error whose message says what is wrong with the text. */
  readonly read: (text: string) => T;
  /** Whether it may stand in a file that `<NAME>_FILE` names, as secrets of Docker and Kubernetes do. */
  readonly isSecret?: boolean;
}

export function setting<T>(description: string, example: string, fallback: T, read: (text: string) => T): Setting<T> {
  return { description, example, fallback, read };
}

/** The same setting, which nobody else should see. */
export function secret<T>(definition: Setting<T>): Setting<T> {
  return { ...definition, isSecret: true };
}

export function asText(text: string): string {
  return text;
}

export function asInteger(minimum: number, maximum: number) {
  return (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < minimum || number > maximum) {
      throw new Error(`must be a whole number from ${minimum} to ${maximum}`);
    }
    return number;
  };
}

export function asOneOf<T extends string>(...choices: T[]) {
  return (text: string): T => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
    return choice;
  };
}

export function asUrl(...protocols: string[]) {
  return (text: string): string => {
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
      throw new Error(`must be a URL that begins with ${protocols.join(' or ')}`);
    }
    return text.replace(/\/+$/, '');
  };
}

export function asCron(text: string): string | null {
  if (text === 'off') return null;
  const { valid, error } = validateCronExpression(text);
  if (!valid) throw new Error(`must be a cron expression such as 0 * * * *, or off (${error?.message ?? 'not valid'})`);
  return text;
}

export function asSwitch(text: string): boolean {
  const choice = { on: true, true: true, yes: true, '1': true, off: false, false: false, no: false, '0': false }[
    text.toLowerCase()
  ];
  if (choice === undefined) throw new Error('must be on or off');
  return choice;
}

/** A country, in two letters of ISO 3166-1. */
export function asDefaultCountry(text: string): Country {
  const country = asCountry(text);
  if (country === null) throw new Error('must be two letters of ISO 3166-1, such as DE');
  return country;
}

/** Origins of pages, as browsers write them: scheme, host and port, and nothing behind. */
export function asOrigins(text: string): string[] {
  return asList(text).map((part) => {
    const origin = URL.canParse(part) ? new URL(part).origin : null;
    if (origin !== part.replace(/\/$/, '') || !/^https?:/.test(part))
      throw new Error(`must name origins such as https://app.example.com, and ${part} is none`);
    return origin;
  });
}

/** Names of networks that whoever knows reverse proxies uses, beside addresses and networks themselves. */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses and networks. */
export function asNetworks(text: string): string[] {
  return asList(text).map((part) => {
    const [address = '', prefix] = part.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const isNetwork = bits > 0 && (prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= bits));
    if (!isNetwork && !NAMED_NETWORKS.includes(part))
      throw new Error(
        `must name addresses, networks (10.0.0.0/8) or ${NAMED_NETWORKS.join(', ')}, and ${part} is none of them`,
      );
    return part;
  });
}

/** Pairs as OpenTelemetry writes them: `name=value,other=value`, values percent-encoded. */
export function asPairs(text: string): Readonly<Record<string, string>> {
  const pairs = asList(text).map((part) => {
    const [, name, value] = /^([\w.-]+)\s*=\s*(.*)$/.exec(part) ?? [];
    try {
      if (name !== undefined && value !== undefined) return [name, decodeURIComponent(value)] as const;
    } catch {
      // said below, without the value: it may be a secret
    }
    throw new Error('must be name=value, comma-separated, with values percent-encoded');
  });
  return Object.fromEntries(pairs);
}

/** A share: from 0 to 1. */
export function asFraction(text: string): number {
  const share = Number(text);
  if (!(share >= 0 && share <= 1)) throw new Error('must be a number from 0 to 1');
  return share;
}

export function asList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
