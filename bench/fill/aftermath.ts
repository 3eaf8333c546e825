import { LARGE_BROADCAST, PAUSED_BROADCAST, type FillOptions } from './shape.js';

const DAY_MS = 86_400_000;

/** Broadcasts of the first company: a finished one of 60,000 messages, and a paused one of which most still waits. */
export function largeBroadcastsSql({ now }: FillOptions): string[] {
  const part = (broadcast: number, count: number, daysAgo: number, status: string) => `
    INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, text, search_text, origin,
                          whatsapp_id, broadcast_id, template_id, accepted_at, sent_at, delivered_at, read_at, occurred_at, created_at, position)
    SELECT fill.id(ms, c, 110 + ${broadcast}), account_id, number_id, conversation_id, 'OUTBOUND', status, 'TEMPLATE',
           jsonb_build_object('name', 'template_1', 'language', 'de', 'header', null, 'body', text, 'footer', null, 'buttons', '[]'::jsonb,
                              'mediaId', null, 'components', '[]'::jsonb),
           text, lower(text), 'PARLEY', CASE WHEN status NOT IN ('QUEUED', 'CANCELLED') THEN 'wamid.BROADCAST${broadcast}' || lpad(c::text, 20, '0') END,
           fill.broadcast_id(1, ${900 + broadcast}), fill.template_id(1, 1),
           CASE WHEN status <> 'QUEUED' THEN at END, CASE WHEN status IN ('SENT', 'DELIVERED', 'READ') THEN at END,
           CASE WHEN status IN ('DELIVERED', 'READ') THEN at END, CASE status WHEN 'READ' THEN at END, at, at, fill.position(ms)
      FROM (SELECT *, fill.at(ms) AS at, ${status} AS status, 'Our summer offers are here, and there is one for you.' AS text
              FROM (SELECT *, ${now.getTime() - daysAgo * DAY_MS}::bigint + row_number() OVER (ORDER BY c) AS ms, fill.pick(c, 17, 100) AS luck,
                           row_number() OVER (ORDER BY c) AS place
                      FROM fill.conversations WHERE a = 1 ORDER BY c LIMIT ${count}) AS recipient) AS message ORDER BY ms`;
  const row = (broadcast: number, daysAgo: number, status: string, reason: string) => `
    INSERT INTO broadcasts (id, account_id, business_phone_number_id, template_id, status, pause_reason, start_at, total, created_by_user_id, created_at, finished_at)
    SELECT fill.broadcast_id(1, ${900 + broadcast}), fill.account_id(1), fill.number_id(1, 1), fill.template_id(1, 1), '${status}', ${reason}, at, 0,
           fill.user_id(0), at, CASE '${status}' WHEN 'FINISHED' THEN at + interval '1 hour' END
      FROM (SELECT fill.at(${now.getTime() - daysAgo * DAY_MS}) AS at) AS start`;
  return [
    row(1, 60, 'FINISHED', 'NULL'),
    part(
      1,
      LARGE_BROADCAST,
      60,
      `CASE WHEN luck < 55 THEN 'READ' WHEN luck < 85 THEN 'DELIVERED' WHEN luck < 97 THEN 'SENT' ELSE 'FAILED' END`,
    ),
    row(2, 20, 'PAUSED', `'Paused by a colleague.'`),
    part(2, PAUSED_BROADCAST, 20, `CASE WHEN place <= ${PAUSED_BROADCAST / 10} THEN 'READ' ELSE 'QUEUED' END`),
    `UPDATE broadcasts SET total = counted.total FROM (SELECT broadcast_id, count(*)::int AS total FROM messages WHERE broadcast_id IS NOT NULL GROUP BY 1) AS counted
      WHERE broadcasts.id = counted.broadcast_id`,
  ];
}

