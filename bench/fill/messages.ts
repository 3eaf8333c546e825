import type { FillOptions } from './shape.js';
import { BROADCASTS_AN_ACCOUNT } from './shape.js';

const COLUMNS = `id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, text, search_text, origin,
  whatsapp_id, author_user_id, author_contact_id, reply_to_whatsapp_id, target_whatsapp_id, broadcast_id, template_id, failure,
  raw, status_details, accepted_at, sent_at, delivered_at, read_at, failed_at, occurred_at, created_at, position`;

/** The messages of one round, a part of them, in the order of their time: one of each conversation. */
export function messagesSql({ conversations }: FillOptions, round: number, from: number, to: number): string {
  return `INSERT INTO messages (${COLUMNS})
  SELECT fill.id(ms, m, 10), account_id, number_id, conversation_id, direction, status, kind,
         ${CONTENT}, ${TEXT}, CASE WHEN kind IN ('REACTION', 'EDIT', 'REVOKE') THEN NULL ELSE ${SEARCH} END,
         CASE WHEN direction = 'OUTBOUND' THEN CASE WHEN one IS NULL AND kind <> 'TEMPLATE' THEN 'PHONE_APP' ELSE 'PARLEY' END END,
         CASE WHEN status NOT IN ('CANCELLED', 'HELD') AND direction <> 'INTERNAL' THEN wamid END,
         CASE WHEN direction <> 'INBOUND' THEN one END, CASE direction WHEN 'INBOUND' THEN contact_id END,
         CASE WHEN h % 25 = 0 AND r > 0 AND kind = 'TEXT' THEN first_wamid END,
         CASE WHEN kind IN ('REACTION', 'EDIT', 'REVOKE') THEN first_wamid END,
         CASE WHEN kind = 'TEMPLATE' AND h % 3 = 0 THEN fill.broadcast_id(a, 1 + h % ${BROADCASTS_AN_ACCOUNT}) END,
         CASE kind WHEN 'TEMPLATE' THEN fill.template_id(a, 1 + h % 30) END, CASE status WHEN 'FAILED' THEN ${FAILURE} END,
         CASE WHEN direction = 'INBOUND' AND kind <> 'REVOKE' THEN
           jsonb_build_object('id', wamid, 'from', wa_id, 'type', lower(kind), 'timestamp', (ms / 1000)::text, 'text', jsonb_build_object('body', text)) END,
         CASE WHEN status IN ('SENT', 'DELIVERED', 'READ', 'PLAYED') THEN
           jsonb_build_object('asOf', ms::text, 'recipient_id', wa_id, 'pricing.category', CASE kind WHEN 'TEMPLATE' THEN 'utility' ELSE 'service' END,
                              'pricing.billable', kind = 'TEMPLATE', 'pricing.pricing_model', 'PMP') END,
         CASE WHEN direction = 'OUTBOUND' AND status NOT IN ('CANCELLED', 'HELD') THEN created END,
         CASE WHEN status IN ('SENT', 'DELIVERED', 'READ', 'PLAYED') THEN created + interval '1 second' END,
         CASE WHEN status IN ('DELIVERED', 'READ', 'PLAYED') THEN created + interval '2 seconds' END,
         CASE WHEN status IN ('READ', 'PLAYED') THEN created + interval '40 seconds' END,
         CASE status WHEN 'FAILED' THEN created + interval '1 second' END, occurred, created, fill.position(ms)
    FROM (
      SELECT plan.*, fill.at(ms) AS created, fill.occurred_at(ms, direction) AS occurred, fill.wamid(m) AS wamid, fill.wamid(plan.first) AS first_wamid,
             CASE direction WHEN 'OUTBOUND' THEN ${STATUS} ELSE 'RECEIVED' END AS status,
             one_sentence.text || coalesce('. ' || two_sentence.text, '') || CASE WHEN h % 12 = 0 THEN ' ' || h ELSE '' END AS text,
             one_sentence.search || coalesce('. ' || two_sentence.search, '') || CASE WHEN h % 12 = 0 THEN ' ' || h ELSE '' END AS search
        FROM (
          SELECT part.*, fill.kind(c, r, direction) AS kind
            FROM (
              SELECT part.*, language, a, account_id, number_id, conversation_id, contact_id, wa_id, one, fill.direction(part.c, r) AS direction
                FROM (
                  SELECT m, r, c, fill.ms(m) AS ms, fill.message_of(c, 0) AS first, fill.pick(m, 16, 100000000) AS h, fill.pick(m, 18, 1000) AS luck
                    FROM (SELECT m, ${round} AS r, fill.conversation_of(m % ${conversations}, ${round}) AS c
                            FROM generate_series(${from}::bigint, ${to - 1}::bigint) AS m OFFSET 0) AS number OFFSET 0) AS part
                JOIN fill.conversations AS conversation USING (c) OFFSET 0) AS part OFFSET 0) AS plan
        JOIN fill.sentences_by_language AS range USING (language)
        JOIN fill.sentences AS one_sentence ON one_sentence.n = range.first + plan.h % range.count
        LEFT JOIN fill.sentences AS two_sentence ON plan.h % 2 = 0 AND two_sentence.n = range.first + (plan.h / 7) % range.count OFFSET 0) AS message`;
}

