/** A pair of tokens, with the end of the first in milliseconds since 1970. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

/** Where a session is kept. In a browser one place for all tabs, so that they renew it once. */
export interface TokenStore {
  read(): Tokens | null;
  write(tokens: Tokens | null): void;
  /** Does the work while nobody else with the same store does the same. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** A store for one process. */
export function memoryStore(tokens: Tokens | null = null): TokenStore {
  let kept = tokens;
  return { read: () => kept, write: (written) => (kept = written), alone: (work) => work() };
}

/** Where a browser keeps texts: localStorage, or whatever has the same three methods. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/** What browsers have beside Node.js. */
interface Browser {
  localStorage: TextStorage;
  /** Locks exist on https and localhost alone. */
  navigator?: { locks?: { request<Result>(name: string, work: () => Promise<Result>): Promise<Result> } };
}
const browser = globalThis as unknown as Browser;

/** A store that all tabs of a site share and that outlives them. */
export function webStore(key = 'parley.session', storage: TextStorage = browser.localStorage): TokenStore {
  return {
    read: () => {
      const { accessToken, refreshToken, expiresAt = 0 } = JSON.parse(storage.getItem(key) ?? '{}') as Partial<Tokens>;
      return accessToken === undefined || refreshToken === undefined ? null : { accessToken, refreshToken, expiresAt };
    },
    write: (tokens) => (tokens === null ? storage.removeItem(key) : storage.setItem(key, JSON.stringify(tokens))),
    // without locks two tabs that renew at the same moment get a pair each, which the server allows
    alone: async (work) => browser.navigator?.locks?.request(key, work) ?? work(),
  };
}
