import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { StartupError } from '../errors/startup-error.js';
import { DEAD_AFTER_MS } from './heartbeat.js';
import { connectTo } from './local-socket.js';
import { isRunning, isSameKernel, isSameNamespace, livenessFrom, parseOwner, type Owner } from './lock-owner.js';

/** Folder of the lock's files in a data directory. */
export const LOCK_FOLDER = 'parley.lock';
const LOOK_EVERY_MS = 250;
const GENERATION_FILE = /^(\d+)\.json$/;

/** The lock as it stands: the file of the highest generation. Generations never begin anew, so that a late comer notices. */
export interface LatestLock {
  generation: number;
  /** Null while it is being written, or when that was cut off. */
  owner: Owner | null;
  isReleased: boolean;
}

export const nameOf = (generation: number): string => `${generation}.json`;
export const releasedNameOf = (generation: number): string => `${generation}.released`;

/** @throws StartupError while a process of a former version, which locked by a file, holds the directory */
export function prepareLockFolder(directory: string): string {
  const folder = join(directory, LOCK_FOLDER);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    retireFormerLock(directory, folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  return folder;
}

function retireFormerLock(directory: string, file: string): void {
  const holder = parseFormer(readFileSync(file, 'utf8'));
  if (holder !== null && holder.pid !== process.pid && isRunning(holder)) {
    throw new StartupError(
      `${directory} is in use by process ${holder.pid}, a former version of Parley. Stop it first.`,
    );
  }
  rmSync(file, { force: true });
}

function parseFormer(text: string): Pick<Owner, 'pid' | 'startTime'> | null {
  try {
    return JSON.parse(text) as Pick<Owner, 'pid' | 'startTime'>;
  } catch {
    return null;
  }
}

export function latestIn(folder: string): LatestLock | null {
  const generations = readdirSync(folder)
    .flatMap((name) => GENERATION_FILE.exec(name)?.[1] ?? [])
    .map(Number);
  if (generations.length === 0) return null;
  const generation = Math.max(...generations);
  return {
    generation,
    owner: parseOwner(tryReadFile(join(folder, nameOf(generation)))),
    isReleased: existsSync(join(folder, releasedNameOf(generation))),
  };
}

/** Whether the owner lives. Where only its heartbeat can tell, this waits for one, for at most 15 seconds. */
export async function isAlive(folder: string, lock: LatestLock, own: Owner): Promise<boolean> {
  if (lock.isReleased) return false;
  const liveness = lock.owner === null ? 'UNKNOWN' : await livenessOf(folder, lock.owner, own);
  if (liveness !== 'UNKNOWN') return liveness === 'ALIVE';
  if (lock.owner !== null) {
    const { pid, host } = lock.owner;
    new Logger('DataDirectory').warn(
      `${folder} was last held by process ${pid} on ${host}: waiting up to ${DEAD_AFTER_MS / 1000} seconds to see whether it lives.`,
    );
  }
  if (!(await changes(join(folder, nameOf(lock.generation))))) return false;
  const now = latestIn(folder);
  return now?.generation === lock.generation ? !now.isReleased : now !== null && isAlive(folder, now, own);
}

async function livenessOf(folder: string, owner: Owner, own: Owner): Promise<ReturnType<typeof livenessFrom>> {
  const isOurKernel = isSameKernel(owner, own);
  const isOurNamespace = isSameNamespace(owner, own);
  return livenessFrom({
    isOurKernel,
    isOurNamespace,
    runs: isOurNamespace && isRunning(owner),
    listens: isOurKernel && !isOurNamespace && owner.socket !== null ? await listens(folder, owner.socket) : null,
  });
}

async function listens(folder: string, name: string): Promise<boolean | null> {
  const outcome = await connectTo(folder, name);
  if (outcome === 'NOBODY') return false;
  if (outcome === 'UNTOLD') return null;
  outcome.destroy();
  return true;
}

/** Whether the file is touched, replaced or removed within the time after which an owner counts as dead. */
async function changes(path: string): Promise<boolean> {
  const before = stampOf(path);
  for (const begin = performance.now(); performance.now() - begin < DEAD_AFTER_MS;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (stampOf(path) !== before) return true;
  }
  return false;
}

/** Opened each time: a network file system asks its server then, and not its cache. */
function stampOf(path: string): string {
  try {
    const descriptor = openSync(path, 'r');
    const { ino, mtimeNs, size } = fstatSync(descriptor, { bigint: true });
    closeSync(descriptor);
    return `${ino} ${mtimeNs} ${size}`;
  } catch {
    return 'gone';
  }
}

/** Removes what former generations have left. Not at once: whoever just reads the folder must find one of two. */
export function removeFormer(folder: string, generation: number, ownSocket: string | null): void {
  for (const name of readdirSync(folder)) {
    const number = /^(\d+)\.(json|released)$/.exec(name)?.[1];
    const isFormer = number !== undefined ? Number(number) < generation : name.endsWith('.sock') && name !== ownSocket;
    if (isFormer) rmSync(join(folder, name), { force: true });
  }
}

function tryReadFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
