/** Messages claimed and not ended: four numbers may send 1,000 a second each, and Meta takes a tenth of a second or more to answer. */
const CONCURRENCY = 1_600;
/** Slots that broadcasts leave free, so that an operator's answer never waits for one. */
const RESERVED_FOR_CHATS = 160;

/** How many may be claimed: of all, and of broadcasts, so that an operator's answer always finds a slot. */
export interface FreeSlots {
  free: number;
  freeForBroadcasts: number;
}

/** Slots of this process for calls to Meta: each holds one attempt to send. */
export class Slots {
  private readonly attempts = new Set<Promise<void>>();
  private ofBroadcasts = 0;

  get isHalfFree(): boolean {
    return this.attempts.size < CONCURRENCY / 2;
  }

  /** How many are free, at least one: waits until an attempt has ended, if need be. */
  async free(): Promise<FreeSlots> {
    if (this.attempts.size >= CONCURRENCY) await Promise.race(this.attempts);
    const free = CONCURRENCY - this.attempts.size;
    const freeForBroadcasts = Math.max(0, Math.min(free, CONCURRENCY - RESERVED_FOR_CHATS - this.ofBroadcasts));
    return { free, freeForBroadcasts };
  }

  /** Holds a slot until the attempt, which must not reject, has ended; then calls `freed`. */
  hold(attempt: Promise<void>, isOfBroadcast: boolean, freed: () => void): void {
    if (isOfBroadcast) this.ofBroadcasts += 1;
    const held: Promise<void> = attempt.finally(() => {
      this.attempts.delete(held);
      if (isOfBroadcast) this.ofBroadcasts -= 1;
      freed();
    });
    this.attempts.add(held);
  }

  /** Resolves when all attempts have ended. */
  async allFree(): Promise<void> {
    await Promise.all(this.attempts);
  }
}
