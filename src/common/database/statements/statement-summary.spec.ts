import { StatementNames } from './statement-names.js';
import { statementSummary } from './statement-summary.js';

describe('The summary of a statement', () => {
  it.each([
    ['SELECT id FROM contacts WHERE id = ANY($1)', 'SELECT contacts'],
    ['SELECT messages.id AS "id" FROM messages WHERE id = $1 FOR UPDATE OF messages', 'SELECT messages'],
    [
      'SELECT 1 FROM conversations JOIN contacts ON true FOR NO KEY UPDATE SKIP LOCKED',
      'SELECT conversations SELECT contacts',
    ],
    ['INSERT INTO leases (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET holder = $2', 'INSERT leases'],
    ['DELETE FROM leases WHERE name = $1', 'DELETE leases'],
    [
      `WITH entry AS MATERIALIZED (SELECT entry.* FROM unnest($1::uuid[]) AS entry (id)),
       bodies AS (INSERT INTO webhook_bodies (id) SELECT id FROM entry)
       INSERT INTO webhook_deliveries (id) SELECT id FROM entry`,
      'INSERT webhook_bodies INSERT webhook_deliveries',
    ],
    [
      `WITH claimed AS (UPDATE outgoing_jobs SET state = 'SENDING' WHERE id IN (SELECT id FROM outgoing_jobs))
       UPDATE messages SET status = 'SENDING' FROM claimed`,
      'UPDATE outgoing_jobs SELECT outgoing_jobs UPDATE messages',
    ],
    ['UPDATE contacts SET name = $1 WHERE name IS DISTINCT FROM username', 'UPDATE contacts'],
    ['SELECT pg_advisory_xact_lock($1)', 'SELECT'],
    ['DISCARD PLANS', 'DISCARD'],
  ])('of %s', (sql, summary) => {
    expect(statementSummary(sql)).toBe(summary);
  });
});

describe('The name of a statement', () => {
  it('can be read, is that of its text alone, and is not cut by PostgreSQL', () => {
    const names = new StatementNames();
    const long = `SELECT FROM ${['first', 'second', 'third', 'fourth'].map((name) => `${name}_of_many_tables`).join(' JOIN ')}`;
    expect(names.of('DELETE FROM leases WHERE name = $1').name).toMatch(/^delete_leases_[0-9a-f]{16}$/);
    expect(names.of('DELETE FROM leases WHERE name = $2').name).not.toBe(
      names.of('DELETE FROM leases WHERE name = $1').name,
    );
    expect(names.of(long).name?.length).toBeLessThanOrEqual(63);
  });

  it('is given to so many texts only, and a summary to all', () => {
    const names = new StatementNames();
    for (let count = 0; count < 1_000; count += 1) names.of(`SELECT ${count} FROM contacts`);
    expect(names.of('SELECT FROM messages')).toMatchObject({ name: undefined, summary: 'SELECT messages' });
  });
});
