/** A batch of this many takes about as long as one commit: smaller ones gain nobody anything. */
const MIN_SIZE = 10;

/**
 * Size of the next batch. Where there is one session for everybody (the embedded database), a batch holds up whoever wants
 * an answer, the webhook intake above all: then it grows and shrinks so that it takes about `targetMs`.
 */
export class BatchSize {
  private size: number;

  /** @param targetMs null: batches may take as long as they like */
  constructor(
    private readonly max: number,
    private readonly targetMs: number | null = null,
  ) {
    this.size = targetMs === null ? max : Math.min(max, 4 * MIN_SIZE);
  }

  get current(): number {
    return this.size;
  }

  /** A batch of so many took so long. */
  record(count: number, milliseconds: number): void {
    if (this.targetMs === null || count < MIN_SIZE) return;
    const fitting = Math.round((count * this.targetMs) / Math.max(milliseconds, 1));
    this.size = Math.max(MIN_SIZE, Math.min(fitting, 2 * this.size, this.max));
  }
}