/** What triggers keep true: written once here, since none runs meanwhile. */
export const TEMPLATE_COUNTS = `INSERT INTO template_counts (template_id, sent, delivered, read, failed)
  SELECT template_id, count(accepted_at), count(coalesce(delivered_at, read_at)), count(read_at), count(*) FILTER (WHERE status = 'FAILED')
    FROM messages WHERE template_id IS NOT NULL GROUP BY template_id`;

/** The database goes on counting after the last row. */
export function sequencesSql({ now }: FillOptions): string {
  return `SELECT setval('message_positions', fill.position(${now.getTime()})), setval('webhook_delivery_positions', fill.position(${now.getTime()}))`;
}

/** Notifications of the two latest rounds, for whoever takes part. */
export const NOTIFICATIONS = `
  INSERT INTO notifications (id, user_id, account_id, conversation_id, message_id, reason, title, body, created_at, read_at)
  SELECT fill.id(ms, m, 120), one, account_id, conversation_id, fill.id(ms, m, 10), 'PARTICIPANT', 'A customer wrote', 'There is a new message', fill.at(ms),
         CASE WHEN fill.pick(m, 19, 100) < 80 THEN fill.at(ms) + interval '5 minutes' END
    FROM (SELECT *, fill.ms(m) AS ms FROM (SELECT *, fill.message_of(c, r) AS m FROM fill.conversations, generate_series(8, 9) AS r
           WHERE one IS NOT NULL AND fill.direction(c, r) = 'INBOUND' OFFSET 0) AS message OFFSET 0) AS message ORDER BY ms`;

/** Events and deliveries of the last week, as far as retention keeps them. */
export function eventsSql({ now, conversations }: FillOptions): string[] {
  const latest = `(SELECT *, fill.ms(m) AS ms FROM (SELECT *, fill.message_of(c, 9) AS m FROM fill.conversations OFFSET 0) AS message OFFSET 0) AS message
     WHERE ms > ${now.getTime() - 7 * DAY_MS} AND fill.pick(c, 21, ${Math.max(1, Math.round(conversations / 200_000))}) = 0`;
  return [
    `INSERT INTO events (account_id, kind, conversation_id, entity_id, occurred_at)
     SELECT account_id, kind, conversation_id, CASE kind WHEN 'MESSAGE' THEN fill.id(ms, m, 10) ELSE conversation_id END, fill.at(ms)
       FROM (SELECT * FROM ${latest} OFFSET 0) AS changed, (VALUES ('MESSAGE'), ('CONVERSATION')) AS kinds (kind) ORDER BY ms`,
    `INSERT INTO webhook_deliveries (id, account_id, body, fields, state, attempts, error, received_at, processed_at, position)
     SELECT fill.id(ms, m, 130), account_id,
            convert_to(jsonb_build_object('object', 'whatsapp_business_account', 'entry', jsonb_build_array(jsonb_build_object('id', '1', 'changes',
              jsonb_build_array(jsonb_build_object('field', 'messages', 'value', jsonb_build_object('messaging_product', 'whatsapp', 'metadata',
                '{"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}'::jsonb, 'contacts', jsonb_build_array(jsonb_build_object(
                'wa_id', wa_id, 'profile', '{"name": "Sheena Nelson"}'::jsonb)), 'messages', jsonb_build_array(jsonb_build_object('from', wa_id,
                'id', fill.wamid(m), 'type', 'text', 'timestamp', (ms / 1000)::text, 'text', '{"body": "Does it come in another color?"}'::jsonb))))))))::text, 'UTF8'),
            '{messages}', CASE WHEN luck < 995 THEN 'PROCESSED' WHEN luck < 998 THEN 'IGNORED' ELSE 'FAILED' END, 1,
            CASE WHEN luck >= 998 THEN 'It could not be read.' END, fill.at(ms), fill.at(ms) + interval '20 milliseconds', fill.position(ms)
       FROM (SELECT *, fill.pick(m, 22, 1000) AS luck FROM ${latest} OFFSET 0) AS delivery ORDER BY ms`,
  ];
}
