import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, buildConnector, request } from 'undici';
import { Config } from '../../../common/config/config.js';
import { loopbackLookup, PrivateAddressError, publicLookup } from '../../../common/http/public-lookup.js';
import { toStorableText } from '../../../common/text/storable-text.js';
import { readEndpointAddress, RefusedEndpointAddressError, type Reach } from '../domain/endpoint-address.js';
import { EndpointPlaces } from '../endpoint-places.js';
import { because, type Because } from '../../../common/errors/because.js';

/** From the first step to the last byte of the answer that is read. */
export const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Of an answer, for the log: nobody has to say more than that it is well. */
const MAX_EXCERPT_BYTES = 1_000;

/** What came of sending one webhook. */
export interface SendOutcome {
  /** Null: there was no answer. */
  status: number | null;
  /** The beginning of the answer. */
  answer: string | null;
  /** Why it does not count as accepted, in a sentence; null where it does. */
  error: Because | null;
  /** The header Retry-After. */
  retryAfter: string | null;
}

/**
 * Transport to receivers of webhooks: HTTP that follows no redirect, waits 15 seconds, and reads the first kilobyte of an
 * answer. Names are looked up by the connection itself, which refuses those that lead into a private network.
 */
@Injectable()
export class WebhookTransport implements OnApplicationShutdown {
  private readonly agents: Record<Reach, Agent> = {
    PUBLIC: new Agent({ connect: buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: publicLookup() }) }),
    LOOPBACK: new Agent({ connect: buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: loopbackLookup() }) }),
    PRIVATE: new Agent({ connect: buildConnector({ timeout: CONNECT_TIMEOUT_MS }) }),
  };

  constructor(
    private readonly config: Config,
    private readonly places: EndpointPlaces,
  ) {}

  /** Posts a payload. Never throws: what goes wrong is an outcome. */
  async post(address: string, headers: Record<string, string>, body: string): Promise<SendOutcome> {
    try {
      const { url, reach } = readEndpointAddress(address, this.places.allowed);
      const answer = await request(url, {
        dispatcher: this.agents[reach],
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': `Parley-Webhooks (${this.config.publicUrl})`,
          'accept-encoding': 'identity',
          ...headers,
        },
        body,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const { statusCode: status } = answer;
      // A receiver that has said 200 has taken it, whatever becomes of the rest of its answer.
      const excerpt = await readExcerpt(answer.body).catch(() => null);
      return {
        status,
        answer: excerpt,
        error: complaintOf(status, answer.headers),
        retryAfter: retryAfter(answer.headers),
      };
    } catch (error) {
      return { status: null, answer: null, error: reasonOf(error), retryAfter: null };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(Object.values(this.agents).map((agent) => agent.destroy()));
  }
}

async function readExcerpt(body: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  body.on('error', () => undefined); // of one that is not read to its end
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_EXCERPT_BYTES) break; // which ends the answer, and its connection
  }
  return toStorableText(Buffer.concat(chunks).subarray(0, MAX_EXCERPT_BYTES).toString('utf8'));
}

function complaintOf(status: number, { location }: IncomingHttpHeaders): Because | null {
  if (status >= 200 && status < 300) return null;
  if (status < 300 || status >= 400) return because('WEBHOOK_ANSWERED', { status });
  if (location === undefined) return because('WEBHOOK_REDIRECTED_NOWHERE', { status });
  return because('WEBHOOK_REDIRECTED', { status, location: toStorableText(location).slice(0, 200) });
}

function retryAfter(headers: IncomingHttpHeaders): string | null {
  const value: string | string[] | undefined = headers['retry-after'];
  return typeof value === 'string' ? value : null;
}

function reasonOf(error: unknown): Because {
  if (error instanceof RefusedEndpointAddressError) return because('WEBHOOK_ADDRESS_REFUSED', { why: error.why });
  if (error instanceof PrivateAddressError) return because('WEBHOOK_ADDRESS_PRIVATE');
  const { name, code } = error as { name?: string; code?: string | number };
  if (name === 'TimeoutError' || name === 'AbortError' || /TIMEOUT/.test(String(code)))
    return because('WEBHOOK_TOO_SLOW', { seconds: TIMEOUT_MS / 1_000 });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return because('WEBHOOK_NAME_UNKNOWN');
  if (code === 'ECONNREFUSED') return because('WEBHOOK_NOBODY_LISTENS');
  return because('WEBHOOK_CONNECTION_FAILED', { trouble: code ?? name ?? 'unknown' });
}
