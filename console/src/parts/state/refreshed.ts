import { Store } from './store';

interface Pace {
  /** After something changed: more may change at the same moment. */
  soonMs: number;
  /** Between two reads, however much changes. */
  atMostEveryMs: number;
}

/** A value that the server computes: read again soon after something changed, and not all the time. */
export class Refreshed<Value> {
  readonly state: Store<Value>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readAt = -Infinity;
  private reads = 0;
  private isStopped = false;

  constructor(
    first: Value,
    private readonly read: () => Promise<Value>,
    private readonly pace: Pace,
  ) {
    this.state = new Store(first);
  }

  refresh(): void {
    if (this.timer !== undefined || this.isStopped) return;
    const wait = Math.max(this.pace.soonMs, this.readAt + this.pace.atMostEveryMs - performance.now());
    this.timer = setTimeout(() => this.refreshNow(), wait);
  }

  /** For something else that is asked: what was asked before counts no more. */
  refreshNow(): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.readAt = performance.now();
    const read = ++this.reads;
    this.read().then(
      (value) => {
        if (read === this.reads && !this.isStopped) this.state.set(value);
      },
      () => undefined, // read again with the next change
    );
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }
}
