import { createClient } from 'graphql-ws';
import { ParleyError } from './parley-error.js';
import type { ParleyClient } from './parley-client.js';

/** Event of a subscription with one field. */
export type Followed<Data extends Record<string, unknown>> = Data[keyof Data];

/** How the server closed a socket: 4429 with `Too many sockets of one user: close others first`, say. */
export interface SocketClose {
  code: number;
  reason: string;
}

export interface FollowOptions {
  /** Ends the following. */
  signal?: AbortSignal;
  /** Told when events come, and when they do not any more; then with what the server closed the socket, where it did. */
  onStatus?: (status: 'LIVE' | 'OFFLINE', closed?: SocketClose) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
/** The token is not valid, the session has ended: renew it and come back. */
const NOT_SIGNED_IN = [4401, 4403];
/** A fault of this program: it would only happen again. */
const FATAL = [4400, 4404, 4406];

/** See ParleyClient.follow. */
export async function* follow<Data extends Record<string, unknown>>(
  client: ParleyClient,
  query: string,
  variables: { after?: unknown },
  { signal, onStatus }: FollowOptions,
): AsyncGenerator<Followed<Data>, void> {
  let after = variables.after;
  let pause = FIRST_PAUSE_MS;
  let token = await client.token();
  while (signal?.aborted !== true) {
    if (token === null) throw new ParleyError('UNAUTHENTICATED', 'Nobody is signed in.');
    let closed: SocketClose | undefined;
    try {
      for await (const event of connection<Data>(client, query, { ...variables, after }, token, { signal, onStatus })) {
        pause = FIRST_PAUSE_MS;
        after = (event as { cursor: unknown }).cursor;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof Break)) throw error;
      closed = error.closed;
    }
    onStatus?.('OFFLINE', closed);
    const code = closed?.code ?? 0;
    if (FATAL.includes(code))
      throw new ParleyError('BAD_REQUEST', `The server closed the socket with ${code}: ${closed?.reason ?? ''}`);
    await rest(pause * (0.75 + Math.random() / 2), signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    const refused = NOT_SIGNED_IN.includes(code) ? token : null;
    token = await client.token(refused).catch(() => token); // the server is still away
    if (refused !== null && token === refused) throw new ParleyError('UNAUTHENTICATED', 'The key is not valid.');
  }
}

/** End of a connection that may be made anew. */
class Break extends Error {
  /** Without a close of the server's, something else was in the way. */
  constructor(readonly closed?: SocketClose) {
    super('The connection has ended.');
  }
}

/** Events of one WebSocket. graphql-ws would subscribe again with the cursor that it began with: it does not come back by itself. */
async function* connection<Data extends Record<string, unknown>>(
  client: ParleyClient,
  query: string,
  variables: Record<string, unknown>,
  token: string,
  { signal, onStatus }: FollowOptions,
): AsyncGenerator<Followed<Data>, void> {
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const socket = createClient({
    url: `${client.options.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: client.options.webSocket,
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    connectionParams: { authorization: `Bearer ${token}` },
    on: {
      connected: () => onStatus?.('LIVE'),
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => socket.terminate(), PONG_WITHIN_MS); // a cable that was pulled closes nothing
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  const stop = (): void => socket.terminate();
  signal?.addEventListener('abort', stop);
  try {
    for await (const { data, errors } of socket.iterate<Data>({ query, variables })) {
      if (errors !== undefined) throw refused(errors);
      const [event] = Object.values(data ?? {});
      if (event !== undefined) yield event as Followed<Data>;
    }
  } catch (error) {
    if (error instanceof ParleyError) throw error;
    if (Array.isArray(error)) throw refused(error as { message: string; extensions?: { code?: unknown } }[]);
    throw new Break(closeOf(error));
  } finally {
    clearTimeout(pongTimer);
    signal?.removeEventListener('abort', stop);
    await socket.dispose();
  }
}

/** graphql-ws throws the event with which a socket closed. Codes below 4000 are of the protocol; 1006: nobody said why. */
function closeOf(error: unknown): SocketClose | undefined {
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return typeof code === 'number' ? { code, reason: String(reason ?? '') } : undefined;
}

/** The subscription itself was refused; only what passes is tried again. */
function refused(errors: readonly { message: string; extensions?: { code?: unknown } }[]): Error {
  const [first] = errors;
  const code = String(first?.extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const passes = ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED'].includes(code);
  return passes ? new Break() : new ParleyError(code, first?.message ?? 'The subscription was refused.');
}

async function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    signal?.addEventListener('abort', wake);
  });
}
