import { newId } from '../../../src/common/ids.js';
import type { Person } from './people.js';
import type { TestWorld } from './test-world.js';

/**
 * Fills two accounts with three numbers: conversations in every state that there can be, as rows of the tables that the
 * read model is made from, which is left to be made. Returns the ids of the accounts.
 */
export async function fillInbox(world: TestWorld, people: readonly Person[], count: number): Promise<string[]> {
  const { database, account } = world;
  const other = newId();
  await database.run(
    `INSERT INTO accounts SELECT (jsonb_populate_record(accounts, jsonb_build_object('id', $1::text, 'name', 'Other',
            'whatsapp_account_id', '900', 'phone_number_id', NULL))).* FROM accounts WHERE id = $2`,
    [other, account.id],
  );
  await database.run(
    `INSERT INTO business_phone_numbers (id, account_id, phone_number_id)
     SELECT gen_random_uuid(), account_id, number FROM (VALUES ($1::uuid, '901'), ($2::uuid, '902')) AS made (account_id, number)`,
    [account.id, other],
  );
  const userIds = people.map(({ id }) => id);
  await database.run(
    `CREATE TABLE filled AS
     SELECT step, ${anId("'contact' || step")} AS contact_id, ${anId("'conversation' || step")} AS id,
            number.id AS number_id, number.account_id, (hashtext('a' || step) & 1023) AS a, (hashtext('b' || step) & 1023) AS b
       FROM generate_series(1, $1::int) AS step
       JOIN (SELECT id, account_id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS numbers FROM business_phone_numbers) AS number
         ON number.place = 1 + step % number.numbers`,
    [count],
  );
  await database.run(
    `INSERT INTO contacts (id, account_id, profile_name, wa_id, search_text, created_at)
     SELECT contact_id, account_id, name, (16500000000 + step)::text, lower(name), $1::timestamptz - make_interval(mins => step / 3)
       FROM (SELECT *, CASE a % 3 WHEN 0 THEN 'Tom ' ELSE 'Customer ' END || step AS name FROM filled) AS named`,
    [world.clock.now()],
  );
  await database.run(
    `INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, status, last_inbound_at, last_activity_at,
                                created_at, is_window_open, assignee_id)
     SELECT id, account_id, number_id, contact_id, 'CUSTOMER_INITIATED', CASE WHEN a % 4 = 0 THEN 'CLOSED' ELSE 'OPEN' END, inbound_at,
            $1::timestamptz - make_interval(mins => a), $1::timestamptz - make_interval(mins => b * 7 / 3),
            -- some windows have closed since it was recorded
            coalesce(inbound_at > $1::timestamptz - make_interval(hours => 24 + b % 3), false), NULL
       FROM (SELECT *, CASE WHEN b % 5 > 0 THEN $1::timestamptz - make_interval(mins => a * 3) END AS inbound_at FROM filled) AS timed`,
    [world.clock.now()],
  );
  await database.run(
    `INSERT INTO participants (conversation_id, user_id)
     SELECT filled.id, person.id FROM filled CROSS JOIN unnest($1::uuid[]) WITH ORDINALITY AS person (id, place)
      WHERE a % 3 > 0 AND (b >> person.place::int) & 1 = 1`,
    [userIds],
  );
  await database.run(
    `UPDATE conversations SET assignee_id = chosen.user_id FROM (
       SELECT DISTINCT ON (conversation_id) conversation_id, user_id FROM participants ORDER BY conversation_id, user_id) AS chosen
      WHERE conversations.id = chosen.conversation_id AND hashtext('c' || conversations.id) & 1 = 1`,
  );
  await database.run(
    `INSERT INTO labels (id, account_id, name, color)
     SELECT gen_random_uuid(), account_id, name, 'GRAY' FROM unnest($1::uuid[]) AS account_id CROSS JOIN (VALUES ('VIP'), ('Late'), ('Rare')) AS made (name)`,
    [[account.id, other]],
  );
  await database.run(
    `INSERT INTO conversation_labels (conversation_id, label_id)
     SELECT filled.id, labels.id FROM filled JOIN labels ON labels.account_id = filled.account_id
      WHERE CASE name WHEN 'VIP' THEN a % 2 = 0 WHEN 'Late' THEN b % 3 > 0 ELSE a % 40 = 1 END`,
  );
  await addMessages(world);
  await database.run(
    `INSERT INTO read_markers (conversation_id, user_id, last_read_message_id, last_read_position)
     SELECT conversation_id, person.id, message_id, position FROM (
       SELECT conversation_id, (array_agg(id ORDER BY position))[1 + (hashtext('d' || conversation_id) & 1)] AS message_id,
              (array_agg(position ORDER BY position))[1 + (hashtext('d' || conversation_id) & 1)] AS position,
              hashtext('e' || conversation_id) & 1023 AS seed FROM messages GROUP BY conversation_id) AS marked
       CROSS JOIN (SELECT id, row_number() OVER (ORDER BY id)::int AS place FROM users) AS person
      WHERE message_id IS NOT NULL AND (seed >> person.place) & 1 = 1`,
  );
  await database.run('DROP TABLE filled');
  return [account.id, other];
}

/** None, or two of which each may be the customer's; where somebody waits, since when they wrote. */
async function addMessages({ database }: TestWorld): Promise<void> {
  await database.run(
    `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, occurred_at)
     SELECT (lpad(to_hex(step), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(place), 12, '0'))::uuid, filled.account_id, number_id,
            filled.id, direction, CASE direction WHEN 'INBOUND' THEN 'RECEIVED' ELSE 'SENT' END, 'TEXT', '{"body": "Hello"}', last_activity_at
       FROM filled JOIN conversations ON conversations.id = filled.id CROSS JOIN (VALUES (1), (2)) AS message (place)
       CROSS JOIN LATERAL (SELECT CASE WHEN (b >> (6 + place)) & 1 = 1 THEN 'INBOUND' ELSE 'OUTBOUND' END AS direction) AS side
      WHERE b % 5 > 0 ORDER BY step, place`,
  );
}

/** SQL: an id (UUIDv7 in form) that is drawn from a text. */
function anId(seed: string): string {
  return `overlay(overlay(md5(${seed}) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid`;
}
