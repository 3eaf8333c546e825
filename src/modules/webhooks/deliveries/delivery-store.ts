import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import { newId } from '../../../common/ids.js';
import { Tracing, type TraceParent } from '../../../common/tracing/tracing.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { subjectAtAGlance } from '../../../whatsapp/webhooks/delivery-subject.js';
import { laneOf, PHONE_APP_LANE } from './lanes.js';

interface WaitingDelivery {
  id: string;
  accountId: string;
  lane: number;
  body: Buffer;
  receivedAt: Date;
  traceParent: TraceParent | null;
}

const COLUMNS = {
  id: 'uuid',
  account_id: 'uuid',
  lane: 'integer',
  start: 'integer',
  length: 'integer',
  received_at: 'timestamptz',
  trace_parent: 'text | null',
} as const;

/** Intake overloaded: more is waiting to be written than memory should hold. Meta sends it again later. */
export class IntakeOverloadedError extends Error {}

const MAX_BYTES_WAITING = 64 * 1024 * 1024;

/**
 * Delivery store: makes raw deliveries durable, many with one commit. One commit at a time: two at once were measured to be slower, for
 * their batches are half as large.
 */
@Injectable()
export class DeliveryStore {
  private readonly commits = new GroupCommit<WaitingDelivery>((take) => this.writeAndWake(take));
  private bytesWaiting = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly tracing: Tracing,
  ) {}

  /** Resolves when the delivery would survive kill -9. */
  async add(accountId: string, body: Buffer): Promise<void> {
    if (this.bytesWaiting > MAX_BYTES_WAITING) throw new IntakeOverloadedError();
    this.bytesWaiting += body.length;
    try {
      const delivery = {
        id: newId(),
        accountId,
        lane: laneOf(subjectAtAGlance(body)),
        body,
        receivedAt: this.clock.now(),
      };
      const attributes = { 'parley.account.id': accountId, 'parley.delivery.id': delivery.id };
      await this.tracing.span('webhook store', { kind: 'producer', attributes }, ({ context }) =>
        this.commits.add({ ...delivery, traceParent: context }),
      );
    } finally {
      this.bytesWaiting -= body.length;
    }
  }

  private async writeAndWake(take: () => WaitingDelivery[]): Promise<void> {
    let batch: WaitingDelivery[] = [];
    await this.database.runWhenFree(() => insertionOf((batch = take())));
    for (const topic of ['webhooks-received', 'history-received'] as const) {
      const own = batch.filter(({ lane }) => (lane === PHONE_APP_LANE) === (topic === 'history-received'));
      for (const accountId of new Set(own.map((delivery) => delivery.accountId))) this.wakeUps.wake(topic, accountId);
    }
  }
}

/** All bodies travel as one parameter and are cut apart by the database: no escaping, no copy a row. */
function insertionOf(batch: WaitingDelivery[]): { sql: string; parameters: unknown[] } {
  let start = 1;
  const rows = batch.map(({ id, accountId, lane, body: { length }, receivedAt, traceParent }) => {
    const row = {
      id,
      account_id: accountId,
      lane,
      start,
      length,
      received_at: receivedAt,
      trace_parent: traceParent,
    };
    start += length;
    return row;
  });
  const entry = rowset('entry', COLUMNS, rows, [Buffer.concat(batch.map(({ body }) => body))]);
  return {
    sql: `WITH entry AS MATERIALIZED (
       SELECT entry.*, nextval('webhook_delivery_positions') AS position FROM ${entry.sqlInOrder} ORDER BY entry.ordinality),
     bodies AS (
       INSERT INTO webhook_bodies (delivery_id, body)
       SELECT id, substring($1::bytea FROM start FOR length) FROM entry),
     queued AS (
       INSERT INTO webhook_queue (account_id, lane, position, delivery_id, received_at, trace_parent)
       SELECT account_id, lane, position, id, received_at, trace_parent FROM entry)
     INSERT INTO webhook_deliveries (id, position, account_id, received_at)
     SELECT id, position, account_id, received_at FROM entry`,
    parameters: entry.parameters,
  };
}
