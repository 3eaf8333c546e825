import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  pid: number;
  startTime: string | null;
}

/**
 * Keeps a second process out of a folder: the embedded database would let it in, and it would see stale rows.
 * A lock whose process has ended (kill -9, a restarted container) is taken over.
 * @throws Error naming the process that holds it
 */
export function lockDirectory(directory: string): { release: () => void } {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'parley.lock');
  const own: Holder = { pid: process.pid, startTime: startTimeOf(process.pid) };
  const holder = holderOf(file);
  if (holder !== null && isRunning(holder) && holder.pid !== own.pid) {
    throw new Error(`${directory} is in use by process ${holder.pid}. Stop it, or set another DATA_DIR.`);
  }
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(own), { flag: 'wx' });
  return { release: () => rmSync(file, { force: true }) };
}

function holderOf(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.startTime === null || holder.startTime === startTimeOf(holder.pid);
}

/** Linux tells when a process began, so that a number that was given out again is not mistaken for its holder. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
