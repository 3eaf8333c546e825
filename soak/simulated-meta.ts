import { startSimulator, type Simulator } from '../src/simulator/simulator.js';
import { populateDemoWorld } from '../src/simulator/world/demo-world.js';
import type { SimSettings } from '../src/simulator/world/world.js';

/** A simulated Meta of its own: the world of the demo, with latency and limits, and webhooks that are sent until they are taken. */
export async function startSimulatedMeta(changes: Partial<SimSettings> = {}): Promise<Simulator> {
  const simulator = await startSimulator(0);
  populateDemoWorld(simulator.world);
  Object.assign(simulator.world.settings, {
    sentAfterMs: 100,
    deliveredAfterMs: 500,
    latencyMs: 100,
    webhookAttempts: 100,
    enforceRateLimits: true,
    ...changes,
  });
  return simulator;
}
