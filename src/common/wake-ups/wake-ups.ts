import { EventEmitter } from 'node:events';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { ReadinessService } from '../health/readiness.service.js';
import { newId } from '../ids.js';
import { wakeUpChannel } from './wake-up-channel.js';

/** Topics that others may wait for, by name. Empty here: whoever has the work declares its topic. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface WakeUpTopics {}
export type WakeUpTopic = keyof WakeUpTopics;

/**
 * Wake-ups between workers: there is something to look at. In this process at once, in others through Redis where there
 * is one, on a channel of this installation's own. Only a hint: whoever waits also polls from time to time, so a lost
 * wake-up costs time, never data.
 */
@Injectable()
export class WakeUps implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(WakeUps.name);
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly origin = newId();
  private readonly redis: { publisher: Redis; subscriber: Redis } | null;
  /** Known as soon as the database has been asked; until then others are not woken. */
  private channel: string | null = null;
  /** Why Redis cannot be used now; null: it can. */
  private trouble: string | null = null;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly readiness: ReadinessService,
  ) {
    const url = config.get('REDIS_URL');
    this.redis = url === null ? null : { publisher: this.connect(url, false), subscriber: this.connect(url, true) };
    this.redis?.subscriber.on('message', (_channel: string, text: string) => this.receive(text));
  }

  async onModuleInit(): Promise<void> {
    if (this.redis === null) return;
    this.readiness.registerWarnings(() => (this.trouble === null ? [] : [warningOf(this.trouble)]));
    this.channel = await wakeUpChannel(this.database);
    this.redis.subscriber.subscribe(this.channel).catch(() => undefined);
  }

  /** Wakes when the running transaction has been committed; without one, at once. `detail` narrows the topic down. */
  async wakeAfterCommit(topic: WakeUpTopic, detail = ''): Promise<void> {
    await this.database.afterCommit(() => this.wake(topic, detail));
  }

  /** Wakes at once, whatever becomes of the running transaction. */
  wake(topic: WakeUpTopic, detail = ''): void {
    this.emitter.emit(topic, detail);
    if (this.channel === null || this.redis?.publisher.status !== 'ready') return;
    this.redis.publisher.publish(this.channel, JSON.stringify([this.origin, topic, detail])).catch(() => undefined);
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
    const wakeUp = readWakeUp(text);
    if (wakeUp === null || wakeUp.origin === this.origin) return;
    if (this.emitter.listenerCount(wakeUp.topic) > 0) this.emitter.emit(wakeUp.topic, wakeUp.detail); // "error" without one is thrown
  }

  private connect(url: string, resubscribes: boolean): Redis {
    const redis = new Redis(url, {
      maxRetriesPerRequest: null,
      enableOfflineQueue: resubscribes,
      autoResubscribe: resubscribes,
      retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
    });
    redis.on('error', (error: Error) => {
      if (this.trouble === null)
        this.logger.warn(`Redis does not answer (${error.message}); wake-ups are slower meanwhile.`);
      this.trouble = error.message;
    });
    redis.on('ready', () => (this.trouble = null));
    return redis;
  }
}

function warningOf(trouble: string): string {
  return `Redis does not answer (${trouble}): start it, or correct REDIS_URL. Meanwhile processes look for work every second, and each counts rate limits by itself.`;
}

/** What a process has published; null: what somebody else has put there, and nobody can read. */
function readWakeUp(text: string): { origin: string; topic: string; detail: string } | null {
  try {
    const [origin, topic, detail] = JSON.parse(text) as unknown[];
    if (typeof origin !== 'string' || typeof topic !== 'string' || typeof detail !== 'string') return null;
    return { origin, topic, detail };
  } catch {
    return null;
  }
}
