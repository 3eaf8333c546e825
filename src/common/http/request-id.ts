import type { IncomingMessage } from 'node:http';
import { newId } from '../ids.js';

/** Header by which a request is found in the log again. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** What a proxy or a client may choose: it stands in the log as it is. */
const ACCEPTABLE = /^[\w.:-]{1,100}$/;

/** Request id: the one that came with it, or a new one where none did, or one that is no id. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : newId();
}
