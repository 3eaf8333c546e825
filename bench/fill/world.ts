import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { ADMIN } from '../../scripts/local-server.js';
import { SecretBox } from '../../src/common/secrets/secret-box.js';
import { AccountSecrets } from '../../src/modules/accounts/connection/account-secrets.js';
import { PasswordHasher } from '../../src/modules/users/passwords/password-hasher.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { ACCOUNTS, BROADCASTS_AN_ACCOUNT, MANAGERS, NUMBERS, OPERATORS, TEMPLATES_AN_ACCOUNT } from './shape.js';

/** The SECRET_KEY of every filled database, so that any server of the bench can open what is sealed in it. */
export const FILL_KEY = createHash('sha256').update('filled by the bench').digest();
/** The e-mail of an operator, from 1; all have the administrator's password. */
export const operatorEmail = (operator: number): string => `operator-${operator}@example.com`;

/** People, accounts with their numbers, templates and broadcasts: what is there before anybody writes. */
export async function fillWorld(client: Client): Promise<void> {
  await fillUsers(client);
  await fillAccounts(client);
  await client.query(TEMPLATES);
  await client.query(BROADCASTS);
}

async function fillUsers(client: Client): Promise<void> {
  const password = await new PasswordHasher().hash(ADMIN.password);
  await client.query(
    `INSERT INTO users (id, name, email, password_hash, role)
     SELECT fill.user_id(u),
            CASE WHEN u = 0 THEN 'Administrator' WHEN u <= ${OPERATORS} THEN 'Operator ' || u ELSE 'Manager ' || u - ${OPERATORS} END,
            CASE WHEN u = 0 THEN $2 WHEN u <= ${OPERATORS} THEN 'operator-' || u || '@example.com'
                 ELSE 'manager-' || u - ${OPERATORS} || '@example.com' END,
            $1, CASE WHEN u = 0 THEN 'ADMIN' WHEN u <= ${OPERATORS} THEN 'OPERATOR' ELSE 'MANAGER' END
       FROM generate_series(0, ${OPERATORS + MANAGERS}) AS u`,
    [password, ADMIN.email],
  );
}

async function fillAccounts(client: Client): Promise<void> {
  const { rows } = await client.query<{ a: number; id: string }>(
    `SELECT a, fill.account_id(a) AS id FROM generate_series(1, ${ACCOUNTS}) AS a ORDER BY a`,
  );
  const secrets = new AccountSecrets(new SecretBox(FILL_KEY));
  for (const { a, id } of rows) {
    // the first is the simulated Meta's
    const whatsappAccountId = a === 1 ? DEMO.whatsappAccountId : String(900_000_000_000_000 + a);
    await client.query(
      `INSERT INTO accounts (id, name, whatsapp_account_id, app_id, access_token_sealed, access_token_hint, app_secret_sealed,
                             verify_token_sealed, status, default_country)
       VALUES ($1, 'Company ' || $2::text, $3, $4, $5, $6, $7, $8, 'CONNECTED', 'US')`,
      [
        id,
        a,
        whatsappAccountId,
        DEMO.appId,
        secrets.seal(id, 'accessTokenSealed', DEMO.accessToken),
        DEMO.accessToken.slice(-4),
        secrets.seal(id, 'appSecretSealed', DEMO.appSecret),
        secrets.seal(id, 'verifyTokenSealed', 'verify'),
      ],
    );
    await client.query(
      `INSERT INTO business_phone_numbers (id, account_id, phone_number_id, display_phone_number, verified_name, quality_rating, messaging_limit, status)
       SELECT fill.number_id($1, n), $2, CASE WHEN $1 = 1 AND n = 1 THEN $3 ELSE (800000000000000 + $1 * 10 + n)::text END,
              '+1 650-555-' || lpad(($1 * 10 + n)::text, 4, '0'), 'Company ' || $1, 'GREEN', 'TIER_100K', 'CONNECTED'
         FROM generate_series(1, $4::int) AS n`,
      [a, id, DEMO.phoneNumberId, NUMBERS[a - 1] ?? 1],
    );
  }
  await client.query(MEMBERS);
}

