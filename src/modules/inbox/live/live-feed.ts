import { Logger } from '@nestjs/common';
import { errorName } from '../../../common/errors/error-name.js';
import type { EventLog, LoggedEvent } from '../../../common/events/event-log.js';
import { WorkLoop } from '../../../common/jobs/work-loop.js';
import { Lateness } from '../domain/lateness.js';
import { CatchUp } from './catch-up.js';
import type { CatchUpTurns } from './catch-up-turns.js';
import type { EventDelivery } from './event-delivery.js';
import type { LiveMetrics } from './live-metrics.js';
import { LogWindow, PAGE_SIZE } from './log-window.js';
import type { Overload } from './overload.js';
import type { Subscriber } from './subscriber.js';

/** Events that are rendered and sent together; then the sockets get a turn to flush. */
const BATCH_SIZE = 50;
const POLL_MS = 1_000;

/** What feeds share. */
interface FeedParts {
  log: EventLog;
  delivery: EventDelivery;
  turns: CatchUpTurns;
  overload: Overload;
  metrics: LiveMetrics;
}

/**
 * Live feed of one account: follows its log for all subscribers of this process: reads each event once, and hands it to those who are
 * up to date. Who is not, because of a cursor or a slow socket, first catches up.
 */
export class LiveFeed {
  private readonly logger = new Logger(LiveFeed.name);
  private readonly upToDate = new Set<Subscriber>();
  private readonly catchUp: CatchUp;
  private readonly window: LogWindow;
  private readonly loop: WorkLoop;
  private readonly lateness = new Lateness(performance.now());
  private wokenAt: number | null = null;
  private hasBacklog = false;

  private constructor(
    private readonly accountId: string,
    private position: bigint,
    private readonly parts: FeedParts,
  ) {
    const { log, delivery, turns } = parts;
    this.window = new LogWindow(accountId, log);
    const ahead = {
      position: () => this.position,
      join: (subscriber: Subscriber): unknown => this.upToDate.add(subscriber),
    };
    this.catchUp = new CatchUp(accountId, ahead, log, this.window, delivery, turns);
    this.loop = new WorkLoop({ name: LiveFeed.name, work: () => this.follow(), pollMs: POLL_MS });
  }

  static async open(accountId: string, parts: FeedParts): Promise<LiveFeed> {
    return new LiveFeed(accountId, await parts.log.head(accountId), parts);
  }

  wake(): void {
    this.wokenAt ??= performance.now();
    this.loop.wake();
  }

  /** From now on nothing is missed: what comes while the subscriber catches up is in the log. */
  add(subscriber: Subscriber): void {
    const isLevel = subscriber.position >= this.position && !subscriber.mustReload;
    if (isLevel) this.upToDate.add(subscriber);
    else this.catchUp.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.upToDate.delete(subscriber);
    this.catchUp.remove(subscriber);
  }

  async close(): Promise<void> {
    await Promise.all([this.loop.stop(), this.catchUp.stop()]);
  }

  private async follow(): Promise<boolean> {
    await this.noteLateness();
    const events = await this.window.read(this.position);
    const last = events.at(-1);
    this.hasBacklog = events.length === PAGE_SIZE;
    if (last === undefined) return false;
    this.position = last.position;
    for (const batch of batchesOf(events)) {
      await this.deliverOrCutOff(batch, [...this.upToDate]);
      await nextTurn();
    }
    return this.hasBacklog;
  }

  private async noteLateness(): Promise<void> {
    const now = performance.now();
    const since = this.wokenAt ?? now;
    this.wokenAt = null;
    if (!this.hasBacklog) this.lateness.note(this.position, since);
    else if (this.lateness.isPassed(this.position)) this.lateness.note(await this.parts.log.head(this.accountId), now);
  }

  /** Delivers, or cuts the subscribers off: what could not be delivered is still in the log, and they come back for it. */
  private async deliverOrCutOff(events: LoggedEvent[], subscribers: Subscriber[]): Promise<void> {
    try {
      await this.parts.delivery.deliver(events, subscribers);
      if (subscribers.length > 0) this.parts.metrics.recordLag(this.lateness.at(performance.now()));
      this.leaveBehind(events.at(-1)?.position ?? this.position);
      await this.shedIfLate();
    } catch (error) {
      this.logger.error(`Events could not be delivered (${errorName(error)}); subscribers are asked to come back.`);
      for (const subscriber of subscribers) subscriber.cutOff('UNAVAILABLE');
    }
  }

  /** Who reads too slowly goes on at its own pace. */
  private leaveBehind(position: bigint): void {
    for (const subscriber of this.upToDate) {
      if (subscriber.position >= position && subscriber.isReady) continue;
      this.upToDate.delete(subscriber);
      if (!subscriber.isClosed) this.catchUp.add(subscriber);
    }
  }

  /** Where events come faster than this process brings them to everybody, some are asked to come back, or to go elsewhere. */
  private async shedIfLate(): Promise<void> {
    const shed = this.parts.overload.toShed(this.lateness.at(performance.now()), [...this.upToDate]);
    if (shed.length === 0) return;
    this.lateness.excuse(performance.now());
    for (const subscriber of shed) this.upToDate.delete(subscriber);
    await this.parts.delivery.deliverCutOff(shed);
  }
}

function* batchesOf(events: LoggedEvent[]): Generator<LoggedEvent[]> {
  for (let begin = 0; begin < events.length; begin += BATCH_SIZE) yield events.slice(begin, begin + BATCH_SIZE);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
