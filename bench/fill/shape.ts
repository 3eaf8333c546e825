import { modularInverse } from './random.js';

/** What is filled in: how many conversations, of whom, until when. */
export interface FillOptions {
  conversations: number;
  seed: number;
  /** The latest time in the database. */
  now: Date;
}

export const MESSAGES_A_CONVERSATION = 10;
export const ACCOUNTS = 20;
/** Of a hundred conversations, by account: one large company, many small ones. */
const ACCOUNT_SHARES = [35, 14, 9, 7, 5, 4, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2];
/** Of each account; the first has all of its conversations on one number. */
export const NUMBERS = [1, 3, 2, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
export const MANAGERS = 4;
export const OPERATORS = 200;
export const TEMPLATES_AN_ACCOUNT = 40;
export const BROADCASTS_AN_ACCOUNT = 50;
export const LARGE_BROADCAST = 60_000;
export const PAUSED_BROADCAST = 20_000;
const DAYS = 400;
/** Above 1, more was written lately than long ago. */
const GROWTH = 1.5;
/** A message's conversation is its number times one of these: whoever writes at one time has nothing to do with each other. */
const FACTORS = [
  7_368_787, 6_972_593, 5_915_587, 4_256_249, 3_267_000_013, 2_860_486, 9_737_333, 8_675_311, 1_299_709, 15_485_863,
];

/** Rounds: each conversation has one message in each, in another order, so that the heap lies in the order of time. */
export function rounds(conversations: number): { factor: number; inverse: number; shift: number }[] {
  return Array.from({ length: MESSAGES_A_CONVERSATION }, (_, index) => {
    let factor = ((FACTORS[index] ?? 1) % conversations) + 1;
    while (divisor(factor, conversations) !== 1) factor += 1;
    return { factor, inverse: modularInverse(factor, conversations), shift: (index * 7_919) % conversations };
  });
}

/** SQL: the account, from 1, by a number from 0 to 99. */
export function accountBySql(percent: string): string {
  let sum = 0;
  const cases = ACCOUNT_SHARES.map((share, index) => `WHEN ${percent} < ${(sum += share)} THEN ${index + 1}`);
  return `CASE ${cases.join(' ')} ELSE ${ACCOUNTS} END`;
}

/**
 * Functions in the schema `fill`, all of them without memory: everything follows from the number of a conversation (c),
 * of a round (r) or of a message (m), and from the seed.
 */
export function functions({ conversations, seed, now }: FillOptions): string {
  const total = conversations * MESSAGES_A_CONVERSATION;
  const all = rounds(conversations);
  const byRound = (value: (round: (typeof all)[number]) => number) =>
    `CASE r ${all.map((round, index) => `WHEN ${index} THEN ${value(round)}`).join(' ')} END::bigint`;
  const define = (signature: string, type: string, body: string) =>
    `CREATE FUNCTION fill.${signature} RETURNS ${type} LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ${body} $$;`;
  return [
    define('hash(n bigint, salt int)', 'bigint', `hashint8extended(n, ${seed} * 1000 + salt)`),
    define('pick(n bigint, salt int, below int)', 'int', `((fill.hash(n, salt) & 2147483647) % below)::int`),
    define(
      'id(ms bigint, n bigint, salt int)',
      'uuid',
      `(lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(fill.hash(n, salt) & 4095), 3, '0') || '8'
        || lpad(to_hex((fill.hash(n, salt) >> 12) & 4095), 3, '0') || lpad(to_hex(fill.hash(n, salt + 1) & 281474976710655), 12, '0'))::uuid`,
    ),
    define('at(ms bigint)', 'timestamptz', `to_timestamp(ms::float8 / 1000)`),
    define(
      'ms(m bigint)',
      'bigint',
      `(${now.getTime()} - ${DAYS * 86_400_000}::float8 * power(1 - (m::float8 + 0.5) / ${total}, ${GROWTH}))::bigint`,
    ),
    // Meta says the whole second in which the customer wrote, and is a moment late
    define(
      'occurred_at(ms bigint, direction text)',
      'timestamptz',
      `CASE direction WHEN 'INBOUND' THEN to_timestamp((ms - 700) / 1000) ELSE to_timestamp(ms::float8 / 1000) END`,
    ),
    define(
      'conversation_of(n bigint, r int)',
      'bigint',
      `(n * ${byRound(({ factor }) => factor)} + ${byRound(({ shift }) => shift)}) % ${conversations}`,
    ),
    define(
      'message_of(c bigint, r int)',
      'bigint',
      `r * ${conversations}::bigint + ((c - ${byRound(({ shift }) => shift)} + ${conversations}) * ${byRound(({ inverse }) => inverse)}) % ${conversations}`,
    ),
    // the order of writing is that of time: nobody's clock was set back
    define('position(ms bigint)', 'bigint', `ms - ${now.getTime() - (DAYS + 1) * 86_400_000}`),
    define('message_id(m bigint)', 'uuid', `fill.id(fill.ms(m), m, 10)`),
    define('conversation_id(c bigint)', 'uuid', `fill.id(fill.ms(fill.message_of(c, 0)), c, 20)`),
    define('contact_id(c bigint)', 'uuid', `fill.id(fill.ms(fill.message_of(c, 0)), c, 30)`),
    define('account_id(a int)', 'uuid', `fill.id(${now.getTime() - (DAYS + 30) * 86_400_000}, a, 40)`),
    define('number_id(a int, n int)', 'uuid', `fill.id(${now.getTime() - (DAYS + 30) * 86_400_000}, a * 10 + n, 50)`),
    define('user_id(u int)', 'uuid', `fill.id(${now.getTime() - (DAYS + 20) * 86_400_000}, u, 60)`),
    define(
      'template_id(a int, t int)',
      'uuid',
      `fill.id(${now.getTime() - (DAYS + 10) * 86_400_000}, a * 1000 + t, 70)`,
    ),
    define('broadcast_id(a int, b int)', 'uuid', `fill.id(${now.getTime() - 50 * 86_400_000}, a * 1000 + b, 80)`),
    define('media_id(m bigint)', 'uuid', `fill.id(fill.ms(m), m, 90)`),
    define(
      'wamid(m bigint)',
      'text',
      `'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQz' || lpad(to_hex(fill.hash(m, 100)), 16, '0') || lpad(to_hex(fill.hash(m, 101) & 65535), 4, '0')`,
    ),
    // 0 to 7: broadcasts alone, never answered; to 24: begun by the business; otherwise by the customer
    define(
      'direction(c bigint, r int)',
      'text',
      `CASE WHEN fill.pick(c, 1, 100) < 8 THEN 'OUTBOUND'
            WHEN r = 0 THEN CASE WHEN fill.pick(c, 1, 100) < 25 THEN 'OUTBOUND' ELSE 'INBOUND' END
            WHEN fill.pick(c * 10 + r, 2, 100) < 47 THEN 'INBOUND'
            WHEN fill.pick(c * 10 + r, 2, 100) < 96 OR r = 9 THEN 'OUTBOUND' ELSE 'INTERNAL' END`,
    ),
    define(
      'kind(c bigint, r int, direction text)',
      'text',
      `CASE direction
         WHEN 'INTERNAL' THEN 'NOTE'
         WHEN 'INBOUND' THEN ${byShare(INBOUND_KINDS)}
         ELSE CASE WHEN fill.pick(c, 1, 100) < 8 OR r = 0 THEN 'TEMPLATE' ELSE ${byShare(OUTBOUND_KINDS)} END END`,
    ),
  ].join('\n');
}

/** Of a thousand. The last round has no amendments, for they are not the latest message of a conversation. */
const INBOUND_KINDS: Record<string, number> = {
  TEXT: 815,
  MEDIA: 90,
  REPLY: 30,
  REACTION: 30,
  LOCATION: 8,
  CONTACTS: 5,
  UNSUPPORTED: 5,
  ORDER: 6,
  EDIT: 4,
  REVOKE: 3,
  SYSTEM: 4,
};
const OUTBOUND_KINDS: Record<string, number> = { TEXT: 770, TEMPLATE: 120, MEDIA: 60, INTERACTIVE: 40, REACTION: 10 };

function byShare(kinds: Record<string, number>): string {
  let sum = 0;
  const pick = 'fill.pick(c * 10 + r, 3, 1000)';
  const cases = Object.entries(kinds).map(([kind, share]) => {
    const value = ['REACTION', 'EDIT', 'REVOKE'].includes(kind)
      ? `CASE WHEN r IN (0, 9) THEN 'TEXT' ELSE '${kind}' END`
      : `'${kind}'`;
    return `WHEN ${pick} < ${(sum += share)} THEN ${value}`;
  });
  return `CASE ${cases.join(' ')} END`;
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}
