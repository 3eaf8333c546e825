import type { Client } from 'pg';
import { LANGUAGES, names, sentences } from './vocabulary.js';
import { accountBySql, NUMBERS, type FillOptions } from './shape.js';

const SENTENCES = 60_000;
const NAMES = 40_000;

/** Staging tables: sentences and names by language, and what is true of each conversation from its first day. */
export async function stage(client: Client, { conversations, seed }: FillOptions): Promise<void> {
  await client.query(`CREATE UNLOGGED TABLE fill.sentences (n int PRIMARY KEY, language int, text text, search text);
                      CREATE UNLOGGED TABLE fill.names (n int PRIMARY KEY, language int, text text, search text)`);
  for (const [table, phrases] of [
    ['sentences', sentences(seed, SENTENCES)],
    ['names', names(seed, NAMES)],
  ] as const) {
    const index = new Map(LANGUAGES.map(({ name }, place) => [name, place]));
    await client.query(
      `INSERT INTO fill.${table} SELECT place - 1, language, text, search
         FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS phrase (language, text, search, place)`,
      [
        phrases.map(({ language }) => index.get(language)),
        phrases.map(({ text }) => text),
        phrases.map(({ search }) => search),
      ],
    );
    await client.query(`CREATE TABLE fill.${table}_by_language AS
      SELECT language, min(n) AS first, count(*)::int AS count FROM fill.${table} GROUP BY language; ANALYZE fill.${table}`);
  }
  await client.query(conversationsSql(conversations));
}

function conversationsSql(conversations: number): string {
  let share = 0;
  const language = LANGUAGES.map(
    (entry, index) => `WHEN fill.pick(c, 5, 100) < ${(share += entry.share)} THEN ${index}`,
  );
  const prefix = LANGUAGES.map((entry, index) => `WHEN ${index} THEN '${entry.prefix}'`);
  const numbers = NUMBERS.map((count, index) => `WHEN ${index + 1} THEN ${count}`);
  return `
    CREATE UNLOGGED TABLE fill.conversations AS
    SELECT c, a, language, fill.account_id(a) AS account_id, fill.number_id(a, number) AS number_id,
           fill.conversation_id(c) AS conversation_id, fill.contact_id(c) AS contact_id,
           CASE language ${prefix.join(' ')} END || lpad(c::text, 8, '0') AS wa_id, people,
           CASE WHEN people > 0 THEN one.user_id END AS one, CASE WHEN people > 1 THEN two.user_id END AS two,
           CASE WHEN people > 2 THEN three.user_id END AS three
      FROM (SELECT c, a, language, 1 + fill.pick(c, 6, CASE a ${numbers.join(' ')} END) AS number,
                   CASE WHEN h < 25 THEN 0 WHEN h < 65 THEN 1 WHEN h < 88 THEN 2 ELSE 3 END AS people
              FROM (SELECT c, ${accountBySql('fill.pick(c, 4, 100)')} AS a, CASE ${language.join(' ')} END AS language, fill.pick(c, 7, 100) AS h
                      FROM generate_series(0, ${conversations - 1}::bigint) AS c OFFSET 0) AS first OFFSET 0) AS shape
      JOIN (SELECT DISTINCT a, members FROM fill.members) AS sizes USING (a)
      JOIN fill.members AS one USING (a) JOIN fill.members AS two USING (a) JOIN fill.members AS three USING (a)
     WHERE one.place = fill.pick(c, 8, sizes.members::int) AND two.place = (one.place + 1) % sizes.members
       AND three.place = (one.place + 2) % sizes.members;
    ALTER TABLE fill.conversations ADD PRIMARY KEY (c);
    ANALYZE fill.conversations;`;
}

