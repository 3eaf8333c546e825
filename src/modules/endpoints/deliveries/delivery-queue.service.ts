import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import type { TraceParent } from '../../../common/tracing/tracing.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import type { DeliveredEventType } from '../domain/event-types.js';

/** A webhook that is to be sent. */
export interface NewDelivery {
  id: string;
  endpointId: string;
  eventType: DeliveredEventType;
  /** Null for a test. */
  accountId: string | null;
  /** In the event log; null for what stands in no log. */
  eventPosition: bigint | null;
  entityId: string;
  conversationId: string | null;
  contactId: string | null;
  /** Deliveries of one lane are sent in order. */
  lane: string;
  payload: string;
  isReduced: boolean;
  occurredAt: Date;
  /** Trace of the event; without it there is none. */
  traceParent?: TraceParent | null;
}

/** A webhook that waits to be sent. */
export interface WaitingDelivery {
  id: string;
  endpointId: string;
  eventType: DeliveredEventType;
  accountId: string | null;
  entityId: string;
  conversationId: string | null;
  lane: string;
  payload: string;
  isReduced: boolean;
  occurredAt: Date;
  attempts: number;
  firstAttemptAt: Date | null;
  traceParent: TraceParent | null;
}

/** What is sent in a lane next, in order. */
export interface LaneBatch {
  deliveries: WaitingDelivery[];
  /** Whether nothing else waits in it. */
  isLast: boolean;
}

/** Of what may be large, no more than so much is held at once: by a statement that adds deliveries, and by a lane that is sent. */
const MAX_STATEMENT_BYTES = 8 * 1024 * 1024;
const MAX_LANE_BYTES = 256 * 1024;

const ENTRY = {
  id: 'uuid',
  endpoint_id: 'uuid',
  event_type: 'text',
  account_id: 'uuid | null',
  event_position: 'text | null',
  entity_id: 'uuid',
  conversation_id: 'uuid | null',
  contact_id: 'uuid | null',
  lane: 'uuid',
  payload_number: 'integer',
  is_reduced: 'boolean',
  occurred_at: 'timestamptz',
  trace_parent: 'text | null',
} as const;

