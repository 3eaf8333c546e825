import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import {
  DataSource,
  type EntityManager,
  type EntityMetadata,
  type EntityTarget,
  type ObjectLiteral,
  type QueryRunner,
  type Repository,
} from 'typeorm';

/** More than there are statements whose text is fixed. A connection keeps some 20 kB for each. */
const MAX_STATEMENT_NAMES = 1_000;

type Task = () => Promise<void> | void;

interface UnitOfWork {
  runner: QueryRunner;
  beforeCommit: Map<unknown, Task>;
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
  private readonly statementNames = new Map<string, string>();
  private readonly selections = new Map<unknown, string>();

  constructor(readonly dataSource: DataSource) {}

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

  /** Runs `work` in a transaction, or in the one that is already running. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.inTransactionOn(this.dataSource, work);
  }

  /** Runs `work`, which only reads, in a transaction on the server that `readingFrom` has chosen, or in the one that is already running. */
  async readTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.inTransactionOn(this.source, work);
  }

  /** Runs once at the end of the transaction, still inside it; a second task with the same key replaces the first. */
  beforeCommit(key: unknown, task: Task): void {
    this.currentUnit().beforeCommit.set(key, task);
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

  private get source(): DataSource {
    return this.reading.getStore() ?? this.dataSource;
  }

  /**
   * Prepared under a name, a statement is parsed and planned once a connection, which keeps it: so only the first texts get
   * one. What lists are asked for makes any number of others.
   */
  private statementName(sql: string): string | undefined {
    let name = this.statementNames.get(sql);
    if (name === undefined && this.statementNames.size < MAX_STATEMENT_NAMES) {
      name = `parley_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
      this.statementNames.set(sql, name);
    }
    return name;
  }

  private currentUnit(): UnitOfWork {
    const unit = this.storage.getStore();
    if (unit === undefined) throw new Error('This must run inside a transaction.');
    return unit;
  }

  private async inTransactionOn<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
    if (this.isInTransaction) return work();
    const runner = dataSource.createQueryRunner();
    const unit: UnitOfWork = { runner, beforeCommit: new Map(), afterCommit: [] };
    let result: T;
    try {
      await runner.startTransaction();
      result = await this.storage.run(unit, async () => {
        const value = await work();
        for (const task of unit.beforeCommit.values()) await task();
        return value;
      });
      await runner.commitTransaction();
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
    await this.storage.exit(() => runAll(unit.afterCommit));
    return result;
  }

  private async execute<Row>(sql: string, parameters: unknown[]): Promise<{ records: Row[]; affected: number }> {
    const runner = this.storage.getStore()?.runner ?? this.source.createQueryRunner();
    try {
      const connection = (await runner.connect()) as PoolClient;
      const { rows, rowCount } = await connection.query({
        name: this.statementName(sql),
        text: sql,
        values: parameters,
      });
      return { records: rows as Row[], affected: rowCount ?? 0 };
    } finally {
      if (!this.isInTransaction) await runner.release();
    }
  }
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