/** Of a thousand. What a running server would send, or ask Meta about, is left out: it would change the database under a measurement. */
const STATUS = `CASE WHEN luck < 600 THEN 'READ' WHEN luck < 820 THEN 'DELIVERED' WHEN luck < 940 THEN 'SENT' WHEN luck < 970 THEN 'FAILED'
  WHEN luck < 985 THEN CASE kind WHEN 'MEDIA' THEN 'PLAYED' ELSE 'READ' END WHEN luck < 992 AND r > 0 THEN 'CANCELLED' ELSE 'SENT' END`;

const HAS_CAPTION = `h % 3 = 0`;
/** What is read of a message follows from its content. */
const TEXT = byKind('text');
const SEARCH = byKind('search');

function byKind(column: 'text' | 'search'): string {
  const fold = (text: string) => (column === 'search' ? text.toLowerCase() : text);
  return `CASE kind WHEN 'MEDIA' THEN ${
    column === 'search'
      ? `CASE WHEN ${HAS_CAPTION} THEN search WHEN h % 4 = 3 THEN 'invoice ' || h || '.pdf' END`
      : `CASE WHEN ${HAS_CAPTION} THEN text END`
  } WHEN 'REACTION' THEN '👍' WHEN 'REVOKE' THEN NULL WHEN 'TEMPLATE' THEN ${
    column === 'search' ? 'lower(' : '('
  }'Your order is on its way. You will have it on day ' || h % 28 || '. Thank you for choosing us.') WHEN 'LOCATION' THEN '${fold('Hacker Way 1, Menlo Park')}'
  WHEN 'CONTACTS' THEN '${fold('Pablo Morales')}' WHEN 'ORDER' THEN '2 × sku-' || h % 5000 WHEN 'SYSTEM' THEN '${fold('The customer changed the number')}' ELSE ${column} END`;
}

const CONTENT = `CASE kind
  WHEN 'MEDIA' THEN jsonb_build_object('mediaKind', CASE h % 4 WHEN 0 THEN 'IMAGE' WHEN 1 THEN 'VOICE' WHEN 2 THEN 'VIDEO' ELSE 'DOCUMENT' END,
    'mediaId', fill.id(ms, m, 90), 'caption', CASE WHEN ${HAS_CAPTION} THEN text END, 'fileName', CASE WHEN h % 4 = 3 THEN 'invoice ' || h || '.pdf' END)
  WHEN 'REPLY' THEN jsonb_build_object('replyKind', 'BUTTON', 'id', h::text, 'title', text, 'payload', null, 'response', null)
  WHEN 'REACTION' THEN jsonb_build_object('targetWhatsappId', first_wamid, 'emoji', '👍')
  WHEN 'EDIT' THEN jsonb_build_object('edited', jsonb_build_object('kind', 'TEXT', 'content', jsonb_build_object('body', text)))
  WHEN 'REVOKE' THEN '{}'
  WHEN 'LOCATION' THEN '{"latitude": 37.48, "longitude": -122.15, "name": "Hacker Way 1", "address": "Menlo Park", "url": null}'
  WHEN 'CONTACTS' THEN '{"contacts": [{"formattedName": "Pablo Morales", "phones": [], "emails": [], "organization": null}]}'
  WHEN 'ORDER' THEN jsonb_build_object('catalogId', '1', 'text', null, 'items',
    jsonb_build_array(jsonb_build_object('productId', 'sku-' || h % 5000, 'quantity', 2, 'price', 10, 'currency', 'EUR')))
  WHEN 'SYSTEM' THEN '{"type": "user_changed_number", "body": "The customer changed the number"}'
  WHEN 'UNSUPPORTED' THEN jsonb_build_object('type', 'poll', 'details', null, 'text', text, 'raw', '{}'::jsonb)
  WHEN 'INTERACTIVE' THEN jsonb_build_object('interactiveKind', 'BUTTONS', 'header', null, 'body', text, 'footer', null,
    'buttons', '[{"id": "1", "title": "Yes", "description": null}]'::jsonb, 'listButton', null, 'sections', '[]'::jsonb, 'url', null, 'urlText', null)
  WHEN 'TEMPLATE' THEN jsonb_build_object('name', 'template_' || 1 + h % 30, 'language', 'en_US', 'header', null,
    'body', 'Your order is on its way. You will have it on day ' || h % 28 || '. Thank you for choosing us.', 'footer', null,
    'buttons', '[]'::jsonb, 'mediaId', null, 'components', '[]'::jsonb)
  ELSE jsonb_build_object('body', text) END`;

const FAILURE = `'{"code": 131026, "subcode": null, "title": "Message undeliverable", "message": "Message undeliverable.", "details": null,
  "traceId": null, "handling": "RECIPIENT", "advice": "The customer cannot receive this message."}'::jsonb`;

/** Files of the messages that have one. */
export const MEDIA = `
  INSERT INTO media (id, account_id, state, mime_type, file_name, size, sha256, message_id, is_used, remote_id, business_phone_number_id, created_at)
  SELECT (content->>'mediaId')::uuid, account_id, 'STORED',
         CASE content->>'mediaKind' WHEN 'IMAGE' THEN 'image/jpeg' WHEN 'VOICE' THEN 'audio/ogg' WHEN 'VIDEO' THEN 'video/mp4' ELSE 'application/pdf' END,
         content->>'fileName', 20000 + hashtext(id::text) % 10000, md5(id::text) || md5(id::text), CASE direction WHEN 'INBOUND' THEN id END, true,
         CASE direction WHEN 'INBOUND' THEN abs(hashtext(id::text))::text END, business_phone_number_id, created_at
    FROM messages WHERE kind = 'MEDIA'`;