/** Queue of deliveries: rows of endpoint_deliveries, and the lanes in which they wait. */
@Injectable()
export class DeliveryQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Adds deliveries in their order, in the running transaction. An event that an endpoint has had already is passed over. */
  async add(deliveries: readonly NewDelivery[], isTest = false): Promise<void> {
    if (deliveries.length === 0) return;
    for (const batch of bySize(deliveries)) await this.insert(batch);
    await this.openLanes(deliveries, isTest);
  }

  private async insert(deliveries: readonly NewDelivery[]): Promise<void> {
    // What ten endpoints are told alike goes to the database once.
    const payloads = [...new Set(deliveries.map(({ payload }) => payload))];
    const numbers = new Map(payloads.map((payload, index) => [payload, index + 1]));
    const rows = deliveries.map((delivery) => entryOf(delivery, numbers.get(delivery.payload) ?? 0));
    const entry = rowset('entry', ENTRY, rows, [this.clock.now(), payloads]);
    await this.database.run(
      `INSERT INTO endpoint_deliveries (id, endpoint_id, event_type, account_id, event_position, entity_id, conversation_id, contact_id,
                                        lane, payload, is_reduced, occurred_at, trace_parent, created_at)
       SELECT entry.id, entry.endpoint_id, entry.event_type, entry.account_id, entry.event_position::bigint, entry.entity_id,
              entry.conversation_id, entry.contact_id, entry.lane, ($2::text[])[entry.payload_number], entry.is_reduced, entry.occurred_at, entry.trace_parent, $1
         FROM ${entry.sqlInOrder} ORDER BY entry.ordinality
       ON CONFLICT (endpoint_id, event_position, event_type) DO NOTHING`,
      entry.parameters,
    );
  }

  /** Lets lanes be sent, in the running transaction: something waits in them. */
  async openLanes(lanes: readonly { endpointId: string; lane: string }[], isTest = false): Promise<void> {
    const rows = lanes.map(({ endpointId, lane }) => ({ endpoint_id: endpointId, lane }));
    const opened = rowset('opened', { endpoint_id: 'uuid', lane: 'uuid' }, rows, [this.clock.now(), isTest]);
    await this.database.run(
      `INSERT INTO endpoint_lanes (endpoint_id, lane, next_attempt_at, is_test)
       SELECT DISTINCT opened.endpoint_id, opened.lane, $1::timestamptz, $2::boolean FROM ${opened.sql} ORDER BY 1, 2
       ON CONFLICT (endpoint_id, lane) DO UPDATE SET version = endpoint_lanes.version + 1`,
      opened.parameters,
    );
    await this.wakeUps.wakeAfterCommit('endpoint-deliveries-queued');
  }

  /** Lets everything that waits for an endpoint be tried at once: it has come back. */
  async hasten(endpointId: string): Promise<void> {
    await this.database.run(
      `UPDATE endpoint_lanes SET next_attempt_at = $2 FROM (
         SELECT lane FROM endpoint_lanes WHERE endpoint_id = $1 AND state = 'WAITING' AND next_attempt_at > $2 ORDER BY lane FOR UPDATE) AS waiting
        WHERE endpoint_id = $1 AND endpoint_lanes.lane = waiting.lane`,
      [endpointId, this.clock.now()],
    );
    await this.wakeUps.wakeAfterCommit('endpoint-deliveries-queued');
  }

  /** Lets what waits for an endpoint begin its three days anew, in the running transaction. */
  async beginAnew(endpointId: string): Promise<void> {
    await this.database.run(
      `UPDATE endpoint_deliveries SET attempts = 0, first_attempt_at = NULL, next_attempt_at = NULL
        WHERE endpoint_id = $1 AND state = 'WAITING' AND attempts > 0`,
      [endpointId],
    );
    await this.hasten(endpointId);
  }

  /** The first deliveries that wait in each lane, at most `limit` a lane, and of large ones fewer. */
  async waitingIn(lanes: readonly { endpointId: string; lane: string }[], limit: number): Promise<LaneBatch[]> {
    const rows = lanes.map(({ endpointId, lane }) => ({ endpoint_id: endpointId, lane }));
    const asked = rowset('asked', { endpoint_id: 'uuid', lane: 'uuid' }, rows, [limit]);
    const found = await this.database.query<WaitingDelivery & { ordinality: string; isLast: boolean }>(
      `SELECT asked.ordinality, id, endpoint_deliveries.endpoint_id AS "endpointId", event_type AS "eventType", account_id AS "accountId",
              entity_id AS "entityId", conversation_id AS "conversationId", endpoint_deliveries.lane, payload, is_reduced AS "isReduced",
              occurred_at AS "occurredAt", attempts, first_attempt_at AS "firstAttemptAt", trace_parent AS "traceParent", ahead.place = ahead.count AND ahead.count < $1 AS "isLast"
         FROM ${asked.sqlInOrder} CROSS JOIN LATERAL (
           SELECT head.id, row_number() OVER by_position AS place, count(*) OVER () AS count, sum(head.bytes) OVER by_position AS bytes FROM (
             SELECT id, position, octet_length(payload) AS bytes FROM endpoint_deliveries
              WHERE endpoint_id = asked.endpoint_id AND lane = asked.lane AND state = 'WAITING'
              ORDER BY position LIMIT $1) AS head WINDOW by_position AS (ORDER BY head.position)) AS ahead
         JOIN endpoint_deliveries USING (id)
        WHERE ahead.place = 1 OR ahead.bytes <= ${MAX_LANE_BYTES} ORDER BY asked.ordinality, ahead.place`,
      asked.parameters,
    );
    const batches: LaneBatch[] = lanes.map(() => ({ deliveries: [], isLast: true }));
    for (const { ordinality, isLast, ...delivery } of found) {
      const batch = batches[Number(ordinality) - 1];
      batch?.deliveries.push(delivery);
      if (batch !== undefined) batch.isLast = isLast;
    }
    return batches;
  }

  /** Of these endpoints those for which more than so many deliveries wait. */
  async withMoreThan(count: number, endpointIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM unnest($1::uuid[]) AS asked (id)
        WHERE EXISTS (SELECT FROM endpoint_deliveries WHERE endpoint_id = asked.id AND state = 'WAITING' OFFSET $2 LIMIT 1)`,
      [endpointIds, count],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

/** In their order, so that no batch is larger than a statement should be. */
function bySize(deliveries: readonly NewDelivery[]): NewDelivery[][] {
  const batches: NewDelivery[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const delivery of deliveries) {
    bytes += delivery.payload.length;
    if (bytes > MAX_STATEMENT_BYTES) {
      batches.push([]);
      bytes = delivery.payload.length;
    }
    batches.at(-1)?.push(delivery);
  }
  return batches;
}

function entryOf({ endpointId, eventType, accountId, eventPosition, ...delivery }: NewDelivery, payloadNumber: number) {
  return {
    id: delivery.id,
    endpoint_id: endpointId,
    event_type: eventType,
    account_id: accountId,
    event_position: eventPosition === null ? null : eventPosition.toString(),
    entity_id: delivery.entityId,
    conversation_id: delivery.conversationId,
    contact_id: delivery.contactId,
    lane: delivery.lane,
    payload_number: payloadNumber,
    is_reduced: delivery.isReduced,
    occurred_at: delivery.occurredAt,
    trace_parent: delivery.traceParent ?? null,
  };
}