/** Operators have one to six accounts, the larger ones more often; every tenth has all. Two of each number are notified. */
const MEMBERS = `
  INSERT INTO user_accounts (user_id, account_id)
  SELECT DISTINCT fill.user_id(u), fill.account_id(a)
    FROM generate_series(1, ${OPERATORS + MANAGERS}) AS u, generate_series(1, ${ACCOUNTS}) AS a
   WHERE u % 10 = 0 OR a = 1 + u % ${ACCOUNTS} OR (u % 2 = 0 AND a = 1) OR fill.pick(u * 100 + a, 200, 100) < 10;
  CREATE TABLE fill.members AS
    SELECT a, row_number() OVER (PARTITION BY a ORDER BY u) - 1 AS place, count(*) OVER (PARTITION BY a) AS members, user_id
      FROM generate_series(1, ${ACCOUNTS}) AS a, generate_series(1, ${OPERATORS}) AS u, user_accounts
     WHERE account_id = fill.account_id(a) AND user_id = fill.user_id(u);
  INSERT INTO notify_users (business_phone_number_id, user_id)
  SELECT numbers.id, user_id FROM business_phone_numbers AS numbers
    JOIN fill.members ON numbers.account_id = fill.account_id(a) WHERE place < 2;`;

const TEMPLATES = `
  INSERT INTO templates (id, account_id, name, display_name, language, category, parameter_format, status, quality, content, variables,
                         remote_id, remote_status, remote_components, author_user_id, created_at, updated_at, submitted_at, last_synced_at)
  SELECT fill.template_id(a, t), fill.account_id(a), 'template_' || t, 'Template ' || t, CASE t % 3 WHEN 0 THEN 'en_US' WHEN 1 THEN 'de' ELSE 'es' END,
         CASE WHEN t % 2 = 0 THEN 'UTILITY' ELSE 'MARKETING' END, 'POSITIONAL',
         CASE WHEN t <= 30 THEN 'APPROVED' WHEN t <= 33 THEN 'PENDING' WHEN t <= 36 THEN 'REJECTED' ELSE 'DRAFT' END, 'GREEN',
         jsonb_build_object('header', '{"type": "NONE", "text": null, "mediaId": null}'::jsonb, 'body', body, 'footer', null, 'buttons', '[]'::jsonb,
                            'cards', '[]'::jsonb, 'limitedTimeOffer', null, 'authentication', null, 'others', '[]'::jsonb),
         '[]', CASE WHEN t <= 33 THEN (700000000000000 + a * 1000 + t)::text END, CASE WHEN t <= 30 THEN 'APPROVED' WHEN t <= 33 THEN 'PENDING' END,
         CASE WHEN t <= 33 THEN jsonb_build_array(jsonb_build_object('type', 'BODY', 'text', body)) END, fill.user_id(0), at, at, at, at
    FROM generate_series(1, ${ACCOUNTS}) AS a, generate_series(1, ${TEMPLATES_AN_ACCOUNT}) AS t,
         LATERAL (SELECT 'Your order is on its way. You will have it on day ' || t || '. Thank you for choosing us.' AS body,
                         fill.at(('x' || left(replace(fill.template_id(a, t)::text, '-', ''), 12))::bit(48)::bigint) AS at) AS values`;

const BROADCASTS = `
  INSERT INTO broadcasts (id, account_id, business_phone_number_id, template_id, status, start_at, total, created_by_user_id, created_at, finished_at)
  SELECT fill.broadcast_id(a, b), fill.account_id(a), fill.number_id(a, 1), fill.template_id(a, 1 + b % 30), 'FINISHED', at, 0, fill.user_id(0), at,
         at + interval '1 hour'
    FROM generate_series(1, ${ACCOUNTS}) AS a, generate_series(1, ${BROADCASTS_AN_ACCOUNT}) AS b,
         LATERAL (SELECT fill.at(('x' || left(replace(fill.broadcast_id(a, b)::text, '-', ''), 12))::bit(48)::bigint) + b * interval '1 minute' AS at) AS values`;
