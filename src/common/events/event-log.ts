import { Injectable } from '@nestjs/common';
import { lockUntilCommit } from '../database/advisory-locks.js';
import { Database } from '../database/database.js';
import { rowset, type RowOf } from '../database/rowset.js';
import { Tracing, type TraceParent } from '../tracing/tracing.js';
import { WakeUps } from '../wake-ups/wake-ups.js';

/**
 * Kinds of events, by name. Empty here: each module declares in its module file what it publishes, and whoever has to
 * know all kinds (the inbox) is held to it by the compiler.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface EventKinds {}
export type EventKind = keyof EventKinds;

/** What happened to an entity, where whoever follows from outside has to know; null: something else of it changed. */
export type EventChange = 'CREATED' | 'STATUS' | 'DECIDED';

declare module '../wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    /** Detail: the account's id. */
    'events-appended': true;
  }
}

/** Event to be published: which entity of which account changed. Ids only; whoever follows reads the entity as it is then. */
export interface NewEvent {
  accountId: string;
  kind: EventKind;
  entityId: string;
  conversationId?: string | null;
  /** For one user alone. */
  recipientId?: string | null;
  change?: EventChange;
  /** Trace that it belongs to; without it, that of the running span. */
  traceParent?: TraceParent | null;
}

/** Event of the log, at its position. */
export interface LoggedEvent {
  position: bigint;
  accountId: string;
  kind: EventKind;
  entityId: string;
  conversationId: string | null;
  recipientId: string | null;
  change: EventChange | null;
  occurredAt: Date;
  /** Trace that it belongs to; null where none is recorded. */
  traceParent: TraceParent | null;
}

interface EventRow {
  position: string;
  account_id: string;
  kind: EventKind;
  entity_id: string;
  conversation_id: string | null;
  recipient_id: string | null;
  change: EventChange | null;
  occurred_at: Date;
  trace_parent: TraceParent | null;
}

const EVENT_COLUMNS = {
  kind: 'text',
  entity_id: 'uuid',
  conversation_id: 'uuid | null',
  recipient_id: 'uuid | null',
  change: 'text | null',
  trace_parent: 'text | null',
} as const;

/** Of two changes in one transaction the earlier in this list tells more. */
const BY_WEIGHT: readonly EventChange[] = ['CREATED', 'DECIDED', 'STATUS'];

/** Event log of each account, durable: appended inside a transaction, read after a position. */
@Injectable()
export class EventLog {
  constructor(
    private readonly database: Database,
    private readonly wakeUps: WakeUps,
    private readonly tracing: Tracing,
  ) {}

  private readonly buffers = new WeakMap<object, NewEvent[]>();

  /** Written last in the running transaction, under the account's lock: a later position is never seen before it. */
  append(...given: NewEvent[]): void {
    const events = this.tracing.isOn
      ? given.map((event) => ({ traceParent: this.tracing.current(), ...event }))
      : given;
    const unit = this.database.manager;
    const buffer = this.buffers.get(unit);
    if (buffer !== undefined) {
      buffer.push(...events);
      return;
    }
    const fresh = [...events];
    this.buffers.set(unit, fresh);
    this.database.beforeCommit(this, async () => {
      this.buffers.delete(unit);
      await this.write(fresh);
    });
  }

  /** The newest position of an account's log; 0 when it is empty. */
  async head(accountId: string): Promise<bigint> {
    const [row] = await this.database.query<{ head: string }>(
      `SELECT greatest(coalesce((SELECT max(position) FROM events WHERE account_id = $1), 0),
                       coalesce((SELECT pruned_to FROM event_horizons WHERE account_id = $1), 0)) AS head`,
      [accountId],
    );
    return BigInt(row?.head ?? 0);
  }

  /** Horizon: the position up to which retention has deleted; 0 when it has deleted nothing. */
  async horizon(accountId: string): Promise<bigint> {
    const [row] = await this.database.query<{ pruned_to: string }>(
      'SELECT pruned_to FROM event_horizons WHERE account_id = $1',
      [accountId],
    );
    return BigInt(row?.pruned_to ?? 0);
  }

