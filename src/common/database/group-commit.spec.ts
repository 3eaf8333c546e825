import { GroupCommit } from './group-commit.js';

describe('Group commit', () => {
  it('takes along whoever comes while the database is not free yet', async () => {
    let free = (): void => undefined;
    const isFree = new Promise<void>((resolve) => (free = resolve));
    const batches: string[][] = [];
    const commits = new GroupCommit<string>(async (take) => {
      await isFree;
      batches.push(take());
    });
    const first = commits.add('first');
    await new Promise((resolve) => setImmediate(resolve));
    const second = commits.add('second');
    free();
    await Promise.all([first, second]);
    expect(batches).toEqual([['first', 'second']]);
  });

  it('leaves to the next batch whoever comes while one is being written', async () => {
    const batches: string[][] = [];
    const written: Promise<void>[] = [];
    const commits = new GroupCommit<string>(async (take) => {
      batches.push(take());
      if (batches.length === 1) written.push(commits.add('second'));
      await new Promise((resolve) => setImmediate(resolve));
    });
    await commits.add('first');
    await Promise.all(written);
    expect(batches).toEqual([['first'], ['second']]);
  });

  it('tells everybody who waits when it fails before a batch was taken, and goes on', async () => {
    let isReachable = false;
    const commits = new GroupCommit<string>(async (take) => {
      await Promise.resolve();
      if (!isReachable) throw new Error('no connection');
      take();
    });
    const outcomes = await Promise.allSettled([commits.add('first'), commits.add('second')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isReachable = true;
    await expect(commits.add('third')).resolves.toBeUndefined();
  });
});
