import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { SECOND_MS } from '../../../common/durations.js';
import { EventLog, type LoggedEvent } from '../../../common/events/event-log.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { newId } from '../../../common/ids.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Leases } from '../../../common/jobs/leases.js';
import { DeliveryQueue, type NewDelivery } from '../deliveries/delivery-queue.service.js';
import { possibleTypes } from '../domain/event-types.js';
import { reducedPayload } from '../domain/webhook-payload.js';
import { EndpointCursors, type EndpointCursor } from './endpoint-cursors.service.js';
import { RenderEvent, type ToldEvent } from './render-event.service.js';

const PAGE_SIZE = 100;
/** What waits for an endpoint in rows of its own; the rest waits in the event log. */
const MAX_WAITING = 10_000;
const LEASE_SECONDS = 15;
const POLL_MS = SECOND_MS;

/** An event, and what it is told as. */
interface Rendered {
  event: LoggedEvent;
  told: ToldEvent | null;
}

/**
 * Fan-out: the event log is the outbox. Each endpoint has a position in the log of each account; what comes after it is
 * rendered once for all endpoints at that place, and stored for each in the transaction that moves its position on.
 */
@Injectable()
export class FanOut implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly leases: Leases,
    private readonly log: EventLog,
    private readonly cursors: EndpointCursors,
    private readonly queue: DeliveryQueue,
    private readonly renderer: RenderEvent,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({
      name: FanOut.name,
      work: () => this.followAll(),
      pollMs: POLL_MS,
      wakesOn: 'events-appended',
    });
  }

  /**
   * A page for each account that has more; true when something was moved.
   * @throws what went wrong, after the others have had their turn
   */
  private async followAll(): Promise<boolean> {
    const behind = await this.withRoom(await this.cursors.behind());
    let hasMoved = false;
    const failures: unknown[] = [];
    for (const group of groupsOf(behind)) {
      const name = `fan-out ${group[0]?.accountId ?? ''}`;
      try {
        // Two processes would do no harm, but the same work.
        await this.leases.withLease(name, LEASE_SECONDS, async () => {
          hasMoved = (await this.moveOn(group)) || hasMoved;
        });
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return hasMoved;
  }

  /** Endpoints that do not keep up are given no more for the time being. */
  private async withRoom(behind: EndpointCursor[]): Promise<EndpointCursor[]> {
    if (behind.length === 0) return behind;
    const full = await this.queue.withMoreThan(MAX_WAITING, [...new Set(behind.map(({ endpointId }) => endpointId))]);
    return behind.filter(({ endpointId }) => !full.has(endpointId));
  }

  /** Moves cursors that are at one place by a page. */
  private async moveOn(cursors: readonly EndpointCursor[]): Promise<boolean> {
    const [{ accountId, position } = { accountId: '', position: 0n }] = cursors;
    const events = await this.log.readAfter(accountId, position, PAGE_SIZE);
    // Retention may have been here; asked after reading, so that nothing goes unnoticed.
    const horizon = await this.log.horizon(accountId);
    if (horizon > position) return this.tellMissed(cursors, horizon);
    const last = events.at(-1);
    if (last === undefined) return false;
    const rendered = await this.render(events, cursors);
    return this.database.transaction(async () => {
      const moved = await this.cursors.move(cursors, last.position);
      const deliveries = cursors
        .filter(({ endpointId }) => moved.has(endpointId))
        .flatMap((cursor) => rendered.flatMap((entry) => deliveryFor(cursor, entry)));
      await this.queue.add(deliveries);
      return moved.size > 0;
    });
  }

  private async render(events: readonly LoggedEvent[], cursors: readonly EndpointCursor[]): Promise<Rendered[]> {
    const wanted = new Set(cursors.flatMap(({ eventTypes }) => eventTypes));
    const relevant = events.filter((event) => possibleTypes(event).some((type) => wanted.has(type)));
    const loaders = new Loaders();
    return Promise.all(relevant.map(async (event) => ({ event, told: await this.renderer.render(event, loaders) })));
  }

  /** The log has been pruned beyond these cursors: they go on behind it, and their receivers are told. */
  private async tellMissed(cursors: readonly EndpointCursor[], horizon: bigint): Promise<boolean> {
    return this.database.transaction(async () => {
      const moved = await this.cursors.move(cursors, horizon);
      const occurredAt = this.clock.now();
      await this.queue.add(
        cursors
          .filter(({ endpointId }) => moved.has(endpointId))
          .map(({ endpointId, accountId }) => ({
            id: newId(),
            endpointId,
            eventType: 'EVENTS_MISSED',
            accountId,
            eventPosition: horizon,
            entityId: accountId,
            conversationId: null,
            contactId: null,
            lane: accountId,
            payload: reducedPayload('EVENTS_MISSED', occurredAt, {
              accountId,
              entityId: accountId,
              conversationId: null,
            }),
            isReduced: true,
            occurredAt,
          })),
      );
      return moved.size > 0;
    });
  }
}

function deliveryFor({ endpointId, accountId, eventTypes }: EndpointCursor, { event, told }: Rendered): NewDelivery[] {
  if (told === null || !eventTypes.includes(told.type)) return [];
  return [
    {
      id: newId(),
      endpointId,
      eventType: told.type,
      accountId,
      eventPosition: event.position,
      entityId: event.entityId,
      conversationId: event.conversationId,
      contactId: event.kind === 'CONTACT' ? event.entityId : null,
      lane: event.conversationId ?? event.entityId,
      payload: told.text,
      isReduced: told.isReduced,
      occurredAt: event.occurredAt,
      traceParent: event.traceParent,
    },
  ];
}

/** Cursors by account and place: most are at the end of their log, together. */
function groupsOf(cursors: readonly EndpointCursor[]): EndpointCursor[][] {
  const groups = new Map<string, EndpointCursor[]>();
  for (const cursor of cursors) {
    const key = `${cursor.accountId} ${cursor.position}`;
    groups.set(key, [...(groups.get(key) ?? []), cursor]);
  }
  return [...groups.values()];
}