  /** For DataLoaders: the newest position of each of these logs, in their order. */
  readonly headsInOrder = async (accountIds: readonly string[]): Promise<bigint[]> => {
    const heads = await this.heads(accountIds);
    return accountIds.map((accountId) => heads.get(accountId) ?? 0n);
  };

  /** The newest position of each of these logs, by account. */
  async heads(accountIds: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    const rows = await this.database.query<{ account_id: string; head: string }>(
      `SELECT account_id, greatest(coalesce((SELECT max(position) FROM events WHERE events.account_id = asked.account_id), 0),
                       coalesce((SELECT pruned_to FROM event_horizons WHERE event_horizons.account_id = asked.account_id), 0)) AS head
         FROM unnest($1::uuid[]) AS asked (account_id)`,
      [accountIds],
    );
    return new Map(rows.map((row) => [row.account_id, BigInt(row.head)]));
  }

  /** Events after a position, in order, at most `limit`; of one conversation where it is given. */
  async readAfter(accountId: string, position: bigint, limit: number, conversationId?: string): Promise<LoggedEvent[]> {
    const rows = await this.database.query<EventRow>(
      `SELECT position, account_id, kind, entity_id, conversation_id, recipient_id, change, occurred_at, trace_parent FROM events
        WHERE account_id = $1 AND position > $2 ${conversationId === undefined ? '' : 'AND conversation_id = $4'}
        ORDER BY position LIMIT $3`,
      [accountId, position.toString(), limit, ...(conversationId === undefined ? [] : [conversationId])],
    );
    return rows.map(toEvent);
  }

  private async write(events: NewEvent[]): Promise<void> {
    const accountIds = [...new Set(events.map((event) => event.accountId))].sort();
    for (const accountId of accountIds) {
      const own = withoutRepetitions(events.filter((event) => event.accountId === accountId));
      const entry = rowset('entry', EVENT_COLUMNS, own.map(toEntry), [accountId]);
      this.database.runLast(
        `INSERT INTO events (account_id, kind, entity_id, conversation_id, recipient_id, change, trace_parent)
         SELECT $1::uuid, entry.kind, entry.entity_id, entry.conversation_id, entry.recipient_id, entry.change, entry.trace_parent
           FROM (SELECT ${lockUntilCommit('eventAppend', '$1')}) AS locked, ${entry.sqlInOrder}
          ORDER BY entry.ordinality`,
        entry.parameters,
      );
      await this.wakeUps.wakeAfterCommit('events-appended', accountId);
    }
  }
}

/** Within one transaction a second event about the same entity would show the same state twice. */
function withoutRepetitions(events: NewEvent[]): NewEvent[] {
  const byEntity = new Map<string, NewEvent>();
  for (const event of events) {
    const key = `${event.kind} ${event.entityId} ${event.recipientId ?? ''}`;
    byEntity.set(key, { ...event, change: weightierOf(byEntity.get(key)?.change, event.change) });
  }
  return [...byEntity.values()];
}

function weightierOf(one: EventChange | undefined, other: EventChange | undefined): EventChange | undefined {
  return BY_WEIGHT.find((change) => change === one || change === other);
}

function toEntry(event: NewEvent): RowOf<typeof EVENT_COLUMNS> {
  return {
    kind: event.kind,
    entity_id: event.entityId,
    conversation_id: event.conversationId ?? null,
    recipient_id: event.recipientId ?? null,
    change: event.change ?? null,
    trace_parent: event.traceParent ?? null,
  };
}

function toEvent(row: EventRow): LoggedEvent {
  return {
    position: BigInt(row.position),
    accountId: row.account_id,
    kind: row.kind,
    entityId: row.entity_id,
    conversationId: row.conversation_id,
    recipientId: row.recipient_id,
    change: row.change,
    occurredAt: row.occurred_at,
    traceParent: row.trace_parent,
  };
}
