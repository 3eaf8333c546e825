import { EventLog } from '../../src/common/events/event-log.js';
import { EventPartitions } from '../../src/common/events/event-partitions.js';
import { PARTITION_WIDTH } from '../../src/common/events/partition-plan.js';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { DAY_MS } from '../../src/common/durations.js';
import { newId } from '../../src/common/ids.js';
import { last } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

describe('The partitions of the event log', () => {
  let world: TestWorld;
  let log: EventLog;
  let partitions: EventPartitions;

  beforeEach(async () => {
    world = await TestWorld.start();
    log = world.app.get(EventLog);
    partitions = world.app.get(EventPartitions);
  });
  afterEach(() => world.close());

  const inAMinute = (): Date => new Date(Date.now() + 60_000);
  const append = async (entityId = newId()): Promise<string> => {
    await world.database.transaction(async () =>
      log.append({ accountId: world.account.id, kind: 'ACCOUNT', entityId }),
    );
    return entityId;
  };
  const appendMany = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let number = 0; number < count; number += 1) ids.push(await append());
    return ids;
  };
  /** As a subscriber does that comes back: a page at a time. */
  const readFrom = async (begin: bigint): Promise<string[]> => {
    const ids: string[] = [];
    for (let position = begin; ;) {
      const page = await log.readAfter(world.account.id, position, 2);
      if (page.length === 0) return ids;
      ids.push(...page.map(({ entityId }) => entityId));
      position = last(page).position;
    }
  };
  const names = async (): Promise<string[]> => {
    const rows = await world.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'events'::regclass ORDER BY length(inhrelid::regclass::text), 1`,
    );
    return rows.map(({ name }) => name);
  };
  const head = (): Promise<bigint> => log.head(world.account.id);
  const retain = () => world.app.get(RetentionService).run();

  it('are read as one log, over closed ones and the one that is written', async () => {
    const begin = await head();
    const written = await appendMany(3);
    await partitions.prepare(inAMinute());
    written.push(...(await appendMany(3)));
    await partitions.prepare(inAMinute());
    written.push(...(await appendMany(3)));
    expect(await head()).toBeGreaterThan(2n * PARTITION_WIDTH);
    expect(await readFrom(begin)).toEqual(written);
    expect(await names()).toEqual(['events_p0', 'events_p1', 'events_p2', 'events_p3', 'events_p4', 'events_default']);
  });

  it('are not closed while they are young, nor while they are empty', async () => {
    await append();
    await partitions.prepare(new Date(Date.now() - 60_000));
    expect(await head()).toBeLessThan(PARTITION_WIDTH);
    await partitions.prepare(inAMinute());
    await partitions.prepare(inAMinute());
    await append();
    expect(await head()).toBe(PARTITION_WIDTH);
  });

  it('lose nothing when none was made in time, and go on behind what the default one took', async () => {
    const begin = await head();
    const written = [await append()];
    await world.database.query(`SELECT setval('events_position_seq', $1, false)`, [
      (7n * PARTITION_WIDTH + 5n).toString(),
    ]);
    written.push(...(await appendMany(3)));
    expect(await world.countRows('events_default')).toBe(3);
    await partitions.prepare(new Date(0));
    written.push(...(await appendMany(3)));
    expect(await head()).toBe(8n * PARTITION_WIDTH + 2n);
    expect(await readFrom(begin)).toEqual(written);
    expect(await world.countRows('events_default')).toBe(3);

    await partitions.dropBefore(inAMinute());
    await partitions.dropBefore(inAMinute());
    expect(await world.countRows('events_default')).toBe(0);
    expect(await readFrom(begin)).toEqual(written.slice(4));
  });

  it('lose nothing while twenty write, one reads, and they are closed again and again', async () => {
    const begin = await head();
    const [writers, writes] = [20, 15];
    const seen: bigint[] = [];
    let isWriting = true;
    const reading = (async () => {
      for (let position = begin; isWriting || (await head()) > position;) {
        for (const event of await log.readAfter(world.account.id, position, 50)) {
          seen.push(event.position);
          position = event.position;
        }
      }
    })();
    const closing = (async () => {
      while (isWriting) await partitions.prepare(inAMinute());
    })();
    await Promise.all(Array.from({ length: writers }, () => appendMany(writes)));
    isWriting = false;
    await Promise.all([reading, closing]);
    expect(seen).toHaveLength(writers * writes);
    expect(seen).toEqual([...seen].sort((one, other) => (one < other ? -1 : 1)));
    expect((await names()).length).toBeGreaterThan(5);
  });

  it('are dropped when all in them is old: the horizon moves first, and whoever reads by then still can', async () => {
    const begin = await head();
    const old = await appendMany(3);
    const horizon = await head();
    await world.later(8 * DAY_MS);
    await retain();
    expect(await log.horizon(world.account.id)).toBeGreaterThanOrEqual(horizon);
    expect(await readFrom(begin)).toEqual(expect.arrayContaining(old));
    await retain();
    expect(await names()).not.toContain('events_p0');
    expect(await head()).toBeGreaterThanOrEqual(horizon);

    const fresh = await append();
    expect(await readFrom(horizon)).toContain(fresh);
    expect(await readFrom(begin)).not.toEqual(expect.arrayContaining(old));
  });
});
