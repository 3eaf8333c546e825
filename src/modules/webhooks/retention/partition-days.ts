import { DAY_MS } from '../../../common/durations.js';

/** Partition of deliveries: the ids of these times, from midnight to midnight of UTC; `from` null: from the first one on. */
export interface DeliveryPartition {
  name: string;
  from: Date | null;
  to: Date;
}

/** As many that are not old yet, so that statements that go by an id alone look into few. */
const PARTITIONS_PER_RETENTION = 8;
/** So long nobody may make any, and deliveries still find theirs. */
const READY_AHEAD_MS = 2 * DAY_MS;

/** Times that partitions are still to be made for: each begins where the last one ends, and together they reach far enough ahead. */
export function missingPartitions(
  partitions: readonly DeliveryPartition[],
  now: Date,
  keepForMs: number,
): { from: Date; to: Date }[] {
  const width = Math.max(1, Math.ceil(keepForMs / DAY_MS / PARTITIONS_PER_RETENTION)) * DAY_MS;
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const end = Math.max(today, ...partitions.map(({ to }) => to.getTime()));
  const count = Math.max(0, Math.ceil((now.getTime() + READY_AHEAD_MS - end) / width));
  return Array.from({ length: count }, (_, index) => ({
    from: new Date(end + index * width),
    to: new Date(end + (index + 1) * width),
  }));
}
