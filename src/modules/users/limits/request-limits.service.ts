import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import type { RateLimit, Standing } from '../../../common/rate-limits/rate-limit.js';
import { RateLimits } from '../../../common/rate-limits/rate-limits.js';
import type { Viewer } from '../domain/viewer.js';

/** Who asks, as far as limits are concerned: the viewer where there is one, else the address. */
export interface Caller {
  viewer: Viewer | null;
  client: ClientAddress;
}

const WINDOW_SECONDS = 60;
/** How much more may come through a peer that sends X-Forwarded-For and is not named as a proxy, than from one client behind it. */
const CLIENTS_BEHIND_A_PROXY = 10;
/** Fields that a query may answer, for one point. */
const COST_A_POINT = 100;
const MAX_BODY_POINTS = 20;

/**
 * Request limits: points a minute by user, by API key, and by address for whoever is neither. One who is signed in is
 * never refused for what others at the same address do. Webhooks of Meta do not come here.
 */
@Injectable()
export class RequestLimits {
  private readonly users: RateLimit | null;
  private readonly apiKeys: RateLimit | null;
  private readonly addresses: RateLimit | null;
  private readonly proxies: RateLimit | null;

  constructor(config: Config, limits: RateLimits) {
    const limit = (name: string, points: number): RateLimit | null =>
      points === 0 ? null : limits.limit({ name, points, windowSeconds: WINDOW_SECONDS });
    this.users = limit('user', config.get('RATE_LIMIT_USER_POINTS'));
    this.apiKeys = limit('api-key', config.get('RATE_LIMIT_API_KEY_POINTS'));
    this.addresses = limit('address', config.get('RATE_LIMIT_ADDRESS_POINTS'));
    this.proxies = limit('proxy', config.get('RATE_LIMIT_ADDRESS_POINTS') * CLIENTS_BEHIND_A_PROXY);
  }

  /** Uses points of the caller. Null where its kind has no limit. */
  async use({ viewer, client }: Caller, points: number): Promise<Standing | null> {
    if (viewer?.kind === 'USER') return (await this.users?.use(viewer.id, points)) ?? null;
    if (viewer?.kind === 'API_KEY') return (await this.apiKeys?.use(viewer.id, points)) ?? null;
    if (client.claimed === null) return (await this.addresses?.use(client.address, points)) ?? null;
    const all = await this.proxies?.use(client.address, points);
    if (all?.isExceeded === true) return all;
    return (await this.addresses?.use(`${client.address} ${client.claimed}`, points)) ?? null;
  }
}

/** Points of a request before it is read: 1, and 1 for each KB of the body, up to 20; as many where it does not say. */
export function pointsOfRequest(headers: { 'content-length'?: string; 'transfer-encoding'?: string }): number {
  if (headers['transfer-encoding'] !== undefined) return 1 + MAX_BODY_POINTS;
  const kilobytes = Math.floor(Number(headers['content-length'] ?? 0) / 1024);
  return 1 + Math.min(Number.isNaN(kilobytes) ? MAX_BODY_POINTS : Math.max(0, kilobytes), MAX_BODY_POINTS);
}

/** Points of a query that is about to run: 1 for each 100 fields that it may answer. */
export function pointsOfCost(cost: number): number {
  return Math.floor(cost / COST_A_POINT);
}
