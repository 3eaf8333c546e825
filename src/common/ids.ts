import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';

const RANDOM_BYTES_AN_ID = 16;
/** Asking for randomness costs more than all else here, so it is asked for many ids at once. */
const pool = Buffer.alloc(RANDOM_BYTES_AN_ID * 256);
let used = pool.length;
let lastMilliseconds = 0;
let sequence = 0;

/** A new id: UUIDv7, so that ids sort by the time they were made, also within a millisecond of one process. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + RANDOM_BYTES_AN_ID);
  used += RANDOM_BYTES_AN_ID;
  const now = Date.now();
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    sequence = random.readUInt32BE(0) >>> 2; // leaves room to count up
  } else {
    sequence += 1;
  }
  return v7({ random, msecs: lastMilliseconds, seq: sequence });
}

/** Whether a text that a client sent can be one of our ids at all. */
export function isId(text: string): boolean {
  return validate(text);
}

/** The lowest id that could have been made at this time: all ids from before it are smaller. */
export function firstIdOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
