import { closeSync, existsSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { StartupError } from '../errors/startup-error.js';
import { beat, HEARTBEAT_MS } from './heartbeat.js';
import { listenIn, type LocalServer } from './local-socket.js';
import { isAlive, latestIn, nameOf, prepareLockFolder, releasedNameOf, removeFormer } from './lock-files.js';
import { ownerOfThisProcess, type Owner } from './lock-owner.js';

export interface LockOptions {
  /** Called once when another process has taken the directory over: nothing may be written any more. */
  onLost?: (sentence: string) => void;
  /** Somebody of this machine connects to the owner, such as a backup. */
  accept?: (socket: Socket) => void;
}

/**
 * Keeps every other process out of a data directory: of this machine, of another container, of another machine that
 * shares the volume. A second writer of the embedded database would destroy what the first one acknowledges.
 * What decides is said in docs/decisions/0022.
 */
export class DirectoryLock {
  private isLost = false;
  private readonly watching: NodeJS.Timeout;
  private readonly heartbeat: { stop: () => Promise<void> };
  private readonly file: string;
  private readonly next: string;
  private readonly inode: number;

  private constructor(
    private readonly folder: string,
    private readonly generation: number,
    private readonly descriptor: number,
    private readonly server: LocalServer | null,
    private readonly onLost: (sentence: string) => void,
  ) {
    this.file = join(folder, nameOf(generation));
    this.next = join(folder, nameOf(generation + 1));
    this.inode = statSync(this.file).ino; // open for as long as it is held, so that no other file gets this number
    this.heartbeat = beat(descriptor);
    this.watching = setInterval(() => this.watch(), HEARTBEAT_MS);
    this.watching.unref();
  }

  /** @throws StartupError naming the process that holds the directory, and what to do */
  static async acquire(directory: string, { onLost, accept }: LockOptions = {}): Promise<DirectoryLock> {
    const folder = prepareLockFolder(directory);
    const own = ownerOfThisProcess();
    const server = await listenIn(folder, `${own.id}.sock`, accept ?? ((socket) => socket.destroy()));
    const owner = { ...own, socket: server?.name ?? null };
    try {
      for (;;) {
        const current = latestIn(folder);
        if (current !== null && (await isAlive(folder, current, owner))) {
          throw new StartupError(inUse(directory, latestIn(folder)?.owner ?? current.owner));
        }
        const generation = (current?.generation ?? 0) + 1;
        const descriptor = claim(folder, generation, owner);
        if (descriptor !== null) {
          return new DirectoryLock(folder, generation, descriptor, server, onLost ?? (() => undefined));
        }
      }
    } catch (error) {
      server?.close();
      throw error;
    }
  }

  /**
   * Before every write: a process that was paused for long, or whose lock was deleted, may have been succeeded.
   * @throws Error when the directory is not ours any more
   */
  requireHeld(): void {
    if (!this.isLost && this.isHeld()) return;
    this.lose();
    throw new Error('The data directory was taken over by another process.');
  }

  async release(): Promise<void> {
    clearInterval(this.watching);
    await this.heartbeat.stop();
    if (!this.isLost && this.isHeld())
      closeSync(openSync(join(this.folder, releasedNameOf(this.generation)), 'w', 0o600));
    this.server?.close();
    closeSync(this.descriptor);
  }

  private watch(): void {
    if (this.isLost) return;
    if (!this.isHeld()) return this.lose();
    removeFormer(this.folder, this.generation, this.server?.name ?? null);
  }

  /** Whether the directory is still ours. */
  isHeld(): boolean {
    return statSync(this.file, { throwIfNoEntry: false })?.ino === this.inode && !existsSync(this.next);
  }

  private lose(): void {
    if (this.isLost) return;
    this.isLost = true;
    const successor = latestIn(this.folder)?.owner ?? null;
    const who = successor === null ? 'Its lock was deleted' : `It was taken over by ${describe(successor)}`;
    this.onLost(
      `${this.folder} is not held by this process any more: ${who} while this one did not answer. It ends without writing anything.`,
    );
  }
}

/**
 * One process alone makes the file of a generation, and the highest generation owns. A file of a generation that others
 * have passed by meanwhile is withdrawn.
 */
function claim(folder: string, generation: number, owner: Owner): number | null {
  const path = join(folder, nameOf(generation));
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  let isOurs = false;
  try {
    writeSync(descriptor, JSON.stringify(owner));
    isOurs = latestIn(folder)?.generation === generation;
  } finally {
    if (!isOurs) {
      closeSync(descriptor);
      rmSync(path, { force: true });
    }
  }
  return isOurs ? descriptor : null;
}

function inUse(directory: string, owner: Owner | null): string {
  const holder = owner === null ? 'a process that does not say its name' : describe(owner);
  return `${directory} is in use by ${holder}. Stop that one first, or give this one a DATA_DIR of its own; several processes share one database by DATABASE_URL.`;
}

function describe({ pid, host, since }: Owner): string {
  return `process ${pid} on ${host} (since ${since})`;
}
