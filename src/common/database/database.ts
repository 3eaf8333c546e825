import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResult } from 'pg';
import {
  DataSource,
  type EntityManager,
  type EntityMetadata,
  type EntityTarget,
  type ObjectLiteral,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import { Tracing } from '../tracing/tracing.js';
import { isOvertaken } from './begins-again.js';
import { StatementNames } from './statements/statement-names.js';

/** Of a transaction that others overtake. */
const MAX_ATTEMPTS = 5;
const MAX_PAUSE_MS = 30;

type Task = () => Promise<void> | void;

interface Statement {
  sql: string;
  parameters: unknown[];
}

interface UnitOfWork {
  runner: QueryRunner;
  beforeCommit: Map<unknown, Task>;
  /** Sent together with COMMIT. */
  last: Statement[];
  afterCommit: Task[];
}

/**
 * The unit of work. Whatever runs inside `transaction` and asks this class for a manager, a repository or a query takes
 * part in that transaction; nothing has to be passed along. On the embedded database there is one session: code that
 * went round this class inside a transaction would wait for itself.
 */
@Injectable()
export class Database {
  private readonly storage = new AsyncLocalStorage<UnitOfWork>();
  private readonly reading = new AsyncLocalStorage<DataSource>();
  private readonly statements = new StatementNames();
  private readonly selections = new Map<unknown, string>();

  constructor(
    readonly dataSource: DataSource,
    private readonly tracing: Tracing,
  ) {}

  get manager(): EntityManager {
    return this.storage.getStore()?.runner.manager ?? this.source.manager;
  }

  get isInTransaction(): boolean {
    return this.storage.getStore() !== undefined;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Rows of a statement, also of INSERT, UPDATE and DELETE with RETURNING. */
  async query<Row = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const { records } = await this.execute<Row>(sql, parameters);
    return records;
  }

  /**
   * Rows of an entity's table as plain objects with the entity's properties: what lists and loaders read, at a fraction of
   * what a repository costs. `condition` is what follows FROM, such as `WHERE id = ANY($1)`; the table goes by its own name.
   */
  async rows<T extends ObjectLiteral>(entity: EntityTarget<T>, condition: string, parameters: unknown[]): Promise<T[]> {
    let selection = this.selections.get(entity);
    if (selection === undefined) {
      selection = selectionOf(this.dataSource.getMetadata(entity));
      this.selections.set(entity, selection);
    }
    return this.query<T>(`${selection} ${condition}`, parameters);
  }

  /** Number of rows that a statement touched. */
  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    const { affected } = await this.execute(sql, parameters);
    return affected;
  }

  /**
   * Number of rows that a statement touched which is made when a connection is free: on the embedded database others may have
   * its one session for long.
   */
  async runWhenFree(make: () => Statement): Promise<number> {
    return this.onConnection(async (connection) => {
      const statement = make();
      const send = async () => (await this.send(connection, statement)).rowCount ?? 0;
      return this.tracing.isOn ? this.traced(this.statements.of(statement.sql).summary, send) : send();
    });
  }

  /** Runs `work` in a transaction, or in the one that is already running. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.inTransactionOn(this.dataSource, work);
  }

  /**
   * Runs `work` in a transaction, and from its beginning again where others have overtaken it: a person whom it writes to was
   * erased after it had read of them, or two waited for each other. `work` has to leave nothing behind but what is rolled
   * back. In a transaction that is already running it is for that one to begin again.
   */
  async transactionThatBeginsAgain<T>(work: () => Promise<T>): Promise<T> {
    if (this.isInTransaction) return work();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transaction(work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isOvertaken(error)) throw error;
        await setTimeout(Math.random() * attempt * MAX_PAUSE_MS); // two who overtake each other do not meet again
      }
    }
  }

  /** Runs `work`, which only reads, in a transaction on the server that `readingFrom` has chosen, or in the one that is already running. */
  async readTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.inTransactionOn(this.source, work);
  }

  /** Runs once at the end of the transaction, still inside it; a second task with the same key replaces the first. */
  beforeCommit(key: unknown, task: Task): void {
    this.currentUnit().beforeCommit.set(key, task);
  }

  /**
   * Runs a statement as the last of the transaction, after what others have registered before. It is sent together with
   * COMMIT, so that a lock that it takes is held for no round trip to this process, which may be busy; only on the embedded
   * database, which has one session, one after the other. When it fails, nothing is committed.
   */
  runLast(sql: string, parameters: unknown[]): void {
    this.currentUnit().last.push({ sql, parameters });
  }

  /** Runs when the transaction has been committed, outside it; without a transaction, at once. */
  async afterCommit(task: Task): Promise<void> {
    const unit = this.storage.getStore();
    if (unit === undefined) await task();
    else unit.afterCommit.push(task);
  }

  /** Runs `work`, which only reads, on another server; a transaction in it runs on the primary all the same. */
  readingFrom<T>(replica: DataSource, work: () => T): T {
    return this.reading.run(replica, work);
  }

  /** Frees `work` from the transaction that happens to be running: for what lives longer than it. */
  outsideTransaction<T>(work: () => T): T {
    return this.storage.exit(work);
  }

  /** Ends what it keeps for running code. Node carries that along with every promise, also after the application has ended. */
  close(): void {
    this.storage.disable();
    this.reading.disable();
  }

  private get source(): DataSource {
    return this.reading.getStore() ?? this.dataSource;
  }

  private currentUnit(): UnitOfWork {
    const unit = this.storage.getStore();
    if (unit === undefined) throw new Error('This must run inside a transaction.');
    return unit;
  }

  private async inTransactionOn<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
    if (this.isInTransaction) return work();
    const runner = dataSource.createQueryRunner();
    const unit: UnitOfWork = { runner, beforeCommit: new Map(), last: [], afterCommit: [] };
    let result: T;
    try {
      await runner.startTransaction();
      result = await this.storage.run(unit, async () => {
        const value = await work();
        for (const task of unit.beforeCommit.values()) await task();
        return value;
      });
      await this.commit(unit);
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
    await this.storage.exit(() => runAll(unit.afterCommit));
    return result;
  }

  private async commit(unit: UnitOfWork): Promise<void> {
    if (!this.tracing.isOn) return this.commitUntraced(unit);
    const summaries = unit.last.map(({ sql }) => this.statements.of(sql).summary);
    return this.traced([...summaries, 'COMMIT'].join(', '), () => this.commitUntraced(unit));
  }

  private async commitUntraced({ runner, last }: UnitOfWork): Promise<void> {
    if (last.length === 0) return runner.commitTransaction();
    const connection = (await runner.connect()) as PoolClient;
    if (!isPipelined(connection)) {
      for (const statement of last) await this.send(connection, statement);
      return runner.commitTransaction();
    }
    // Where a statement fails PostgreSQL takes COMMIT for ROLLBACK, and says no error of it.
    const sent = last.map((statement) => this.send(connection, statement));
    for (const outcome of await Promise.allSettled([...sent, runner.commitTransaction()]))
      if (outcome.status === 'rejected') throw outcome.reason;
  }

  private send(connection: PoolClient, { sql, parameters }: Statement): Promise<QueryResult> {
    return connection.query({ name: this.statements.of(sql).name, text: sql, values: parameters });
  }

  private async execute<Row>(sql: string, parameters: unknown[]): Promise<{ records: Row[]; affected: number }> {
    if (!this.tracing.isOn) return this.executeUntraced(sql, parameters);
    return this.traced(this.statements.of(sql).summary, () => this.executeUntraced<Row>(sql, parameters));
  }

  private traced<T>(summary: string, work: () => Promise<T>): Promise<T> {
    const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': summary } as const;
    return this.tracing.span(summary, { kind: 'client', attributes }, work);
  }

  private async executeUntraced<Row>(
    sql: string,
    parameters: unknown[],
  ): Promise<{ records: Row[]; affected: number }> {
    const { rows, rowCount } = await this.onConnection((connection) => this.send(connection, { sql, parameters }));
    return { records: rows as Row[], affected: rowCount ?? 0 };
  }

  private async onConnection<T>(work: (connection: PoolClient) => Promise<T>): Promise<T> {
    const runner = this.storage.getStore()?.runner ?? this.source.createQueryRunner();
    try {
      return await work((await runner.connect()) as PoolClient);
    } finally {
      if (!this.isInTransaction) await runner.release();
    }
  }
}

/** Whether the connection sends a statement while an earlier one is still running. */
function isPipelined(connection: PoolClient): boolean {
  return (connection as { pipeline?: boolean }).pipeline === true;
}

/** Every column that is read by default, under the name of its property. */
function selectionOf({ tableName, columns }: EntityMetadata): string {
  const selected = columns.filter(({ isSelect, isVirtual }) => isSelect && !isVirtual);
  const names = selected.map(({ databaseName, propertyName }) => `${tableName}.${databaseName} AS "${propertyName}"`);
  return `SELECT ${names.join(', ')} FROM ${tableName}`;
}

async function runAll(tasks: Task[]): Promise<void> {
  for (const task of tasks) await task();
}
