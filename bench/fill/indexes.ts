import type { Client } from 'pg';

/** An index, or a constraint that is one, with the statement that makes it again. */
interface Dropped {
  drop: string;
  create: string;
}

/**
 * Drops every index but primary keys and those of tables in partitions, which hang together, so that rows are only appended:
 * made at once, an index costs a tenth.
 */
export async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<Dropped>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
      FROM pg_constraint AS constraint_row
     WHERE contype = 'u' AND connamespace = 'public'::regnamespace AND conparentid = 0
       AND NOT EXISTS (SELECT FROM pg_constraint AS reference WHERE reference.contype = 'f' AND reference.conindid = constraint_row.conindid)
    UNION ALL
    SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary AND relkind = 'i' AND NOT relispartition
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`);
  for (const { drop } of rows) await client.query(drop);
  // the longest first: those of the texts
  return rows
    .map(({ create }) => create)
    .sort((one, other) => Number(other.includes('gin')) - Number(one.includes('gin')));
}
