import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { DEMO } from '../src/simulator/world/demo-world.js';

/** What tests, benches and the soak test agree on when they start servers of their own on this machine. */
export const ADMIN = { email: 'admin@example.com', password: 'a long enough password' };

/** The simulated Meta's account, as input of createAccount. */
export function demoAccount(name: string): Record<string, string> {
  const { appId, appSecret, accessToken, phoneNumberId, whatsappAccountId } = DEMO;
  return { name, whatsappAccountId, appId, appSecret, accessToken, whatsappPhoneNumberId: phoneNumberId };
}

/** The environment of a server in production, with a secret of its own; its database is for the caller to add. */
export function productionSettings(port: number, graphApiUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SECRET_KEY: randomBytes(32).toString('base64'),
    GRAPH_API_URL: graphApiUrl,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'warn',
    // One user of theirs does what a whole company does.
    RATE_LIMIT_USER_POINTS: '0',
    RATE_LIMIT_API_KEY_POINTS: '0',
    RATE_LIMIT_ADDRESS_POINTS: '0',
    SOCKETS_PER_USER: '0',
  };
}

/** A TCP port that nobody listens on just now, nor on the next one: the demo takes both. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (await isFree(port + 1)) return port;
  }
}

/**
 * A TCP port that nobody listens on just now, between 20,000 and 31,999: below those that Linux gives to outgoing
 * connections, one of which could take it before its server does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
