import { Worker } from 'node:worker_threads';

/** How often an owner touches its lock. */
export const HEARTBEAT_MS = 2_000;
/** How long a lock must stay untouched before its owner counts as dead. Watched, never read off a clock. */
export const DEAD_AFTER_MS = 15_000;

const BEAT = `
  const { workerData } = require('node:worker_threads');
  const { futimesSync } = require('node:fs');
  setInterval(() => {
    const now = new Date();
    try { futimesSync(workerData.descriptor, now, now); } catch {}
  }, workerData.everyMs);
`;

/**
 * Touches an open file every two seconds, in a thread of its own: the embedded database computes in the main one, and a
 * long statement there is no sign of death.
 * @returns what ends it
 */
export function beat(descriptor: number): { stop: () => Promise<void> } {
  const worker = new Worker(BEAT, {
    eval: true,
    workerData: { descriptor, everyMs: HEARTBEAT_MS },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
    stdout: false,
    execArgv: [],
  });
  worker.unref();
  return { stop: async () => void (await worker.terminate()) };
}
