import { createClient, type Client } from 'graphql-ws';
import { freshToken } from '../session/session';
import { liveStatus, liveTrouble } from './live-status';

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
/** Of sockets, of one person or one address; or of messages. */
export const TOO_MANY = 4429;

let client: Client | null = null;
let tokenInUse: string | null = null;

/** The one WebSocket of this tab. It does not come back by itself: whoever follows subscribes anew, after the last cursor. */
export function socket(): Client {
  client ??= createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    connectionParams: async () => {
      tokenInUse = await freshToken();
      return { authorization: `Bearer ${tokenInUse ?? ''}` };
    },
    on: {
      connected: () => liveStatus.set('LIVE'),
      closed: (close) => {
        liveTrouble.set((close as { code?: unknown }).code === TOO_MANY ? 'TOO_MANY' : null);
        liveStatus.set('OFFLINE');
      },
      ping: (received) => {
        if (!received) awaitPong();
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  return client;
}

/** The token that the socket was opened with, so that it can be renewed when the server does not take it. */
export function tokenOfSocket(): string | null {
  return tokenInUse;
}

export function closeSocket(): void {
  clearTimeout(pongTimer);
  client?.terminate();
}

let pongTimer: ReturnType<typeof setTimeout> | undefined;

/** A cable that was pulled closes nothing: a socket that does not answer counts as lost. */
function awaitPong(): void {
  clearTimeout(pongTimer);
  pongTimer = setTimeout(() => client?.terminate(), PONG_WITHIN_MS);
}

addEventListener('offline', () => closeSocket());
