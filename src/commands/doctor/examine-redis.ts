import { Redis } from 'ioredis';
import { failed, well, type Finding } from './finding.js';

const PATIENCE_MS = 5_000;

/** Asks a Redis or Valkey whether it is there and takes the password. */
export async function examineRedis(url: string): Promise<Finding> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableReadyCheck: false, // its own words would stand for those of Redis
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let trouble: Error | null = null;
  redis.on('error', (error: Error) => (trouble ??= error));
  try {
    await redis.connect();
    await redis.ping();
    return well('redis');
  } catch (error) {
    return failed('redis', whyNot(trouble ?? (error as Error), new URL(url)));
  } finally {
    redis.disconnect();
  }
}

function whyNot({ message, ...error }: Error, { hostname, port }: URL): string {
  const where = `${hostname}:${port || '6379'}`;
  const code = (error as NodeJS.ErrnoException).code ?? /^[A-Z]{2,}\b/.exec(message)?.[0] ?? '';
  switch (code) {
    case 'ECONNREFUSED':
      return `Nobody listens at ${where}: start Redis, correct REDIS_URL, or leave it out.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host ${hostname}: correct REDIS_URL, or the name server.`;
    case 'NOAUTH':
    case 'WRONGPASS':
    case 'ERR':
      return `Redis at ${where} does not take the password (${code}): correct REDIS_URL. Wake-ups are slow until then, and each process counts limits by itself.`;
    default:
      return `Redis at ${where} does not answer as it should (${code === '' ? message : code}): look at its log.`;
  }
}
