import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { firstIdOf } from '../../../common/ids.js';
import type { DeliveryPartition } from './partition-days.js';

/** Tables in partitions of the same times: the column that they go by, and all columns, which no two partitions need have in one order. */
const TABLES = {
  webhook_deliveries: {
    key: 'id',
    columns:
      'id, position, account_id, body, fields, state, attempts, not_read, error, error_wording, received_at, processed_at',
  },
  webhook_bodies: { key: 'delivery_id', columns: 'delivery_id, body' },
} as const;
/** Intake waits behind whoever waits for this lock: so it is not waited for long. */
const LOCK_TIMEOUT_MS = 500;
const LOCK_ATTEMPTS = 10;
const LOCK_NOT_AVAILABLE = '55P03';
const DATE_LENGTH = 10;
/** What such a partition keeps is never written again but for what few replay. */
const AUTOVACUUM =
  'autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05';

interface PartitionRow {
  name: string;
  from_id: string | null;
  to_id: string;
}

/**
 * The partitions of deliveries and of their bodies: made ahead, dropped when all in them is old. Every change of them is
 * made under the lock of both tables, for milliseconds.
 */
@Injectable()
export class DeliveryPartitions {
  constructor(private readonly database: Database) {}

  /** In the order of time; without the default ones, for ids of which nobody has made a partition. */
  async list(): Promise<DeliveryPartition[]> {
    const rows = await this.database.query<PartitionRow>(
      `SELECT substring(relname FROM '^webhook_deliveries_(.*)$') AS name,
              substring(pg_get_expr(relpartbound, pg_class.oid) FROM 'FROM \\(''([0-9a-f-]+)''') AS from_id,
              substring(pg_get_expr(relpartbound, pg_class.oid) FROM 'TO \\(''([0-9a-f-]+)''') AS to_id
         FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'webhook_deliveries'::regclass AND relname <> 'webhook_deliveries_default' ORDER BY to_id`,
    );
    return rows.map((row) => ({
      name: row.name,
      from: row.from_id === null ? null : timeOf(row.from_id),
      to: timeOf(row.to_id),
    }));
  }

  /** Makes a partition; deliveries of these times that are in the default one move into it. */
  async create({ from, to }: { from: Date; to: Date }): Promise<void> {
    const name = `${dateOf(from)}_${dateOf(to)}`;
    await this.underLock(async () => {
      for (const [table, { key, columns }] of Object.entries(TABLES)) {
        const [partition, first, end] = [`${table}_${name}`, firstIdOf(from), firstIdOf(to)];
        await this.database.run(`CREATE TABLE ${partition} (LIKE ${table} INCLUDING ALL) WITH (${AUTOVACUUM})`);
        await this.database.run(
          `WITH moved AS (DELETE FROM ${table}_default WHERE ${key} >= $1 AND ${key} < $2 RETURNING ${columns})
           INSERT INTO ${partition} (${columns}) SELECT ${columns} FROM moved`,
          [first, end],
        );
        await this.database.run(
          `ALTER TABLE ${table} ATTACH PARTITION ${partition} FOR VALUES FROM ('${first}') TO ('${end}')`,
        );
      }
    });
  }

  /** Drops a partition. What still waits to be processed moves into the default one. */
  async drop({ name, from, to }: DeliveryPartition): Promise<void> {
    await this.underLock(async () => {
      for (const [table, { key, columns }] of Object.entries(TABLES)) {
        const partition = `${table}_${name}`;
        await this.database.run(`ALTER TABLE ${table} DETACH PARTITION ${partition}`);
        await this.database.run(
          `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${partition}
            WHERE ${key} IN (SELECT delivery_id FROM webhook_queue WHERE ($1::uuid IS NULL OR delivery_id >= $1) AND delivery_id < $2)`,
          [from === null ? null : firstIdOf(from), firstIdOf(to)],
        );
        await this.database.run(`DROP TABLE ${partition}`);
      }
    });
  }

  /** In a transaction in which nobody else reads or writes deliveries. @throws the database's error when the lock is not to be had */
  private async underLock(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.database.transaction(async () => {
          await this.database.run(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
          await this.database.run(`LOCK TABLE ${Object.keys(TABLES).join(', ')} IN ACCESS EXCLUSIVE MODE`);
          await work();
        });
        return;
      } catch (error) {
        const { code } = error as { code?: string };
        if (code !== LOCK_NOT_AVAILABLE || attempt === LOCK_ATTEMPTS) throw error;
        await sleep(LOCK_TIMEOUT_MS);
      }
    }
  }
}

/** The day of a time in UTC, as a name has it: `20260310`. */
function dateOf(time: Date): string {
  return time.toISOString().slice(0, DATE_LENGTH).replaceAll('-', '');
}

/** The time that an id begins with. */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
