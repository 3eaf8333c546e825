import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const SOURCES = join(import.meta.dirname, '..', '..', 'src');

/** Columns that an entity leaves out, and why. */
const LEFT_OUT: Record<string, string> = {
  'conversations.inbox_state': 'generated from other columns, for indexes',
};

/** As the catalog has it. */
interface ColumnRow {
  table: string;
  name: string;
  type: string;
  is_nullable: boolean;
  has_default: boolean;
  is_primary: boolean;
}

describe('Every entity', () => {
  let database: TestDatabase;
  let engine: EmbeddedDatabase | null = null;
  let dataSource: DataSource;
  let files: string[];
  const columns = new Map<string, ColumnRow>();

  beforeAll(async () => {
    database = await createTestDatabase();
    const { DATA_DIR, DATABASE_URL } = database.environment;
    engine = DATABASE_URL === undefined ? await EmbeddedDatabase.open({ directory: DATA_DIR, durable: false }) : null;
    const options: DataSourceOptions = engine?.connectionOptions() ?? { type: 'postgres', url: DATABASE_URL };
    files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.entity.ts'));
    dataSource = await new DataSource({ ...options, entities: await entitiesIn(files) }).initialize();
    const rows: ColumnRow[] = await dataSource.query(
      `SELECT relname AS table, attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS is_nullable,
              atthasdef AS has_default,
              EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY(indkey)) AS is_primary
         FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND attnum > 0 AND NOT attisdropped
        ORDER BY relname, attnum`,
    );
    for (const row of rows) columns.set(`${row.table}.${row.name}`, row);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await engine?.close();
    await database.drop();
  });

  const declared = (): Map<string, ColumnMetadata> =>
    new Map(
      dataSource.entityMetadatas.flatMap(({ tableName, columns: own }) =>
        own.map((column) => [`${tableName}.${column.databaseName}`, column] as const),
      ),
    );

  it('is an entity a file, and a table an entity', () => {
    const tables = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
    expect(dataSource.entityMetadatas).toHaveLength(files.length);
    expect(tables.size).toBe(files.length);
  });

  it('speaks of columns that the migrations make, with their types, what may be empty, and their keys', () => {
    const wanted = [...declared()].map(([name, column]) => ({
      name,
      type: typeOf(column),
      is_nullable: column.isNullable,
      is_primary: column.isPrimary,
    }));
    const found = wanted.map(({ name }) => {
      const { type, is_nullable, is_primary } = columns.get(name) ?? {};
      return { name, type, is_nullable, is_primary };
    });
    expect(wanted.length).toBeGreaterThan(100);
    expect(wanted).toEqual(found);
  });

  it('claims no default that the migrations do not set', () => {
    const claimed = [...declared()].filter(([, column]) => column.default !== undefined).map(([name]) => name);
    expect(claimed.filter((name) => columns.get(name)?.has_default !== true)).toEqual([]);
  });

  it('has all columns of its table, but for those that are left out with a reason', () => {
    const tables = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
    const names = declared();
    const missing = [...columns.values()]
      .filter(({ table, name }) => tables.has(table) && !names.has(`${table}.${name}`))
      .map(({ table, name }) => `${table}.${name}`);
    expect(missing).toEqual(Object.keys(LEFT_OUT));
  });

  function typeOf(column: ColumnMetadata): string {
    const type = dataSource.driver.normalizeType(column);
    const precise = typeof column.precision === 'number' ? type.replace(/^\w+/, `$&(${column.precision})`) : type;
    return column.isArray ? `${precise}[]` : precise;
  }
});

async function entitiesIn(files: string[]): Promise<(new () => unknown)[]> {
  const classes: (new () => unknown)[] = [];
  for (const file of files) {
    const exported: Record<string, unknown> = await import(pathToFileURL(join(SOURCES, file)).href);
    for (const [name, value] of Object.entries(exported)) {
      if (name.endsWith('Entity') && typeof value === 'function') classes.push(value as new () => unknown);
    }
  }
  return classes;
}
