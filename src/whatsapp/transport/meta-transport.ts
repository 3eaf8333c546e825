import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, buildConnector, request, type Dispatcher, type FormData } from 'undici';
import { Config } from '../../common/config/config.js';
import { GraphUnreachableError, UnreadableAnswerError } from '../errors/graph-error.js';
import { metaAddress, RefusedAddressError } from './meta-hosts.js';
import { PrivateAddressError, publicLookup } from '../../common/http/public-lookup.js';
import { TooSlowError, withinPace } from './within-pace.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Until a file begins to come, and between two pieces of a body. */
const IDLE_TIMEOUT_MS = 30_000;
/** A file of 100 MB on a slow line. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
/** Compressed answers are not asked for: how large one becomes is known only when it is too late. */
const PLAIN = { 'accept-encoding': 'identity' };

/** Request to Meta, and what its answer may be at most. */
export interface MetaRequest {
  /** On the origin of GRAPH_API_URL. */
  url: URL;
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: string | Blob | FormData;
  /** From the first step to the last byte of the answer. */
  timeoutMs: number;
  maxAnswerBytes: number;
}

export interface MetaAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Transport to Meta: HTTP that follows no redirect, reads no more than it was told to, and waits no longer. What Meta's
 * answers name is fetched from Meta's hosts alone (docs/decisions/0027).
 */
@Injectable()
export class MetaTransport implements OnApplicationShutdown {
  /** For GRAPH_API_URL, which may lie in a private network. */
  private readonly api = new Agent({ connect: connector() });
  /** For addresses in answers. */
  private readonly files = new Agent({ connect: connector(publicLookup()) });
  private readonly apiOrigin: string;

  constructor(private readonly config: Config) {
    this.apiOrigin = new URL(config.graphApiUrl).origin;
  }

  /**
   * Asks, and reads the whole answer, whatever its status.
   * @throws GraphUnreachableError when there is none, too large or compressed ones included; it says whether the request may have arrived
   */
  async exchange({ url, method, headers, body, timeoutMs, maxAnswerBytes }: MetaRequest): Promise<MetaAnswer> {
    try {
      const answer = await request(url, {
        dispatcher: this.api,
        method,
        headers: { ...PLAIN, ...headers },
        body: body as Dispatcher.DispatchOptions['body'], // undici streams a Blob, its types do not say so
        headersTimeout: timeoutMs,
        bodyTimeout: IDLE_TIMEOUT_MS,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: answer.statusCode, headers: answer.headers, text: await readText(answer, maxAnswerBytes) };
    } catch (error) {
      throw asUnreachable(error, true);
    }
  }

  /**
   * Downloads the bytes behind an address that Meta's answer named.
   * @throws RefusedAddressError when nothing is fetched from there
   * @throws GraphUnreachableError when the address has expired, or the line breaks or creeps
   */
  async download(address: string, headers: Record<string, string>): Promise<AsyncIterable<Uint8Array>> {
    const url = metaAddress(address, { apiOrigin: this.apiOrigin, further: this.config.get('META_MEDIA_HOSTS') });
    try {
      const answer = await request(url, {
        dispatcher: url.origin === this.apiOrigin ? this.api : this.files,
        headers: { ...PLAIN, ...headers },
        headersTimeout: IDLE_TIMEOUT_MS,
        bodyTimeout: IDLE_TIMEOUT_MS,
        signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
      });
      refuseUnfit(answer);
      return pieces(answer.body);
    } catch (error) {
      throw asUnreachable(error, false);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.api.destroy(), this.files.destroy()]);
  }
}

/** Not connected: whatever was to be sent has certainly not left. */
class NotConnectedError extends Error {}

/** Connects as undici does, and says of an error that it came before anything was sent: of names, routes, TLS, time. */
function connector(lookup?: LookupFunction): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, ...(lookup === undefined ? {} : { lookup }) });
  return (options, done) =>
    connect(options, (...[error, socket]) => {
      if (error === null) done(null, socket);
      else done(new NotConnectedError(error.message, { cause: error }), null);
    });
}

type Answer = Dispatcher.ResponseData<unknown>;

async function readText(answer: Answer, maxBytes: number): Promise<string> {
  refuseCompressed(answer);
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw abandoned(answer, tooLarge(maxBytes));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuseUnfit(answer: Answer): void {
  const { statusCode } = answer;
  if (statusCode >= 300 && statusCode < 400)
    throw abandoned(answer, new RefusedAddressError(`it sends us on to another one (HTTP ${statusCode})`));
  if (statusCode !== 200)
    throw abandoned(answer, new GraphUnreachableError(false, `a file answered HTTP ${statusCode}`));
  refuseCompressed(answer);
}

function refuseCompressed(answer: Answer): void {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw abandoned(answer, new UnreadableAnswerError('it is compressed, which was not asked for'));
}

function tooLarge(maxBytes: number): UnreadableAnswerError {
  return new UnreadableAnswerError(`it has more than ${maxBytes} bytes`);
}

/** Ends an answer that is not read: closes its connection. */
function abandoned({ body }: Answer, error: Error): Error {
  body.on('error', () => undefined).destroy();
  return error;
}

async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* withinPace(body, () => performance.now());
  } catch (error) {
    throw asUnreachable(error, false);
  }
}

function asUnreachable(error: unknown, mayHaveArrived: boolean): Error {
  if (error instanceof GraphUnreachableError || error instanceof RefusedAddressError) return error;
  if (!(error instanceof NotConnectedError)) return new GraphUnreachableError(mayHaveArrived, codeOf(error));
  if (error.cause instanceof PrivateAddressError) return new RefusedAddressError('its host lies in a private network');
  return new GraphUnreachableError(false, codeOf(error.cause));
}

function codeOf(error: unknown): string {
  if (error instanceof TooSlowError) return 'the bytes of a file came too slowly';
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : error.name;
}
