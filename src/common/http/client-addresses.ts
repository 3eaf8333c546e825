import type { BlockList } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { clientAddress, trustedProxies, type ClientAddress } from './client-address.js';

const MAX_PROXIES = 100;

/** Client addresses of requests, by TRUSTED_PROXIES. Notices proxies that it does not name: who comes through one shares limits. */
@Injectable()
export class ClientAddresses {
  private readonly logger = new Logger(ClientAddresses.name);
  private readonly trusted: BlockList;
  private readonly unnamed = new Set<string>();

  constructor(config: Config) {
    this.trusted = trustedProxies(config.get('TRUSTED_PROXIES'));
  }

  /** The client of a request, or of the upgrade to a WebSocket. */
  of(request: IncomingMessage): ClientAddress {
    const header = request.headers['x-forwarded-for'];
    const client = clientAddress(
      request.socket.remoteAddress ?? '',
      Array.isArray(header) ? header.join(',') : header,
      this.trusted,
    );
    if (client.claimed !== null) this.notice(client.address);
    return client;
  }

  /** What is wrong with TRUSTED_PROXIES, as far as requests have shown; null while nothing is. For the log and /health/ready. */
  get warning(): string | null {
    if (this.unnamed.size === 0) return null;
    return `Requests with X-Forwarded-For come from ${[...this.unnamed].slice(0, 3).join(', ')}, which TRUSTED_PROXIES does not name: all who come through it count as one address. Name it if it is your reverse proxy.`;
  }

  private notice(address: string): void {
    if (this.unnamed.has(address) || this.unnamed.size >= MAX_PROXIES) return;
    const isFirst = this.unnamed.size === 0;
    this.unnamed.add(address);
    if (isFirst && this.warning !== null) this.logger.warn(this.warning);
  }
}
