import { Logger } from '@nestjs/common';
import { WorkLoop } from '../../../common/jobs/work-loop.js';
import type { EventLog, LoggedEvent } from '../../../common/events/event-log.js';
import type { EventDelivery } from './event-delivery.js';
import type { Subscriber } from './subscriber.js';

const PAGE_SIZE = 200;
/** Events that are rendered and sent together; then the sockets get a turn to flush. */
const BATCH_SIZE = 50;
const POLL_MS = 1_000;

/**
 * Live feed of one account: follows its log for all subscribers of this process: reads each event once, and hands it to those who are
 * up to date. A subscriber with a cursor first catches up from the log by itself.
 */
export class LiveFeed {
  private readonly logger = new Logger(LiveFeed.name);
  private readonly subscribers = new Set<Subscriber>();
  private readonly loop: WorkLoop;

  private constructor(
    private readonly accountId: string,
    private position: bigint,
    private readonly log: EventLog,
    private readonly delivery: EventDelivery,
  ) {
    this.loop = new WorkLoop({ name: LiveFeed.name, work: () => this.follow(), pollMs: POLL_MS });
  }

  static async open(accountId: string, log: EventLog, delivery: EventDelivery): Promise<LiveFeed> {
    return new LiveFeed(accountId, await log.head(accountId), log, delivery);
  }

  get isIdle(): boolean {
    return this.subscribers.size === 0;
  }

  wake(): void {
    this.loop.wake();
  }

  /** From now on nothing is missed: what comes while the subscriber catches up waits for it. */
  add(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
    this.catchUp(subscriber).catch((error: unknown) => {
      this.logger.error(`A subscriber could not catch up (${(error as Error).name}).`);
      subscriber.cutOff('UNAVAILABLE');
    });
  }

  remove(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
  }

  async close(): Promise<void> {
    await this.loop.stop();
  }

  private async follow(): Promise<boolean> {
    if (this.isIdle) {
      this.position = await this.log.head(this.accountId);
      return false;
    }
    const events = await this.log.readAfter(this.accountId, this.position, PAGE_SIZE);
    const last = events.at(-1);
    if (last === undefined) return false;
    this.position = last.position;
    const upToDate: Subscriber[] = [];
    for (const subscriber of this.subscribers) {
      if (subscriber.isCatchingUp) subscriber.buffer(events);
      else upToDate.push(subscriber);
    }
    await this.deliverOrCutOff(events, upToDate);
    return events.length === PAGE_SIZE;
  }

  /** Delivers, or cuts the subscribers off: what could not be delivered is still in the log, and they come back for it. */
  private async deliverOrCutOff(events: LoggedEvent[], subscribers: Subscriber[]): Promise<void> {
    try {
      for (const batch of batchesOf(events)) {
        await this.delivery.deliver(batch, subscribers);
        await nextTurn();
      }
    } catch (error) {
      this.logger.error(
        `Events could not be delivered (${(error as Error).name}); subscribers are asked to come back.`,
      );
      for (const subscriber of subscribers) subscriber.cutOff('UNAVAILABLE');
    }
  }

  private async catchUp(subscriber: Subscriber): Promise<void> {
    if (subscriber.mustReload) await this.delivery.deliverReload(subscriber);
    while (!subscriber.isClosed) {
      const page = await this.readPage(subscriber);
      await this.catchUpWith(page, subscriber);
      if (page.length === PAGE_SIZE) continue;
      if (subscriber.resetOverflow()) continue; // more came than the buffer takes: it is all in the log
      let buffered = subscriber.drainBuffer();
      while (buffered.length > 0) {
        await this.catchUpWith(buffered, subscriber);
        buffered = subscriber.drainBuffer();
      }
      if (subscriber.resetOverflow()) continue;
      subscriber.isCatchingUp = false;
      return;
    }
  }

  /** As fast as the client takes it, and no faster. */
  private async catchUpWith(events: LoggedEvent[], subscriber: Subscriber): Promise<void> {
    for (const batch of batchesOf(events)) {
      await this.delivery.deliver(batch, [subscriber]);
      await subscriber.drained();
    }
  }

  private readPage(subscriber: Subscriber): Promise<LoggedEvent[]> {
    const { position, conversationId } = subscriber;
    return this.log.readAfter(this.accountId, position, PAGE_SIZE, conversationId ?? undefined);
  }
}

function* batchesOf(events: LoggedEvent[]): Generator<LoggedEvent[]> {
  for (let begin = 0; begin < events.length; begin += BATCH_SIZE) yield events.slice(begin, begin + BATCH_SIZE);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
