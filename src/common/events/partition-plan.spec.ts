import { isEmptyPlan, PARTITION_WIDTH, partitionOf, planPartitions } from './partition-plan.js';

const state = { numbers: [0n, 1n, 2n], nextPosition: 1n, isCurrentOld: false };

describe('planPartitions', () => {
  it('leaves things as they are while two partitions stand ready', () => {
    expect(isEmptyPlan(planPartitions(state))).toBe(true);
  });

  it('makes the next one when another has begun', () => {
    const plan = planPartitions({ ...state, nextPosition: PARTITION_WIDTH });
    expect(plan).toEqual({ create: [3n], continueAt: null });
  });

  it('closes an old one by going on in the next', () => {
    const plan = planPartitions({ ...state, isCurrentOld: true });
    expect(plan).toEqual({ create: [3n], continueAt: PARTITION_WIDTH });
  });

  it('goes on behind a range whose events have gone to the default partition', () => {
    const plan = planPartitions({ ...state, nextPosition: 5n * PARTITION_WIDTH + 7n });
    expect(plan).toEqual({ create: [6n, 7n, 8n], continueAt: 6n * PARTITION_WIDTH });
  });

  it('minds partitions that were dropped before the current one as little as those that are missing ahead of it', () => {
    const plan = planPartitions({ numbers: [4n, 5n], nextPosition: 4n * PARTITION_WIDTH, isCurrentOld: false });
    expect(plan).toEqual({ create: [6n], continueAt: null });
  });
});

describe('partitionOf', () => {
  it('counts from 0, each from its first position on', () => {
    expect([1n, PARTITION_WIDTH - 1n, PARTITION_WIDTH].map(partitionOf)).toEqual([0n, 0n, 1n]);
  });
});
