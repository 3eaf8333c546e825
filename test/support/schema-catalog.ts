import type { DataSource } from 'typeorm';

/** What each part of a schema is asked with; `line` says all that matters of it. The order of columns does not. */
const PARTS = [
  `SELECT concat_ws(' ', 'relation', relname, relkind) AS line FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S', 'p', 'f')`,
  `SELECT concat_ws(' ', 'column', relname || '.' || attname, format_type(atttypid, atttypmod),
                    CASE WHEN attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(adbin, adrelid),
                    attidentity, attgenerated, nullif(attcollation, 0)::regcollation::text) AS line
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped`,
  `SELECT 'index ' || indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`,
  `SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated) AS line
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace`,
  `SELECT concat_ws(' ', 'sequence', seqrelid::regclass, seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcycle,
                    (SELECT refobjid::regclass || '.' || attname FROM pg_depend
                       JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                      WHERE objid = seqrelid AND deptype IN ('a', 'i'))) AS line
     FROM pg_sequence JOIN pg_class ON pg_class.oid = seqrelid WHERE relnamespace = 'public'::regnamespace`,
  `SELECT 'trigger ' || pg_get_triggerdef(pg_trigger.oid) AS line
     FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal`,
  `SELECT 'extension ' || extname AS line FROM pg_extension`,
];

/** Tables, columns, indexes, constraints, sequences, triggers and extensions: a line each, in the order of the alphabet. */
export async function schemaCatalog(dataSource: DataSource): Promise<string[]> {
  const lines: string[] = [];
  for (const part of PARTS) {
    const rows: { line: string }[] = await dataSource.query(part);
    lines.push(...rows.map(({ line }) => line));
  }
  return lines.sort();
}
