import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { TestWorld } from '../support/world/test-world.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** Whose a table is: the folder whose files alone may name it in SQL. */
const OWNERS: Record<string, string> = {
  record_rules: 'src/modules/rules',
  record_rule_runs: 'src/modules/rules',
  users: 'src/modules/users',
  user_accounts: 'src/modules/users',
  sessions: 'src/modules/users',
  session_tokens: 'src/modules/users',
  password_resets: 'src/modules/users',
  user_identities: 'src/modules/users',
  sign_in_handovers: 'src/modules/users',
  two_factors: 'src/modules/users',
  recovery_codes: 'src/modules/users',
  invitations: 'src/modules/users',
  audit_entries: 'src/modules/users',
  api_keys: 'src/modules/users',
  permissions_version: 'src/modules/users',
  notifications: 'src/modules/users',
  alerts: 'src/modules/users',
  alert_settings: 'src/modules/users',
  alert_muted_accounts: 'src/modules/users',
  alert_problems: 'src/modules/users',
  push_devices: 'src/modules/users',
  push_keys: 'src/modules/users',
  accounts: 'src/modules/accounts',
  business_phone_numbers: 'src/modules/accounts',
  notify_users: 'src/modules/accounts',
  history_entries: 'src/modules/accounts',
  history_imports: 'src/modules/accounts',
  pin_refusals: 'src/modules/numbers',
  data_models: 'src/modules/variables',
  data_records: 'src/modules/variables',
  media: 'src/modules/media',
  media_uploads: 'src/modules/media',
  templates: 'src/modules/templates',
  template_users: 'src/modules/templates',
  template_syncs: 'src/modules/templates',
  contacts: 'src/modules/conversations',
  conversations: 'src/modules/conversations',
  participants: 'src/modules/conversations',
  inbox_rows: 'src/modules/conversations',
  labels: 'src/modules/conversations',
  conversation_labels: 'src/modules/conversations',
  canned_replies: 'src/modules/conversations',
  timeline_entries: 'src/modules/conversations',
  contact_blocks: 'src/modules/conversations',
  label_rows: 'src/modules/conversations',
  messages: 'src/modules/messages',
  read_markers: 'src/modules/messages',
  read_receipts: 'src/modules/messages',
  idempotency_keys: 'src/modules/messages',
  early_statuses: 'src/modules/messages',
  participant_statuses: 'src/modules/messages',
  template_counts: 'src/modules/messages',
  template_replies: 'src/modules/messages',
  message_tallies: 'src/modules/messages',
  message_tally_changes: 'src/modules/messages',
  token_buckets: 'src/modules/messages',
  outgoing_jobs: 'src/modules/messages',
  broadcast_counts: 'src/modules/messages',
  recipient_limits: 'src/modules/messages',
  broadcasts: 'src/modules/broadcasts',
  broadcast_recipients: 'src/modules/broadcasts',
  rate_cards: 'src/modules/costs',
  rates: 'src/modules/costs',
  meta_analytics: 'src/modules/costs',
  template_analytics_days: 'src/modules/costs',
  pricing_analytics_days: 'src/modules/costs',
  webhook_deliveries: 'src/modules/webhooks',
  webhook_bodies: 'src/modules/webhooks',
  webhook_queue: 'src/modules/webhooks',
  webhook_endpoints: 'src/modules/endpoints',
  endpoint_cursors: 'src/modules/endpoints',
  endpoint_deliveries: 'src/modules/endpoints',
  endpoint_lanes: 'src/modules/endpoints',
  events: 'src/common/events',
  event_horizons: 'src/common/events',
  leases: 'src/common/jobs',
  rate_limits: 'src/common/rate-limits',
  migrations: 'src/common/database',
};

