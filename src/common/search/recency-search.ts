/** Where a row stands in a list: by time, then id. */
export interface Place {
  at: Date;
  id: string;
}

/** Row that a step read and whose text matches; `isHit`: it is also one that is looked for and may be seen. */
export interface Match extends Place {
  isHit: boolean;
}

/** The next rows of a source to read: those beyond `after` (null: from the beginning of the list), in order. */
export interface Step {
  source: string;
  after: Place | null;
  rows: number;
}

export interface StepResult {
  matches: Match[];
  /** The last row that was read; null: the source has no more. */
  last: Place | null;
}

export interface SearchSteps {
  /** Reads one window each of some sources. @returns null when time ran out */
  scan(steps: Step[], limitMs: number): Promise<StepResult[] | null>;
  /**
   * Finds all hits beyond a place with an index, in order, at most `limit`; null: no index helps.
   * Its result is null when time ran out.
   */
  lookUp: ((after: Place | null, limit: number, limitMs: number) => Promise<Place[] | null>) | null;
  /** How many rows the index is over, about. */
  countRows(): Promise<number>;
}

export interface SearchOptions {
  /** What is read in order by itself, such as accounts: the results are merged. */
  sources: readonly string[];
  /** Place after which the page begins. */
  after: Place | null;
  /** Entries of the page. */
  size: number;
  direction: 'ASC' | 'DESC';
  limitMs: number;
}

/** Entries of a page and, where time ran out before it was full, how far everything has been looked through. */
export interface SearchOutcome {
  found: Place[];
  hasMore: boolean;
  isComplete: boolean;
  /** Where to go on when it is not complete; null: from the beginning. */
  stoppedAt: Place | null;
}

export const NOTHING_FOUND: SearchOutcome = { found: [], hasMore: false, isComplete: true, stoppedAt: null };

const FIRST_ROWS = 256;
const MIN_ROWS = 16;
const MAX_ROWS = 16_384;
const GROWTH = 8;
/** So many rows have been read before an index is asked: what is common has been found by then. */
const ROWS_BEFORE_LOOKUP = 1_000;
/** More hits than these, by what was read so far, are too many to fetch for one page. */
const MAX_LOOKUP_HITS = 10_000;
/** Part of the time that is left for which an index is asked; where that is too little, the rest is for windows. */
const LOOKUP_SHARE = 0.6;
/** The first step is allowed more, so that each page goes further than the one before. */
const MIN_FIRST_STEP_MS = 2_000;

interface Frontier {
  source: string;
  /** Everything before it has been looked through. */
  place: Place | null;
  rows: number;
  isDone: boolean;
}

/**
 * Searches by recency in bounded steps: reads the latest rows of each source in windows that grow, until the page is full.
 * What is common is found there. What is rare is then looked up in an index, once few enough hits are expected. When time
 * runs out, the answer is what was found in the part that has been looked through, and where that ends.
 */
export async function searchByRecency(steps: SearchSteps, options: SearchOptions): Promise<SearchOutcome> {
  const { sources, after, size, direction, limitMs } = options;
  const end = performance.now() + limitMs;
  const compare = comparisonFor(direction);
  const frontiers = sources.map((source): Frontier => ({
    source,
    place: after,
    rows: firstRows(sources.length),
    isDone: false,
  }));
  let hits: Place[] = [];
  let rowsRead = 0;
  let matchCount = 0;
  let { lookUp } = steps;

  for (let round = 0; ; round += 1) {
    const open = frontiers.filter(({ isDone }) => !isDone).sort((one, other) => compare(one.place, other.place));
    const [blocking] = open;
    const found = blocking === undefined ? hits : hits.filter((hit) => compare(hit, blocking.place) <= 0);
    if (blocking === undefined || found.length > size) return page(found, size);
    const stopped = { found, hasMore: true, isComplete: false, stoppedAt: blocking.place };
    const leftMs = end - performance.now();
    if (round > 0 && leftMs <= 0) return stopped;

    if (lookUp !== null && rowsRead >= ROWS_BEFORE_LOOKUP) {
      const expected = ((await steps.countRows()) * matchCount) / rowsRead;
      if (expected <= MAX_LOOKUP_HITS) {
        const rest = await lookUp(blocking.place, size + 1 - found.length, leftMs * LOOKUP_SHARE);
        if (rest !== null) return page([...found, ...rest], size);
        lookUp = null; // common where nobody looks for it, such as in other accounts
        continue;
      }
    }
    const chosen = chooseSources(open, round === 0);
    const results = await steps.scan(chosen.map(toStep), round === 0 ? Math.max(leftMs, MIN_FIRST_STEP_MS) : leftMs);
    if (results === null) return stopped;
    results.forEach(({ matches, last }, index) => {
      const frontier = chosen[index];
      if (frontier === undefined) return;
      rowsRead += frontier.rows;
      matchCount += matches.length;
      hits.push(...matches.filter(({ isHit }) => isHit));
      if (last === null) frontier.isDone = true;
      else Object.assign(frontier, { place: last, rows: Math.min(frontier.rows * GROWTH, MAX_ROWS) });
    });
    hits = hits.sort(compare);
  }
}

function firstRows(sourceCount: number): number {
  return Math.max(MIN_ROWS, Math.floor(FIRST_ROWS / Math.max(1, sourceCount)));
}

/** The half that lies nearest to the beginning holds up the others; at first that is all of them. */
function chooseSources(open: readonly Frontier[], isFirst: boolean): Frontier[] {
  const candidates = isFirst ? open : open.slice(0, Math.ceil(open.length / 2));
  let rows = 0;
  return candidates.filter((frontier, index) => {
    rows += frontier.rows;
    return index === 0 || rows <= MAX_ROWS;
  });
}

function toStep({ source, place, rows }: Frontier): Step {
  return { source, after: place, rows };
}

function page(found: Place[], size: number): SearchOutcome {
  return { found: found.slice(0, size), hasMore: found.length > size, isComplete: true, stoppedAt: null };
}

/** Order of a list: by time, then id, as PostgreSQL has it; its beginning (null) lies before everything. */
function comparisonFor(direction: 'ASC' | 'DESC'): (one: Place | null, other: Place | null) => number {
  const sign = direction === 'DESC' ? -1 : 1;
  return (one, other) => {
    if (one === null || other === null) return (one === null ? 0 : 1) - (other === null ? 0 : 1);
    const byTime = one.at.getTime() - other.at.getTime();
    return sign * (byTime || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  };
}
