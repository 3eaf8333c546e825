import { BatchSize } from './batch-size.js';

describe('The size of a batch', () => {
  it('is always the largest, where a batch may take as long as it likes', () => {
    const size = new BatchSize(200);
    size.record(200, 10_000);
    expect(size.current).toBe(200);
  });

  it('follows what a batch takes: smaller at once, larger step by step, and within limits', () => {
    const size = new BatchSize(200, 40);
    expect(size.current).toBe(40);
    size.record(40, 80);
    expect(size.current).toBe(20);
    size.record(20, 400);
    expect(size.current).toBe(10);
    size.record(10, 1);
    expect(size.current).toBe(20);
    for (let count = 0; count < 10; count += 1) size.record(size.current, 4);
    expect(size.current).toBe(200);
  });

  it('learns nothing from a batch of few, whose time is that of its statements', () => {
    const size = new BatchSize(200, 40);
    size.record(1, 39);
    expect(size.current).toBe(40);
  });
});
