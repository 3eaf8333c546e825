import { ErasureService } from '../../src/common/erasure/erasure.service.js';
import { TestWorld } from '../support/world/test-world.js';

/** Tables that no part of erasure claims, and what makes that right. A new table is in neither list, and fails here. */
const HOLD_NO_CUSTOMER: Record<string, string> = {
  record_rules: 'what is sent when, by what colleagues wrote',
  users: 'colleagues',
  sessions: 'colleagues',
  session_tokens: 'colleagues',
  password_resets: 'colleagues',
  sign_in_handovers: 'colleagues',
  user_identities: 'colleagues, as their issuer names them',
  two_factors: 'colleagues',
  recovery_codes: 'colleagues',
  invitations: 'who may become a colleague; gone a week after it was made, at the latest with the next',
  audit_entries: 'what colleagues and programs did; of an erasure, the id of the contact',
  api_keys: 'programs',
  alerts: 'of notifications, with which they go',
  alert_settings: 'colleagues',
  alert_muted_accounts: 'colleagues',
  alert_problems: 'colleagues, and what a mail server or push service said',
  push_devices: 'colleagues',
  push_keys: 'of this server',
  permissions_version: 'a number',
  user_accounts: 'colleagues',
  accounts: 'the company itself',
  business_phone_numbers: "the company's own numbers",
  rate_cards: 'what messages cost',
  rates: 'what messages cost',
  meta_analytics: "when Meta's counts of an account are read, and how it went",
  template_analytics_days: "Meta's counts of templates",
  pricing_analytics_days: "Meta's counts of prices",
  pin_refusals: "how often Meta refused a PIN of the company's own numbers",
  notify_users: 'colleagues',
  history_imports: "how far the history of a number's phone app is read; messages of it are messages",
  history_entries: 'what was changed in templates and accounts; of an erasure, the id of the contact',
  data_models: 'kinds of records, without any record',
  templates: 'written by colleagues, with samples',
  labels: 'names that colleagues sort by; which conversation has one, a part erases',
  canned_replies: 'written by colleagues, with variables for whoever they are sent to',
  template_users: 'colleagues',
  template_counts: 'how many messages a template has, by how far they came',
  message_tallies: 'how many messages an account has in a quarter of an hour, by how far they came',
  message_tally_changes: 'the same, before it is added up',
  template_syncs: "an account's templates, counted",
  broadcasts: 'counts, which a part corrects; who was left out is named by place and record id',
  broadcast_counts: 'counts, which change with the messages',
  webhook_endpoints: 'addresses of other systems',
  webhook_queue: 'which deliveries wait, by their ids',
  endpoint_cursors: 'positions',
  token_buckets: 'numbers and broadcasts',
  events: "ids, by which subscribers learn of the erasure; gone after the log's retention",
  event_horizons: 'a position',
  leases: 'processes',
  rate_limits: 'counts of colleagues and addresses, by hashes; each ends within two weeks',
  migrations: 'of TypeORM',
};

interface Reference {
  from: string;
  to: string;
  /** a: refused, c: deleted along, n: set to null. */
  on_delete: 'a' | 'c' | 'n';
}

describe('The parts of erasure', () => {
  let world: TestWorld;
  let owners: Map<string, number>;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
    const parts = world.app.get(ErasureService).parts();
    owners = new Map(parts.flatMap(({ tables }, place) => tables.map((table) => [table, place])));
    expect(owners.size).toBe(parts.flatMap(({ tables }) => tables).length); // none is claimed twice
  });
  afterAll(() => world.close());

  const references = (): Promise<Reference[]> =>
    world.database.query<Reference>(
      `SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to, confdeltype::text AS on_delete
         FROM pg_constraint WHERE contype = 'f'`,
    );

  it('claim every table, unless a reason is written down', async () => {
    const tables = await world.database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    const names = tables.map(({ name }) => name).sort();
    expect([...owners.keys(), ...Object.keys(HOLD_NO_CUSTOMER)].sort()).toEqual(names);
  });

  it('give an export of every table that they claim, or say why not', async () => {
    for (const { name, tables, exports, notExported = {} } of world.app.get(ErasureService).parts()) {
      const said = [...exports.flatMap((part) => part.tables), ...Object.keys(notExported)];
      expect({ name, tables: said.sort() }).toEqual({ name, tables: [...tables].sort() });
    }
  });

  it('claim whatever refers to a contact, a conversation or a message, whatever the reason', async () => {
    const people = new Set(['contacts', 'conversations', 'messages']);
    const unclaimed = (await references()).filter(({ from, to }) => people.has(to) && !owners.has(from));
    expect(unclaimed).toEqual([]);
  });

  it('run before those whose rows theirs refer to', async () => {
    const held = (await references()).flatMap(({ from, to, on_delete: onDelete }) => {
      const [first, then] = [owners.get(from), owners.get(to)];
      return onDelete === 'n' || first === undefined || then === undefined ? [] : [{ from, to, holds: first <= then }];
    });
    expect(held.length).toBeGreaterThan(10);
    expect(held.filter(({ holds }) => !holds)).toEqual([]);
  });
});
