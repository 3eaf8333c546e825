import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventLog } from '../../../common/events/event-log.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { CatchUpTurns } from './catch-up-turns.js';
import { EventDelivery } from './event-delivery.js';
import { LiveFeed } from './live-feed.js';
import { LiveMetrics } from './live-metrics.js';
import { Overload } from './overload.js';
import type { Subscriber } from './subscriber.js';

interface FeedEntry {
  feed: Promise<LiveFeed>;
  subscribers: number;
}

/** Live feeds of this process: one for each account that somebody here follows. */
@Injectable()
export class LiveFeeds implements OnModuleInit, BeforeApplicationShutdown {
  private readonly feeds = new Map<string, FeedEntry>();
  private stopListening = (): void => undefined;

  constructor(
    private readonly log: EventLog,
    private readonly delivery: EventDelivery,
    private readonly turns: CatchUpTurns,
    private readonly overload: Overload,
    private readonly wakeUps: WakeUps,
    private readonly metrics: LiveMetrics,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.wakeUps.listen('events-appended', (accountId) => {
      void this.feeds.get(accountId)?.feed.then((feed) => feed.wake());
    });
  }

  async add(subscriber: Subscriber): Promise<void> {
    const entry = this.entryOf(subscriber.accountId);
    entry.subscribers += 1; // at once, so that nobody closes the feed while it is waited for
    (await entry.feed).add(subscriber);
  }

  async remove(subscriber: Subscriber): Promise<void> {
    const { accountId } = subscriber;
    const entry = this.feeds.get(accountId);
    if (entry === undefined) return;
    entry.subscribers -= 1;
    if (entry.subscribers === 0) this.feeds.delete(accountId);
    const feed = await entry.feed;
    feed.remove(subscriber);
    if (entry.subscribers === 0) await feed.close();
  }

  private entryOf(accountId: string): FeedEntry {
    let entry = this.feeds.get(accountId);
    if (entry === undefined) {
      const { log, delivery, turns, overload, metrics } = this;
      entry = { feed: LiveFeed.open(accountId, { log, delivery, turns, overload, metrics }), subscribers: 0 };
      entry.feed.catch(() => this.feeds.delete(accountId));
      this.feeds.set(accountId, entry);
    }
    return entry;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopListening();
    const feeds = await Promise.allSettled([...this.feeds.values()].map(({ feed }) => feed));
    await Promise.all(feeds.flatMap((feed) => (feed.status === 'fulfilled' ? [feed.value.close()] : [])));
  }
}
