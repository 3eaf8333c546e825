import { readSaved, save } from '../parts/state/saved';
import { randomId } from '../parts/random-id';

const MAX_WAIT_MS = 8_000;
const LOOK_EVERY_MS = 50;

/** Does the work while no other tab does the same; after 8 s of waiting all the same, because it has to be harmless twice anyway. */
export async function oneTabAtATime<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  // Web Locks exist on https and localhost alone.
  if ('locks' in navigator) return navigator.locks.request(`parley.${name}`, work);
  const owner = randomId();
  const key = `${name}.turn`;
  const deadline = Date.now() + MAX_WAIT_MS;
  while (Date.now() < deadline) {
    if (isFree(key)) {
      save(key, { owner, until: deadline });
      await pause(LOOK_EVERY_MS); // whoever wrote last has it
      if ((readSaved(key) as { owner?: string } | null)?.owner === owner) break;
    }
    await pause(LOOK_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    save(key, null);
  }
}

function isFree(key: string): boolean {
  const turn = readSaved(key) as { until?: number } | null;
  return turn?.until === undefined || turn.until < Date.now();
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
