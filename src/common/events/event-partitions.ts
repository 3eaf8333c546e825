import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isEmptyPlan, PARTITION_WIDTH, partitionOf, planPartitions, type PartitionPlan } from './partition-plan.js';

const DEFAULT_PARTITION = 'events_default';
/** Whoever writes or reads events waits behind whoever waits for this lock: so it is not waited for long. */
const LOCK_TIMEOUT_MS = 500;
const LOCK_ATTEMPTS = 10;
const LOCK_NOT_AVAILABLE = '55P03';
/** Times of events are those of their transactions' beginnings: the last event need not be the newest. */
const NEWEST_AMONG = 1_000;

/** A partition that is not written any more. */
interface ClosedPartition {
  name: string;
  /** Its newest event is from before the time that was asked for, or there is none. */
  is_old: boolean;
}

/**
 * The partitions of the event log: made ahead, closed after a time, dropped when all in them is old. Every change of them
 * is made under the lock of the whole log, for milliseconds: so nobody reads a log of which a part is missing.
 */
@Injectable()
export class EventPartitions {
  constructor(private readonly database: Database) {}

  /** Makes partitions ahead; closes the current one when its first event is from before `closeBefore`. */
  async prepare(closeBefore: Date): Promise<void> {
    if (isEmptyPlan(await this.plan(closeBefore))) return;
    await this.underLock(async () => this.carryOut(await this.plan(closeBefore)));
  }

  /**
   * Drops the closed partitions in which all events are from before `before`. First the horizons of their accounts are
   * moved, and at the next call the partition goes: whoever resumed before is through with it by then.
   * @returns how many were dropped
   */
  async dropBefore(before: Date): Promise<number> {
    const old = (await this.closedPartitions(before)).filter((partition) => partition.is_old);
    const announced: string[] = [];
    for (const { name } of old) if (!(await this.announce(name))) announced.push(name);
    if (announced.length > 0) await this.underLock(() => this.drop(announced));
    return announced.length;
  }

  private async plan(closeBefore: Date): Promise<PartitionPlan> {
    const numbers = await this.numbers();
    const nextPosition = await this.nextPosition();
    const current = partitionOf(nextPosition);
    return planPartitions({
      numbers,
      nextPosition,
      isCurrentOld: numbers.includes(current) && (await this.beganBefore(nameOf(current), closeBefore)),
    });
  }

  private async carryOut({ create, continueAt }: PartitionPlan): Promise<void> {
    for (const number of create) {
      const [from, to] = [number * PARTITION_WIDTH, (number + 1n) * PARTITION_WIDTH];
      await this.database.run(
        `CREATE TABLE ${nameOf(number)} PARTITION OF events FOR VALUES FROM (${from}) TO (${to})`,
      );
    }
    if (continueAt !== null)
      await this.database.query(`SELECT setval('events_position_seq', $1, false)`, [continueAt.toString()]);
  }

  private async drop(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.database.run(name === DEFAULT_PARTITION ? `TRUNCATE ${name}` : `DROP TABLE ${name}`);
    }
  }

  /** Moves the horizons of all accounts to the end of a partition. @returns false when they are there already */
  private async announce(name: string): Promise<boolean> {
    const moved = await this.database.run(
      `WITH RECURSIVE newest AS (
         (SELECT account_id, position FROM ${name} ORDER BY account_id DESC, position DESC LIMIT 1)
         UNION ALL
         SELECT other.account_id, other.position FROM newest CROSS JOIN LATERAL
           (SELECT account_id, position FROM ${name} WHERE account_id < newest.account_id
             ORDER BY account_id DESC, position DESC LIMIT 1) AS other)
       INSERT INTO event_horizons (account_id, pruned_to) SELECT account_id, position FROM newest
       ON CONFLICT (account_id) DO UPDATE SET pruned_to = excluded.pruned_to
         WHERE event_horizons.pruned_to < excluded.pruned_to`,
    );
    return moved > 0;
  }

  private async closedPartitions(before: Date): Promise<ClosedPartition[]> {
    const current = partitionOf(await this.nextPosition());
    const names = (await this.numbers()).filter((number) => number < current).map(nameOf);
    const partitions: ClosedPartition[] = [];
    for (const name of [...names, DEFAULT_PARTITION]) {
      const [row] = await this.database.query<{ count: number; is_old: boolean }>(
        `SELECT count(*)::integer AS count, coalesce(max(occurred_at) < $1, true) AS is_old
           FROM (SELECT occurred_at FROM ${name} ORDER BY position DESC LIMIT ${NEWEST_AMONG}) AS last`,
        [before],
      );
      if (row === undefined || (name === DEFAULT_PARTITION && row.count === 0)) continue;
      partitions.push({ name, is_old: row.is_old });
    }
    return partitions;
  }

  private async beganBefore(name: string, before: Date): Promise<boolean> {
    const [row] = await this.database.query<{ is_old: boolean }>(
      `SELECT occurred_at < $1 AS is_old FROM ${name} ORDER BY position LIMIT 1`,
      [before],
    );
    return row?.is_old ?? false;
  }

  private async numbers(): Promise<bigint[]> {
    const rows = await this.database.query<{ number: string }>(
      `SELECT substring(relname FROM '^events_p([0-9]+)$') AS number
         FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'events'::regclass AND relname ~ '^events_p[0-9]+$'`,
    );
    return rows.map(({ number }) => BigInt(number)).sort((one, other) => (one < other ? -1 : 1));
  }

  private async nextPosition(): Promise<bigint> {
    const [row] = await this.database.query<{ next: string }>(
      'SELECT last_value + is_called::integer AS next FROM events_position_seq',
    );
    return BigInt(row?.next ?? 1);
  }

  /** In a transaction in which nobody else reads or writes events. @throws the database's error when the lock is not to be had */
  private async underLock(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.database.transaction(async () => {
          await this.database.run(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
          await this.database.run('LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
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

function nameOf(number: bigint): string {
  return `events_p${number}`;
}
