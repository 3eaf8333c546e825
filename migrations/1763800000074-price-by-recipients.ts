import type { MigrationInterface, QueryRunner } from 'typeorm';

const SENT_TIME = 'coalesce(accepted_at, sent_at, delivered_at, read_at, failed_at)';
const IS_WHOLE = "kind NOT IN ('REACTION', 'EDIT', 'REVOKE')";
const HAS_ARRIVED = 'coalesce(delivered_at, read_at) IS NOT NULL';

/** As migration 49 made it. */
const counted = (rows: string, sign: 1 | -1): string => `
  SELECT account_id, quarter_of_hour(CASE WHEN direction = 'INBOUND' THEN occurred_at ELSE ${SENT_TIME} END) AS at,
         coalesce(template_id::text, '') AS key, ${sign} * count(*) FILTER (WHERE direction = 'INBOUND') AS received,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND accepted_at IS NOT NULL) AS sent,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND ${HAS_ARRIVED}) AS delivered,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND read_at IS NOT NULL) AS read,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND status = 'FAILED') AS failed
    FROM ${rows} WHERE ${IS_WHOLE} AND (direction = 'INBOUND' OR (direction = 'OUTBOUND' AND ${SENT_TIME} IS NOT NULL))
   GROUP BY 1, 2, 3`;

const PRICE_BEFORE = `concat_ws(' ', coalesce(status_details->>'pricing.category', '-'), coalesce(status_details->>'pricing.type', '-'),
  coalesce(status_details->>'pricing.billable', '-'))`;
const PRICE = 'message_price(status_details, business_phone_number_id, template_id, broadcast_id)';

const priced = (price: string, rows: string, sign: 1 | -1): string => `
  SELECT account_id, quarter_of_hour(${SENT_TIME}) AS at, ${price} AS key, ${sign} * count(*) AS change
    FROM ${rows} WHERE direction = 'OUTBOUND' AND ${SENT_TIME} IS NOT NULL
     AND (status_details ? 'pricing.category' OR status_details ? 'pricing.type')
   GROUP BY 1, 2, 3`;

const METRICS = `(VALUES ('RECEIVED', received), ('SENT', sent), ('DELIVERED', delivered), ('READ', read), ('FAILED', failed))`;

type Side = readonly [rows: string, sign: 1 | -1];

const changes = (price: string, ...sides: readonly Side[]): string => `
  INSERT INTO message_tally_changes (account_id, at, metric, key, change)
  SELECT account_id, at, metric, CASE metric WHEN 'RECEIVED' THEN '' ELSE key END, sum(change)
    FROM (${sides.map(([rows, sign]) => counted(rows, sign)).join(' UNION ALL ')}) AS sides CROSS JOIN LATERAL ${METRICS} AS metrics (metric, change)
   GROUP BY 1, 2, 3, 4 HAVING sum(change) <> 0
  UNION ALL
  SELECT account_id, at, 'PRICED', key, sum(change)
    FROM (${sides.map(([rows, sign]) => priced(price, rows, sign)).join(' UNION ALL ')}) AS prices
   GROUP BY 1, 2, 4 HAVING sum(change) <> 0;`;

const tallyMessages = (price: string): string => `
  CREATE OR REPLACE FUNCTION tally_messages() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      ${changes(price, ['new_rows', 1])}
    ELSIF TG_OP = 'UPDATE' THEN
      ${changes(price, ['new_rows', 1], ['old_rows', -1])}
    ELSE
      ${changes(price, ['old_rows', -1])}
    END IF;
    RETURN NULL;
  END $$;`;

/** Tallies of prices anew, by the keys of now: sums of what the messages say, whatever was tallied before. */
const tallyAgain = (price: string): string => `
  DELETE FROM message_tally_changes WHERE metric = 'PRICED';
  DELETE FROM message_tallies WHERE metric = 'PRICED';
  INSERT INTO message_tallies (account_id, at, metric, key, count)
  SELECT account_id, at, 'PRICED', key, change FROM (${priced(price, 'messages', 1)}) AS prices;`;

/**
 * Prices are tallied by number, recipient's country code (of North America with the area), template and broadcast too, so
 * that costs can be told by each (docs/decisions/0099); and the rate cards of Meta that an administrator uploads.
 *
 * Locks messages against writes until it ends: it looks once at all of them, reckoned at 30 s for ten million.
 */
export class PriceByRecipients1763800000074 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rate_cards (
        id uuid PRIMARY KEY,
        -- ISO 4217, such as EUR.
        currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        -- The day from which Meta charges by it, as text, for it is a day of no time zone.
        effective_from text NOT NULL CHECK (effective_from ~ '^\\d{4}-\\d{2}-\\d{2}$'),
        uploaded_by_user_id uuid REFERENCES users ON DELETE SET NULL,
        uploaded_at timestamptz(3) NOT NULL,
        UNIQUE (currency, effective_from)
      );
      CREATE TABLE rates (
        rate_card_id uuid NOT NULL REFERENCES rate_cards ON DELETE CASCADE,
        -- Country of ISO 3166-1, such as DE, or a region of Meta, such as REST_OF_AFRICA.
        market text NOT NULL,
        category text NOT NULL CHECK (category IN ('MARKETING', 'UTILITY', 'AUTHENTICATION', 'AUTHENTICATION_INTERNATIONAL', 'SERVICE')),
        amount numeric(14, 8) NOT NULL CHECK (amount >= 0),
        PRIMARY KEY (rate_card_id, market, category)
      );

      -- What tells the country of a recipient: +1 and three digits, +7 and one, else the country code; of a user id, its country.
      CREATE FUNCTION recipient_area(details jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE
                 WHEN number ~ '^1\\d{10}$' THEN left(number, 4)
                 WHEN number ~ '^7\\d{7,14}$' THEN left(number, 2)
                 WHEN number ~ '^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])\\d{5,13}$' THEN left(number, 2)
                 WHEN number ~ '^[2-9]\\d{6,14}$' THEN left(number, 3)
                 WHEN details->>'recipient_user_id' ~ '^[A-Z]{2}\\.' THEN left(details->>'recipient_user_id', 2)
                 ELSE '-'
               END
          FROM (VALUES (coalesce(details->>'recipient_id', ''))) AS recipient (number) $$;

      -- category, type, whether billable, number, area of the recipient, template, broadcast; - for what is none or unknown.
      CREATE FUNCTION message_price(details jsonb, number uuid, template uuid, broadcast uuid) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT concat_ws(' ',
                 coalesce(translate(details->>'pricing.category', ' ', '_'), '-'),
                 coalesce(translate(details->>'pricing.type', ' ', '_'), '-'),
                 coalesce(translate(details->>'pricing.billable', ' ', '_'), '-'),
                 number, recipient_area(details), coalesce(template::text, '-'), coalesce(broadcast::text, '-')) $$;

      LOCK TABLE messages IN SHARE ROW EXCLUSIVE MODE;
    `);
    await runner.query(tallyMessages(PRICE));
    await runner.query(tallyAgain(PRICE));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('LOCK TABLE messages IN SHARE ROW EXCLUSIVE MODE');
    await runner.query(tallyMessages(PRICE_BEFORE));
    await runner.query(tallyAgain(PRICE_BEFORE));
    await runner.query(`
      DROP FUNCTION message_price;
      DROP FUNCTION recipient_area;
      DROP TABLE rates, rate_cards;
    `);
  }
}
