import { Logger } from '@nestjs/common';
import { errorName } from '../../../common/errors/error-name.js';
import type { EventLog, LoggedEvent } from '../../../common/events/event-log.js';
import type { CatchUpTurns } from './catch-up-turns.js';
import type { EventDelivery } from './event-delivery.js';
import type { LogWindow } from './log-window.js';
import type { Subscriber } from './subscriber.js';

/** Events, and subscribers, of one step, after which everything else has its turn. */
const EVENTS_A_STEP = 50;
const SUBSCRIBERS_A_STEP = 100;
/** For how long a client may take nothing of what waits for it. */
const MAX_STALL_MS = 10_000;
const LOOK_AGAIN_MS = 10;

/** What a feed offers to those behind it. */
interface Ahead {
  /** Position up to which the feed has handed out events. */
  position(): bigint;
  /** Takes a subscriber that has everything up to there. */
  join(subscriber: Subscriber): void;
}

/** Since when a client has taken nothing, and how much waited for it then. */
interface Stall {
  since: number;
  bytes: number;
}

/**
 * Catch-up of one account: subscribers that came with a cursor, or that read too slowly for the live feed. A step gives a part of the log to
 * those who are at about the same place in it and have taken what they were given before; the others wait without holding anything.
 */
export class CatchUp {
  private readonly logger = new Logger(CatchUp.name);
  /** Those served longest ago first. */
  private readonly behind = new Set<Subscriber>();
  private readonly stalls = new WeakMap<Subscriber, Stall>();
  private isRunning = false;
  private finished = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly accountId: string,
    private readonly ahead: Ahead,
    private readonly log: EventLog,
    private readonly window: LogWindow,
    private readonly delivery: EventDelivery,
    private readonly turns: CatchUpTurns,
  ) {}

  get isIdle(): boolean {
    return this.behind.size === 0;
  }

  add(subscriber: Subscriber): void {
    this.behind.add(subscriber);
    if (!this.isRunning) this.finished = this.run();
  }

  remove(subscriber: Subscriber): void {
    this.behind.delete(subscriber);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.finished;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (!this.isIdle && !this.isStopping) {
      const leader = this.firstReady();
      if (leader === null) await pause(LOOK_AGAIN_MS);
      else await this.turns.run(() => this.step(leader));
      await nextTurn();
    }
    this.isRunning = false; // in the same turn as the look at who is behind
  }

  /** The first that may be given more; cuts off those who do not take what they were given. */
  private firstReady(): Subscriber | null {
    const now = performance.now();
    for (const subscriber of this.behind) {
      if (subscriber.isClosed) this.behind.delete(subscriber);
      else if (subscriber.isReady) return subscriber;
      else this.cutOffIfStalled(subscriber, now);
    }
    return null;
  }

  private cutOffIfStalled(subscriber: Subscriber, now: number): void {
    const { bytesWaiting } = subscriber;
    const stall = this.stalls.get(subscriber);
    if (stall === undefined || bytesWaiting < stall.bytes) {
      this.stalls.set(subscriber, { since: now, bytes: bytesWaiting });
      return;
    }
    if (now - stall.since < MAX_STALL_MS) return;
    this.behind.delete(subscriber);
    subscriber.cutOff('TOO_SLOW');
  }

  private async step(leader: Subscriber): Promise<void> {
    let served = [leader];
    try {
      if (leader.mustReload) {
        leader.mustReload = false;
        await this.delivery.deliverReload(leader);
      } else if (leader.position < this.ahead.position()) {
        const head = this.ahead.position();
        const events = await this.eventsFor(leader, head);
        served = [leader, ...this.companionsOf(leader, events)];
        await this.delivery.deliver(events, served);
      }
      for (const subscriber of served) this.moveOn(subscriber);
    } catch (error) {
      this.logger.error(`Subscribers could not catch up (${errorName(error)}); they are asked to come back.`);
      for (const subscriber of served) {
        this.behind.delete(subscriber);
        subscriber.cutOff('UNAVAILABLE');
      }
    }
  }

  /** What the leader is given next. Where there is nothing more up to `head`, it is moved there. */
  private async eventsFor(leader: Subscriber, head: bigint): Promise<LoggedEvent[]> {
    const { position, conversationId } = leader;
    const known = this.window.known(position);
    if (known !== null) return known.slice(0, EVENTS_A_STEP);
    const events =
      conversationId === null
        ? await this.window.read(position)
        : await this.log.readAfter(this.accountId, position, EVENTS_A_STEP, conversationId);
    // Retention may have been here since the subscriber came; asked after reading, so that nothing goes unnoticed.
    if ((await this.log.horizon(this.accountId)) > position) leader.mustReload = true;
    if (events.length === 0 || leader.mustReload) leader.moveTo(head);
    return leader.mustReload ? [] : events.slice(0, EVENTS_A_STEP);
  }

  /** Others who are within the same part of the log: they come out of the step at the same place. */
  private companionsOf(leader: Subscriber, events: readonly LoggedEvent[]): Subscriber[] {
    const end = events.at(-1)?.position ?? leader.position;
    const companions: Subscriber[] = [];
    for (const subscriber of this.behind) {
      if (companions.length >= SUBSCRIBERS_A_STEP - 1) break;
      const isWithin = subscriber.position >= leader.position && subscriber.position < end;
      const asksTheSame = leader.conversationId === null || subscriber.conversationId === leader.conversationId;
      if (subscriber === leader || !isWithin || !asksTheSame || subscriber.mustReload) continue;
      if (!subscriber.isClosed && subscriber.isReady) companions.push(subscriber);
    }
    return companions;
  }

  /** To the feed when it has everything, else to the end of the queue. Nothing may happen between looking and joining. */
  private moveOn(subscriber: Subscriber): void {
    this.stalls.delete(subscriber);
    if (!this.behind.delete(subscriber) || subscriber.isClosed) return;
    const isLevel = subscriber.position >= this.ahead.position() && !subscriber.mustReload && subscriber.isReady;
    if (isLevel) this.ahead.join(subscriber);
    else this.behind.add(subscriber);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
