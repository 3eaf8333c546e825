import { Injectable } from '@nestjs/common';

/** One thing without which the process cannot serve. */
export interface ReadinessCheck {
  /** Stable, for programs: SCHEMA, DISK. */
  name: string;
  /** Why the process cannot serve, as a sentence that says what to do; null: it can. */
  findProblem: () => Promise<string | null>;
  /** For how long an answer holds; 0 unless told otherwise. */
  holdsForMs?: number;
}

export interface ReadinessProblem {
  name: string;
  reason: string;
}

const PATIENCE_MS = 5_000;

/** Readiness: what must be in order for the process to serve. Modules register what they depend on while they start. */
@Injectable()
export class ReadinessService {
  private readonly checks: ReadinessCheck[] = [];
  private readonly warningSources: (() => string[])[] = [];
  private readonly known = new Map<string, { reason: string | null; until: number }>();

  register(...checks: ReadinessCheck[]): void {
    this.checks.push(...checks);
  }

  /** What should be mended, though the process serves meanwhile: each source tells it in sentences, at once. */
  registerWarnings(...sources: (() => string[])[]): void {
    this.warningSources.push(...sources);
  }

  warnings(): string[] {
    return this.warningSources.flatMap((warnings) => warnings());
  }

  /** All that is wrong now, in the order of registration. Never rejects. */
  async problems(): Promise<ReadinessProblem[]> {
    const reasons = await Promise.all(this.checks.map((check) => this.reasonOf(check)));
    return this.checks.flatMap(({ name }, index) => {
      const reason = reasons[index] ?? null;
      return reason === null ? [] : [{ name, reason }];
    });
  }

  private async reasonOf({ name, findProblem, holdsForMs = 0 }: ReadinessCheck): Promise<string | null> {
    const known = this.known.get(name);
    if (known !== undefined && performance.now() < known.until) return known.reason;
    const reason = await inTime(name, findProblem);
    if (holdsForMs > 0) this.known.set(name, { reason, until: performance.now() + holdsForMs });
    return reason;
  }
}

async function inTime(name: string, findProblem: () => Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${name} was not answered within ${PATIENCE_MS / 1000} seconds.`), PATIENCE_MS);
  });
  try {
    return await Promise.race([findProblem(), late]);
  } catch (error) {
    return `${name} could not be looked at (${(error as Error).name}).`;
  } finally {
    clearTimeout(timer);
  }
}
