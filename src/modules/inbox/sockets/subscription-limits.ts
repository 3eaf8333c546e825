import { Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { tooManyRequests } from '../../../common/rate-limits/rate-limited.js';
import { pointsOfCost, RequestLimits } from '../../users/limits/request-limits.service.js';
import type { LiveConnection } from './live-connection.js';
import { SocketCounts } from './socket-counts.js';

const MAX_SUBSCRIPTIONS_A_SOCKET = 50;

/** Subscription limits: how many a socket has, how often a user begins one, and what they cost, in the user's points. */
@Injectable()
export class SubscriptionLimits {
  constructor(
    private readonly counts: SocketCounts,
    private readonly requests: RequestLimits,
  ) {}

  /** Refusal of one more subscription (RATE_LIMITED) before it is read; null while there may be more, which is counted. */
  async refusal(connection: LiveConnection, subscriptions: number, query: string): Promise<GraphQLError[] | null> {
    if (!connection.acceptsSubscribe()) return [rateLimited('Too many messages.')];
    if (subscriptions > MAX_SUBSCRIPTIONS_A_SOCKET)
      return [rateLimited(`At most ${MAX_SUBSCRIPTIONS_A_SOCKET} subscriptions a socket, please.`)];
    const seconds = connection.viewer === null ? null : this.counts.secondsUntilSubscribe(connection.viewer.id);
    if (seconds !== null) return [rateLimited(`Too many subscriptions. Try again in ${seconds} s.`, seconds)];
    return this.use(connection, 1 + Math.floor(query.length / 1024));
  }

  /** Refusal of a subscription whose events cost too much; null where they do not, which is counted. */
  refusalOfCost(connection: LiveConnection, cost: number): Promise<GraphQLError[] | null> {
    return this.use(connection, pointsOfCost(cost));
  }

  private async use(connection: LiveConnection, points: number): Promise<GraphQLError[] | null> {
    if (points === 0) return null;
    const standing = await this.requests.use(connection, points);
    if (standing?.isExceeded !== true) return null;
    return [rateLimited(tooManyRequests(standing), standing.secondsLeft)];
  }
}

function rateLimited(message: string, retryAfterSeconds?: number): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'RATE_LIMITED', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  });
}
