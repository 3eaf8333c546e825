import type { WebSocket } from 'ws';
import type { CutOffReason } from '../live/subscriber.js';

export type CloseReason =
  | CutOffReason
  | 'UNAUTHENTICATED'
  | 'STOPPING'
  | 'FAULTY'
  | 'FLOOD'
  | 'TOO_MANY_SOCKETS'
  | 'TOO_MANY_OF_ADDRESS'
  | 'UNEXPECTED';

/** graphql-ws clients give up on 4401, 4429 and 4500 and reconnect on the others. */
const CLOSE_CODES: Record<CloseReason, { code: number; reason: string }> = {
  TOO_SLOW: { code: 4413, reason: 'Too slow: reconnect with your last cursor' },
  OVERLOADED: { code: 4503, reason: 'Overloaded: reconnect with your last cursor, in some seconds or elsewhere' },
  NOT_ALLOWED: { code: 4403, reason: 'Forbidden: the session has ended or a right was withdrawn' },
  UNAVAILABLE: { code: 1013, reason: 'Try again later' },
  UNAUTHENTICATED: { code: 4401, reason: 'Unauthorized: send the token in connectionParams.authorization' },
  STOPPING: { code: 1012, reason: 'Restarting: reconnect with your last cursor' },
  FLOOD: { code: 4429, reason: 'Too many messages: send fewer, and reconnect with your last cursor' },
  TOO_MANY_SOCKETS: { code: 4429, reason: 'Too many sockets of one user: close others first' },
  TOO_MANY_OF_ADDRESS: { code: 4429, reason: 'Too many sockets of one address: close others first' },
  UNEXPECTED: { code: 4400, reason: 'A message of this type is sent by the server' },
  FAULTY: { code: 4500, reason: 'Internal server error' },
};
const GRACE_MS = 2_000;

/** Closes a socket with the code of its reason. A client that does not take the close frame either is dropped. */
export function closeSocket(socket: WebSocket, why: CloseReason): void {
  const { code, reason } = CLOSE_CODES[why];
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), GRACE_MS).unref();
}
