import type { IncomingHttpHeaders } from 'node:http';

/** Usage of Meta's quota for managing an account, as Meta said last. */
export interface GraphUsage {
  /** 100: throttled. */
  percent: number;
  /** When calls are allowed again, where Meta says so; at most a day from now. */
  regainsAt: Date | null;
}

const HEADER = 'x-business-use-case-usage';
const MAX_MINUTES = 24 * 60;
/** Of accounts: more are never connected to one process. */
const MAX_REMEMBERED = 10_000;

/** Usages of Meta's quota by account (Meta's id), from the headers of answers. */
export class GraphUsages {
  private readonly byAccount = new Map<string, GraphUsage>();

  record(headers: IncomingHttpHeaders): void {
    const header = headers[HEADER];
    if (typeof header !== 'string') return;
    for (const [id, usage] of parseUsage(header)) {
      if (this.byAccount.size >= MAX_REMEMBERED) this.byAccount.clear();
      this.byAccount.set(id, usage);
    }
  }

  /** Null when Meta has said nothing. */
  of(whatsappAccountId: string): GraphUsage | null {
    return this.byAccount.get(whatsappAccountId) ?? null;
  }
}

/** `{"<account id>": [{"call_count": 28, "estimated_time_to_regain_access": 0, …}]}`; percentages and minutes. */
function parseUsage(header: string): [string, GraphUsage][] {
  try {
    const byId = JSON.parse(header) as Record<string, Record<string, unknown>[]>;
    return Object.entries(byId).map(([id, entries]) => {
      const highest = (key: string): number => Math.max(0, ...entries.map((entry) => Number(entry[key] ?? 0) || 0));
      const minutes = Math.min(highest('estimated_time_to_regain_access'), MAX_MINUTES);
      const percent = Math.max(highest('call_count'), highest('total_time'), highest('total_cputime'));
      return [id, { percent, regainsAt: minutes > 0 ? new Date(Date.now() + minutes * 60_000) : null }];
    });
  } catch {
    return []; // a header that cannot be read says nothing
  }
}