/** What crosses a border and stands: `file: how table`, with its reason. One that occurs no more has to go. */
const EXCEPTIONS: Record<string, string> = {
  'src/common/database/migrations/preparations.ts: reads webhook_deliveries': 'a migration is prepared',
  'src/common/database/migrations/preparations.ts: writes webhook_queue': 'a migration is prepared',
  'src/modules/messages/dispatch/claim-statements.ts: reads accounts':
    'the claim of a message asks for the circuit breaker in one statement',
  'src/modules/messages/dispatch/claim-statements.ts: reads broadcasts':
    'the claim of a message asks whether its broadcast runs in one statement',
  'src/modules/messages/dispatch/claim-statements.ts: reads business_phone_numbers':
    'the claim of a message asks for the throughput in one statement',
  'src/modules/messages/dispatch/reconcile-unconfirmed.service.ts: reads broadcasts':
    'a message of a cancelled broadcast is not sent again',
  'src/modules/messages/reading/message-search-steps.ts: reads conversations':
    'a search finds only what the viewer may see, in one statement',
  'src/modules/templates/sync/sync-schedule.service.ts: reads accounts': 'accounts whose comparison is due',
};

type Access = 'reads' | 'writes';

/** Every text in a file: literals, and templates with a blank for what is put in. */
function textsIn(source: ts.SourceFile): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && isTableName(node)) texts.push(`UPDATE ${node.text} SET`);
    else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node)) {
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' _ '));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** `{ table: 'messages' }` names a table that the claims of common/jobs write. */
function isTableName({ parent }: ts.StringLiteral): boolean {
  return ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name) && parent.name.text === 'table';
}

/** Which tables a statement (or a part of one) names, and whether it writes them. Keywords are in capitals in this house. */
function accessesIn(sql: string): [table: string, access: Access][] {
  if (!/\b(SELECT|INSERT INTO|UPDATE|DELETE|FROM|JOIN|TRUNCATE|LOCK TABLE)\b/.test(sql)) return [];
  const words = sql.replaceAll(/'[^']*'/g, "''").matchAll(/(?<![.:\w])[a-z_]+(?!\w)/g);
  return [...words].flatMap(({ 0: name, index, input }): [string, Access][] => {
    if (!(name in OWNERS)) return [];
    const isWrite = /\b(INTO|UPDATE|DELETE FROM|TRUNCATE)\s+$/.test(input.slice(0, index));
    return [[name, isWrite ? 'writes' : 'reads']];
  });
}

/** What a file does to tables that are not its own, each once: `src/modules/users/a.ts: reads messages`. Who writes may read. */
function crossingsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const crossings = textsIn(source)
    .flatMap(accessesIn)
    .filter(([table]) => !file.startsWith(`${OWNERS[table]}/`))
    .map(([table, access]) => `${file}: ${access} ${table}`);
  const writes = new Set(crossings.filter((crossing) => crossing.includes(': writes ')));
  const reads = crossings.filter((crossing) => !writes.has(crossing.replace(': reads ', ': writes ')));
  return [...writes, ...new Set(reads)];
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

describe('The borders of tables', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
  });
  afterAll(() => world.close());

  it('are drawn for every table of the schema', async () => {
    const tables = await world.database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    expect(Object.keys(OWNERS).sort()).toEqual(tables.map(({ name }) => name).sort());
  });

  it('are crossed by no statement but those that are listed, and all that are listed occur', () => {
    const crossings = filesUnder('src').flatMap((file) => crossingsIn(file, readFileSync(join(ROOT, file), 'utf8')));
    expect(crossings.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });

  it('are noticed when they are crossed, in whatever kind of text', () => {
    const file = 'src/modules/users/planted.ts';
    const reads = `${file}: reads messages`;
    const writes = `${file}: writes messages`;
    const PLANTED: [text: string, crossings: string[]][] = [
      ["run('DELETE FROM messages')", [writes]],
      ['run(`UPDATE messages SET kind = NULL WHERE id = $1`)', [writes]],
      ['run(`INSERT INTO ${first} SELECT FROM users, messages`)', [reads]],
      ['run(`SELECT ${columns} FROM users JOIN messages ON true WHERE ${condition}`)', [reads]],
      ["run(`SELECT ${mayRead ? 'EXISTS (SELECT FROM messages)' : 'false'}`)", [reads]],
      ["const CLAIMED = { table: 'messages', state: 'status' }", [writes]],
      ["run(`SELECT users.messages, :messages FROM users WHERE name = 'messages'`)", []],
      ["const description = 'All messages of these users.'", []],
    ];
    for (const [text, crossings] of PLANTED)
      expect({ text, found: crossingsIn(file, text) }).toEqual({ text, found: crossings });
    expect(crossingsIn('src/modules/messages/planted.ts', "run('DELETE FROM messages')")).toEqual([]);
  });
});
