const SWEEP_EVERY_MS = 500;
/** A body that has been coming for less is not given up for another. */
const MIN_AGE_MS = 2_000;
/** For as long any pace will do. */
const GRACE_MS = 5_000;
/** On the average of its time. */
const MIN_BYTES_PER_SECOND = 4 * 1024;

/** Limits of bodies that are under way at the same time. */
export interface BodyLimits {
  /** In memory, of all together; infinite where they are not held in memory. */
  maxBytes: number;
  maxBodies: number;
  /** For one of them, from its first byte to its last. */
  timeoutMs: number;
}

/** Why a body is not awaited: others need the room, or it comes too slowly. */
export type BodyRefusal = 'NO_ROOM' | 'TOO_SLOW';

/** One body that is coming. */
export interface BodyUnderWay {
  /** More of it is here. */
  received(bytes: number): void;
  /** It is here, or will not come any more. */
  end(): void;
}

interface Entry {
  startedAt: number;
  size: number;
  /** Where nobody reports what comes: bytes so far. */
  measure: (() => number) | null;
  refuse: (reason: BodyRefusal) => void;
}

/**
 * Bodies under way: what strangers may make a server hold before anybody has looked at it. Beyond the limits the body that
 * has been coming for longest is given up for the others, so that whoever sends halves keeps nobody else out.
 */
export class BodiesUnderWay {
  /** Oldest first. */
  private readonly entries = new Set<Entry>();
  private bytes = 0;
  private sweeping: NodeJS.Timeout | null = null;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(
    private readonly limits: BodyLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Begins a body. `refuse` is called at most once, perhaps at once; then nothing more of the body counts.
   * @param measure how many bytes have come, where `received` is not called
   */
  begin(refuse: (reason: BodyRefusal) => void, measure: (() => number) | null = null): BodyUnderWay {
    const entry = { startedAt: this.now(), size: 0, measure, refuse };
    this.entries.add(entry);
    this.sweeping ??= setInterval(() => this.sweep(), SWEEP_EVERY_MS).unref();
    this.makeRoomFor(entry);
    return { received: (bytes) => this.grow(entry, bytes), end: () => this.remove(entry) };
  }

  /** Gives up what is too slow; by itself every half second, until nothing is under way. */
  sweep(): void {
    if (this.entries.size === 0) this.rest();
    const now = this.now();
    for (const entry of this.entries) {
      const ageMs = now - entry.startedAt;
      const size = entry.measure?.() ?? entry.size;
      const isTooSlow = ageMs > GRACE_MS && size < (ageMs / 1000) * MIN_BYTES_PER_SECOND;
      if (isTooSlow || ageMs > this.limits.timeoutMs) this.giveUp(entry, 'TOO_SLOW');
    }
  }

  private grow(entry: Entry, bytes: number): void {
    if (!this.entries.has(entry)) return;
    entry.size += bytes;
    this.bytes += bytes;
    this.makeRoomFor(entry);
  }

  private makeRoomFor(entry: Entry): void {
    if (this.bytes <= this.limits.maxBytes && this.entries.size <= this.limits.maxBodies) return;
    const now = this.now();
    for (const oldest of this.entries) {
      if (this.bytes <= this.limits.maxBytes && this.entries.size <= this.limits.maxBodies) return;
      if (oldest === entry || now - oldest.startedAt < MIN_AGE_MS) return this.giveUp(entry, 'NO_ROOM');
      this.giveUp(oldest, 'NO_ROOM');
    }
  }

  private giveUp(entry: Entry, reason: BodyRefusal): void {
    this.remove(entry);
    entry.refuse(reason);
  }

  private remove(entry: Entry): void {
    if (this.entries.delete(entry)) this.bytes -= entry.size;
  }

  /** Not as soon as nothing is under way: at every short body a timer would begin and end. */
  private rest(): void {
    if (this.sweeping !== null) clearInterval(this.sweeping);
    this.sweeping = null;
  }
}
