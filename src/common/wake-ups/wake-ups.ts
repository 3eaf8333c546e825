import { EventEmitter } from 'node:events';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';

/** Topics that others may wait for, by name. Empty here: whoever has the work declares its topic. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface WakeUpTopics {}
export type WakeUpTopic = keyof WakeUpTopics;

const CHANNEL = 'parley:wake-ups';

/**
 * Wake-ups between workers: there is something to look at. In this process at once, in others through Redis where there
 * is one. Only a hint: whoever waits also polls from time to time, so a lost wake-up costs time, never data.
 */
@Injectable()
export class WakeUps implements OnApplicationShutdown {
  private readonly logger = new Logger(WakeUps.name);
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly origin = newId();
  private readonly redis: { publisher: Redis; subscriber: Redis } | null;
  private isRedisDown = false;

  constructor(
    config: Config,
    private readonly database: Database,
  ) {
    const url = config.get('REDIS_URL');
    this.redis = url === null ? null : { publisher: this.connect(url, false), subscriber: this.connect(url, true) };
    this.redis?.subscriber.on('message', (_channel: string, text: string) => this.receive(text));
    this.redis?.subscriber.subscribe(CHANNEL).catch(() => undefined);
  }

  /** Wakes when the running transaction has been committed; without one, at once. `detail` narrows the topic down. */
  async wakeAfterCommit(topic: WakeUpTopic, detail = ''): Promise<void> {
    await this.database.afterCommit(() => this.wake(topic, detail));
  }

  /** Wakes at once, whatever becomes of the running transaction. */
  wake(topic: WakeUpTopic, detail = ''): void {
    this.emitter.emit(topic, detail);
    if (this.redis?.publisher.status !== 'ready') return;
    this.redis.publisher.publish(CHANNEL, JSON.stringify([this.origin, topic, detail])).catch(() => undefined);
  }

  /** Returns a function that stops listening. */
  listen(topic: WakeUpTopic, listener: (detail: string) => void): () => void {
    this.emitter.on(topic, listener);
    return () => this.emitter.off(topic, listener);
  }

  onApplicationShutdown(): void {
    this.redis?.publisher.disconnect();
    this.redis?.subscriber.disconnect();
  }

  private receive(text: string): void {
    const [origin, topic, detail] = JSON.parse(text) as [string, WakeUpTopic, string];
    if (origin !== this.origin) this.emitter.emit(topic, detail);
  }

  private connect(url: string, resubscribes: boolean): Redis {
    const redis = new Redis(url, {
      maxRetriesPerRequest: null,
      enableOfflineQueue: resubscribes,
      autoResubscribe: resubscribes,
      retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
    });
    redis.on('error', (error: Error) => {
      if (!this.isRedisDown)
        this.logger.warn(`Redis does not answer (${error.message}); wake-ups are slower meanwhile.`);
      this.isRedisDown = true;
    });
    redis.on('ready', () => (this.isRedisDown = false));
    return redis;
  }
}
