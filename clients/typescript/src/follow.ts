import { createClient } from 'graphql-ws';
import { ParleyError } from './parley-error.js';
import type { ParleyClient } from './parley-client.js';

/** Event of a subscription with one field. */
export type Followed<Data extends Record<string, unknown>> = Data[keyof Data];

export interface FollowOptions {
  /** Ends the following. */
  signal?: AbortSignal;
  /** Told when events come, and when they do not any more. */
  onStatus?: (status: 'LIVE' | 'OFFLINE') => void;
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
    let code = 0;
    try {
      for await (const event of connection<Data>(client, query, { ...variables, after }, token, { signal, onStatus })) {
        pause = FIRST_PAUSE_MS;
        after = (event as { cursor: unknown }).cursor;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof Break)) throw error;
      code = error.code;
    }
    onStatus?.('OFFLINE');
    if (FATAL.includes(code)) throw new ParleyError('BAD_REQUEST', `The server closed the socket with ${code}.`);
    await rest(pause * (0.75 + Math.random() / 2), signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    const refused = NOT_SIGNED_IN.includes(code) ? token : null;
    token = await client.token(refused).catch(() => token); // the server is still away
    if (refused !== null && token === refused) throw new ParleyError('UNAUTHENTICATED', 'The key is not valid.');
  }
}

/** End of a connection that may be made anew. */
class Break extends Error {
  constructor(readonly code: number) {
    super(`closed with ${code}`);
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
    throw new Break((error as { code?: number }).code ?? 0);
  } finally {
    clearTimeout(pongTimer);
    signal?.removeEventListener('abort', stop);
    await socket.dispose();
  }
}

/** The subscription itself was refused; only what passes is tried again. */
function refused(errors: readonly { message: string; extensions?: { code?: unknown } }[]): Error {
  const [first] = errors;
  const code = String(first?.extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const passes = ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED'].includes(code);
  return passes ? new Break(0) : new ParleyError(code, first?.message ?? 'The subscription was refused.');
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
