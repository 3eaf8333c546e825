import { createHmac } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { RetentionService } from '../retention/retention.service.js';
import { RateLimit } from './rate-limit.js';

export interface RateLimitOptions {
  /** Begins its keys: `<name>:<key>`, in Redis `parley:<installation>:<name>:<key>`. */
  name: string;
  points: number;
  windowSeconds: number;
  /** Whether processes without Redis share it through the database: for what is asked rarely and must not be forgotten. */
  isKept?: boolean;
}

const TABLE = 'rate_limits';
/** A Redis that takes longer holds up nobody: this process then counts by itself. */
const MAX_REDIS_MS = 1_000;
const BATCH_SIZE = 5_000;

/**
 * Rate limits, shared by all processes through Redis (REDIS_URL). Without Redis, those that are kept are shared through
 * the database (table `rate_limits`), all others count in the memory of each process; so does every limit while Redis
 * does not answer. A database that does not answer fails what asks for a kept limit, which could not be done anyway.
 */
@Injectable()
export class RateLimits implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RateLimits.name);
  private readonly redis: Redis | null;
  private readonly installation: string;
  private isRedisDown = false;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {
    const url = config.get('REDIS_URL');
    this.installation = installationOf(config.get('SECRET_KEY'));
    this.redis = url === null || !config.servesApi ? null : this.connect(url);
  }

  onModuleInit(): void {
    this.retention.register({
      name: 'rate limits',
      keepForMs: 0,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits WHERE expire < $1 LIMIT $2)`,
          [before.getTime(), batchSize],
        ),
    });
  }

  limit({ name, points, windowSeconds, isKept = false }: RateLimitOptions): RateLimit {
    const options = { keyPrefix: name, points, duration: windowSeconds };
    return new RateLimit(this.limiter(options, isKept));
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private limiter(
    options: { keyPrefix: string; points: number; duration: number },
    isKept: boolean,
  ): RateLimiterAbstract {
    const memory = new RateLimiterMemory(options);
    if (this.redis !== null)
      return new RateLimiterRedis({
        ...options,
        keyPrefix: `parley:${this.installation}:${options.keyPrefix}`,
        storeClient: this.redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: memory,
      });
    if (!isKept) return memory;
    return new RateLimiterPostgres({
      ...options,
      storeClient: { query: (statement: Statement) => this.query(statement) },
      storeType: 'client',
      tableName: TABLE,
      tableCreated: true,
      clearExpiredByTimeout: false, // retention does
    });
  }

  /** As a client of pg answers, for the library. */
  private async query({ text, values }: Statement): Promise<{ rows: unknown[]; rowCount: number }> {
    const rows = await this.database.query(text, values);
    return { rows, rowCount: rows.length };
  }

  private connect(url: string): Redis {
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: MAX_REDIS_MS,
      retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
    });
    redis.on('error', (error: Error) => {
      if (!this.isRedisDown)
        this.logger.warn(
          `Redis does not answer (${error.message}); each process counts rate limits by itself meanwhile.`,
        );
      this.isRedisDown = true;
    });
    redis.on('ready', () => (this.isRedisDown = false));
    return redis;
  }
}

/** Tells apart installations that share a Redis: all processes of one have the same SECRET_KEY, of which this tells nothing. */
function installationOf(secretKey: Buffer | null): string {
  if (secretKey === null) return 'local';
  return createHmac('sha256', secretKey).update('rate limits').digest('base64url').slice(0, 12);
}

interface Statement {
  text: string;
  values: unknown[];
}
