import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Process that holds a data directory, as its lock file says. What a system does not tell is null. */
export interface Owner {
  /** Random: no two holders have the same. */
  id: string;
  host: string;
  pid: number;
  /** When the process began, in ticks since the machine did: tells two processes with one number apart. */
  startTime: string | null;
  /** Numbers of processes mean something within it alone: in every container the first one is 1. */
  pidNamespace: string | null;
  /** The run of a kernel; all containers of a machine share it. */
  bootId: string | null;
  /** ISO 8601. */
  since: string;
  /** File name, beside the lock, of the Unix socket on which it listens. */
  socket: string | null;
}

/** What can be told of an owner at once. UNKNOWN: only its heartbeat can tell. */
export type Liveness = 'ALIVE' | 'DEAD' | 'UNKNOWN';

/** What decides about another owner: where it is, and whether its process and its socket answer. */
export interface Evidence {
  isOurKernel: boolean;
  isOurNamespace: boolean;
  /** Whether the process of that number is the one that began then; only asked for within our namespace. */
  runs: boolean;
  /** Null: it has none, or it cannot be told. Reaches across containers of one machine. */
  listens: boolean | null;
}

/** A process of our own namespace is looked up; of another container, asked; of another machine, watched. */
export function livenessFrom({ isOurKernel, isOurNamespace, runs, listens }: Evidence): Liveness {
  if (!isOurKernel) return 'UNKNOWN';
  if (isOurNamespace) return runs ? 'ALIVE' : 'DEAD';
  if (listens === null) return 'UNKNOWN';
  return listens ? 'ALIVE' : 'DEAD';
}

/** This process as an owner. */
export function ownerOfThisProcess(): Owner {
  return {
    id: randomBytes(8).toString('hex'),
    host: hostname(),
    pid: process.pid,
    startTime: startTimeOf(process.pid),
    pidNamespace: tryRead(() => readlinkSync('/proc/self/ns/pid')),
    bootId: tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    since: new Date().toISOString(),
    socket: null,
  };
}

/** Without boot ids (outside Linux) the name of the host has to do. */
export function isSameKernel(owner: Owner, own: Owner): boolean {
  return owner.bootId === own.bootId && (owner.bootId !== null || owner.host === own.host);
}

export function isSameNamespace(owner: Owner, own: Owner): boolean {
  return isSameKernel(owner, own) && owner.pidNamespace === own.pidNamespace;
}

/** Whether the owner's process runs; meaningful within its namespace alone. */
export function isRunning({ pid, startTime }: Pick<Owner, 'pid' | 'startTime'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startTime === null || startTime === startTimeOf(pid);
}

/** @returns null for what is no owner's text, such as one that is just being written */
export function parseOwner(text: string): Owner | null {
  try {
    const owner = JSON.parse(text) as Owner;
    return typeof owner.id === 'string' && typeof owner.pid === 'number' ? owner : null;
  } catch {
    return null;
  }
}

/** Linux tells when a process began, so that a number that was given out again is not mistaken for its holder. */
function startTimeOf(pid: number): string | null {
  return tryRead(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  });
}

function tryRead(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
