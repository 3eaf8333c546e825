import type { Database } from '../../src/common/database/database.js';
import { eventually } from './expectations.js';
import { isEmbedded } from './test-database.js';

/** Works while nobody gets a connection to the database: all of a pool of `poolSize` are taken. */
export async function withoutDatabase(
  database: Database,
  poolSize: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let release: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (release = resolve));
  let taken = 0;
  const holders = Array.from({ length: isEmbedded ? 1 : poolSize }, () =>
    database.transaction(async () => {
      await database.query('SELECT 1');
      taken += 1;
      await over;
    }),
  );
  await eventually(
    () => taken,
    (count) => count === holders.length,
  );
  try {
    await work();
  } finally {
    release();
    await Promise.all(holders);
  }
}
