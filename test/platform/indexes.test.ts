import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorld } from '../support/world/test-world.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** Rows of these are never deleted, so that nobody ever looks for what refers to them; instead they are: */
const NEVER_DELETED: Record<string, string> = {
  accounts: 'archived',
  users: 'deactivated',
  api_keys: 'revoked',
  business_phone_numbers: 'kept with their account',
  templates: 'DELETED, and kept',
};

/** Foreign keys without an index, by name: on large tables each further one is paid for by every message. */
const WITHOUT_INDEX: Record<string, keyof typeof NEVER_DELETED> = {
  alert_muted_accounts_account_id_fkey: 'accounts',
  broadcasts_business_phone_number_id_fkey: 'business_phone_numbers',
  conversations_account_id_fkey: 'accounts',
  conversations_template_sender_id_fkey: 'users',
  endpoint_cursors_account_id_fkey: 'accounts',
  endpoint_deliveries_account_id_fkey: 'accounts',
  history_entries_account_id_fkey: 'accounts',
  media_business_phone_number_id_fkey: 'business_phone_numbers',
  messages_author_api_key_id_fkey: 'api_keys',
  messages_author_user_id_fkey: 'users',
  notifications_account_id_fkey: 'accounts',
  notifications_template_id_fkey: 'templates',
  participants_added_by_id_fkey: 'users',
  rate_cards_uploaded_by_user_id_fkey: 'users',
  read_markers_user_id_fkey: 'users',
  record_rules_author_api_key_id_fkey: 'api_keys',
  record_rules_author_user_id_fkey: 'users',
  record_rules_business_phone_number_id_fkey: 'business_phone_numbers',
  timeline_entries_actor_api_key_id_fkey: 'api_keys',
  timeline_entries_actor_user_id_fkey: 'users',
  contact_blocks_business_phone_number_id_fkey: 'business_phone_numbers',
  webhook_endpoints_created_by_api_key_id_fkey: 'api_keys',
  webhook_endpoints_created_by_user_id_fkey: 'users',
};

/** With the key's columns first, in whatever order, for every row that has them. */
const FOREIGN_KEYS = `
  SELECT foreign_key.conname AS name, foreign_key.confrelid::regclass::text AS parent,
         EXISTS (
           SELECT FROM pg_index
            WHERE indrelid = foreign_key.conrelid AND indisvalid
              AND (indkey::int2[])[0:cardinality(foreign_key.conkey) - 1] @> foreign_key.conkey
              AND (indpred IS NULL OR pg_get_expr(indpred, indrelid) = format('(%I IS NOT NULL)', attname))) AS has_index
    FROM pg_constraint foreign_key
    JOIN pg_attribute ON attrelid = foreign_key.conrelid AND attnum = foreign_key.conkey[1]
   WHERE foreign_key.contype = 'f' AND foreign_key.connamespace = 'public'::regnamespace`;

describe('Every foreign key', () => {
  let world: TestWorld;
  let keys: { name: string; parent: string; has_index: boolean }[];

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
    keys = await world.database.query(FOREIGN_KEYS);
  });
  afterAll(() => world.close());

  it('has an index, unless its parent is never deleted and a reason is written down', () => {
    const missing = keys.filter((key) => !key.has_index).map(({ name, parent }) => [name, parent]);
    expect(keys.length).toBeGreaterThan(30);
    expect(Object.fromEntries(missing)).toEqual(WITHOUT_INDEX);
  });

  it('is told from one that has an index for some of its rows only', async () => {
    await world.database.run(
      'CREATE TABLE planted (id uuid PRIMARY KEY, user_id uuid REFERENCES users, other integer NOT NULL)',
    );
    const hasIndex = async (): Promise<boolean | undefined> => {
      const rows = await world.database.query<{ name: string; has_index: boolean }>(FOREIGN_KEYS);
      return rows.find(({ name }) => name === 'planted_user_id_fkey')?.has_index;
    };
    const INDEXES: [definition: string, counts: boolean][] = [
      ['(user_id) WHERE other > 0', false],
      ['(other, user_id)', false],
      ['(user_id, other)', true],
      ['(user_id) WHERE user_id IS NOT NULL', true],
    ];
    for (const [definition, counts] of INDEXES) {
      await world.database.run(`CREATE INDEX planted_index ON planted ${definition}`);
      expect({ definition, counts: await hasIndex() }).toEqual({ definition, counts });
      await world.database.run('DROP INDEX planted_index');
    }
    await world.database.run('DROP TABLE planted');
  });

  it('whose parents are never deleted has parents that no statement deletes', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const texts = files.map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'));
    const deleted = Object.keys(NEVER_DELETED).filter((table) =>
      texts.some((text) => new RegExp(`(DELETE FROM|TRUNCATE)\\s+${table}\\b`).test(text)),
    );
    expect(deleted).toEqual([]);
  });
});
