/** Positions that one partition of the event log spans. As many events rarely come: a partition is also closed by time. */
export const PARTITION_WIDTH = 100_000_000n;
/** Partitions that stand ready beyond the one that is being written. */
const PARTITIONS_AHEAD = 2n;

/** The partitions of the event log as they are; partition n holds the positions from n * PARTITION_WIDTH on. */
export interface PartitionState {
  /** Numbers of all partitions, but for the default one. */
  numbers: readonly bigint[];
  /** The position that the next event gets. */
  nextPosition: bigint;
  /** The partition that is being written has events for so long that it should be closed. */
  isCurrentOld: boolean;
}

/** What to do before the next events come. */
export interface PartitionPlan {
  /** Numbers of the partitions to make, in order. */
  create: bigint[];
  /** The position to go on at, which leaves the rest of the current partition empty; null: simply go on. */
  continueAt: bigint | null;
}

/** The number of the partition that a position belongs to. */
export function partitionOf(position: bigint): bigint {
  return position / PARTITION_WIDTH;
}

/**
 * Plans partitions ahead. A partition that is old is closed by going on at the beginning of the next one; so is a range
 * without a partition, whose events go to the default one: it cannot be made any more once it has some.
 */
export function planPartitions({ numbers, nextPosition, isCurrentOld }: PartitionState): PartitionPlan {
  const current = partitionOf(nextPosition);
  const isLeft = isCurrentOld || !numbers.includes(current);
  const first = isLeft ? current + 1n : current;
  const wanted = Array.from({ length: Number(PARTITIONS_AHEAD) + 1 }, (_, index) => first + BigInt(index));
  return {
    create: wanted.filter((number) => !numbers.includes(number)),
    continueAt: isLeft ? first * PARTITION_WIDTH : null,
  };
}

/** Whether a plan changes nothing. */
export function isEmptyPlan({ create, continueAt }: PartitionPlan): boolean {
  return create.length === 0 && continueAt === null;
}
