import { closeSync, openSync } from 'node:fs';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** What fits into the address of a Unix socket on every system. */
const MAX_PATH_LENGTH = 100;
const ANSWERS_WITHIN_MS = 2_000;

/** Unix socket in a folder: reached by whoever may enter the folder, from any container of the machine, and dead with its process. */
export interface LocalServer {
  /** Name of the socket's file in the folder. */
  name: string;
  close(): void;
}

/** @returns null where a socket cannot be had in this folder (some shared file systems, very long paths) */
export async function listenIn(
  folder: string,
  name: string,
  accept: (socket: Socket) => void,
): Promise<LocalServer | null> {
  const address = addressIn(folder, name);
  if (address === null) return null;
  const server = createServer({ allowHalfOpen: true }, accept);
  if (!(await isListening(server, address.path))) {
    address.free();
    return null;
  }
  server.unref();
  return { name, close: () => void server.close(() => address.free()) };
}

/** @returns the connected socket, or why there is none: NOBODY listens, or it cannot be TOLD whether somebody does */
export async function connectTo(folder: string, name: string): Promise<Socket | 'NOBODY' | 'UNTOLD'> {
  const address = addressIn(folder, name);
  if (address === null) return 'UNTOLD';
  const socket = connect({ path: address.path, allowHalfOpen: true });
  const outcome = await new Promise<Socket | 'NOBODY' | 'UNTOLD'>((resolve) => {
    const timer = setTimeout(() => resolve('UNTOLD'), ANSWERS_WITHIN_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(code === 'ECONNREFUSED' ? 'NOBODY' : 'UNTOLD');
    });
  });
  address.free();
  if (outcome !== socket) socket.destroy();
  return outcome;
}

async function isListening(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(path, () => resolve(true));
  });
}

/** On Linux by way of an open folder, because its path may be longer than an address. */
function addressIn(folder: string, name: string): { path: string; free: () => void } | null {
  const path = join(folder, name);
  if (process.platform !== 'linux') return path.length <= MAX_PATH_LENGTH ? { path, free: () => undefined } : null;
  const descriptor = openSync(folder, 'r');
  return { path: `/proc/self/fd/${descriptor}/${name}`, free: () => closeSync(descriptor) };
}