/** Contacts: most by number, some by user id alone; names in the script of their language. */
export const CONTACTS = `
  INSERT INTO contacts (id, account_id, profile_name, username, phone_number, wa_id, whatsapp_user_id, opted_out_at, opt_out_source, search_text, created_at, updated_at)
  SELECT contact_id, account_id, name, username, CASE WHEN has_number THEN '+' || wa_id END, CASE WHEN has_number THEN wa_id END,
         CASE WHEN NOT has_number OR c % 5 = 0 THEN 'US.' || 100000000000000 + c END,
         CASE WHEN c % 50 = 0 THEN at + interval '1 day' END, CASE WHEN c % 50 = 0 THEN 'CUSTOMER_WORD' END,
         concat_ws(' ', search, username, CASE WHEN has_number THEN '+' || wa_id END), at, at
    FROM (SELECT conversation.*, names.text AS name, names.search, fill.pick(c, 11, 100) >= 3 AS has_number,
                 CASE WHEN c % 20 = 0 THEN 'customer.' || c END AS username, fill.at(fill.ms(fill.message_of(c, 0))) AS at
            FROM fill.conversations AS conversation JOIN fill.names_by_language AS range USING (language)
            JOIN fill.names ON names.n = range.first + fill.pick(c, 12, range.count) OFFSET 0) AS contact
   ORDER BY contact_id`;

/** Conversations: what their messages say of them, so after those. */
export const CONVERSATIONS = `
  INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, status, assignee_id, last_inbound_at, last_message_id,
                             last_activity_at, created_at, updated_at, last_acted_at)
  SELECT conversation_id, account_id, number_id, contact_id,
         CASE WHEN fill.direction(c, 0) = 'OUTBOUND' THEN 'BUSINESS_INITIATED' ELSE 'CUSTOMER_INITIATED' END,
         CASE WHEN fill.pick(c, 13, 100) < CASE WHEN fill.direction(c, 9) = 'INBOUND' THEN 25 ELSE 70 END THEN 'CLOSED' ELSE 'OPEN' END,
         CASE WHEN fill.pick(c, 14, 100) < 50 THEN one END,
         inbound.at, fill.message_id(last), fill.occurred_at(fill.ms(last), fill.direction(c, 9)), fill.at(fill.ms(first)), fill.at(fill.ms(last)),
         CASE WHEN people > 0 THEN acted.at END
    FROM (SELECT *, fill.message_of(c, 9) AS last, fill.message_of(c, 0) AS first FROM fill.conversations OFFSET 0) AS conversation
    LEFT JOIN LATERAL (SELECT fill.occurred_at(fill.ms(fill.message_of(c, r)), 'INBOUND') AS at FROM generate_series(9, 0, -1) AS r
                        WHERE fill.direction(c, r) = 'INBOUND' AND fill.kind(c, r, 'INBOUND') NOT IN ('EDIT', 'REVOKE', 'SYSTEM')
                        LIMIT 1) AS inbound ON true
    LEFT JOIN LATERAL (SELECT fill.at(fill.ms(fill.message_of(c, r))) AS at FROM generate_series(9, 0, -1) AS r
                        WHERE fill.direction(c, r) = 'OUTBOUND' LIMIT 1) AS acted ON true
   ORDER BY conversation_id`;

export const PARTICIPANTS = `
  INSERT INTO participants (conversation_id, user_id, added_at)
  SELECT conversation_id, user_id, fill.at(fill.ms(fill.message_of(c, 0)))
    FROM fill.conversations, LATERAL (VALUES (one), (two), (three)) AS person (user_id) WHERE user_id IS NOT NULL`;

/** Read markers: six of ten have read all, three to some place, one nothing. */
export const READ_MARKERS = `
  INSERT INTO read_markers (conversation_id, user_id, last_read_message_id, read_at, last_read_position)
  SELECT conversation_id, user_id, fill.message_id(m), fill.at(fill.ms(m)), fill.position(fill.ms(m))
    FROM (SELECT conversation_id, user_id, fill.message_of(c, CASE WHEN h < 60 THEN 9 ELSE h % 9 END) AS m
            FROM (SELECT c, conversation_id, user_id, fill.pick(c * 4 + place, 15, 100) AS h
                    FROM fill.conversations, LATERAL (VALUES (1, one), (2, two), (3, three)) AS person (place, user_id)
                   WHERE user_id IS NOT NULL OFFSET 0) AS reader WHERE h < 90 OFFSET 0) AS marker`;
