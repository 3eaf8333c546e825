import { graphql } from '../../graphql/graphql';
import { request } from '../../graphql/request';
import type { TimelineLineFragment } from '../../generated/graphql';
import { Store } from '../../parts/state/store';

graphql(`
  fragment TimelineLine on TimelineEntry {
    id
    kind
    occurredAt
    sortKey
    labelNames
    by {
      __typename
      ... on User {
        id
        name
      }
      ... on ApiKey {
        id
        name
      }
    }
    users {
      id
      name
    }
  }
`);
const TIMELINE = graphql(`
  query Timeline($id: ID!, $first: Int!, $after: String, $before: String) {
    conversation(id: $id) {
      id
      timeline(first: $first, after: $after, before: $before) {
        nodes {
          ...TimelineLine
        }
        pageInfo {
          endCursor
        }
      }
    }
  }
`);
const PAGE = 100;
const REFRESHES_AFTER_MS = 150;

/** A part of the chat, by the cursors of its messages; null: from its beginning, or to its end. */
interface Range {
  after: string | null;
  before: string | null;
}

/** What happened between the messages that have been read: for each page of them its part, and what comes while one looks. */
export class ChatTimeline {
  readonly entries = new Store<readonly TimelineLineFragment[]>([]);
  private readonly known = new Map<string, TimelineLineFragment>();
  /** What could not be read: with the next that is. */
  private missed: Range[] = [];
  private latest: string | null = null;
  /** Whether what is known goes to the end of the chat: what comes then belongs to it. */
  private reachesEnd = false;
  private refreshing: ReturnType<typeof setTimeout> | undefined;
  private generation = 0;

  constructor(private readonly conversationId: string) {}

  /** The chat begins anew; what is shown stays until its first part is there. */
  reset(): void {
    this.generation += 1;
    this.missed = [];
    this.latest = null;
    this.reachesEnd = false;
  }

  async cover(range: Range, isFirst = false): Promise<void> {
    const generation = this.generation;
    const found: TimelineLineFragment[] = [];
    let { after } = range;
    try {
      for (let hasMore = true; hasMore;) {
        const page = await this.read({ after, before: range.before });
        if (generation !== this.generation || page === null) return;
        found.push(...page.nodes);
        hasMore = page.nodes.length === PAGE;
        after = page.pageInfo.endCursor ?? after;
      }
    } catch {
      if (generation === this.generation) this.missed.push({ ...range, after });
    }
    if (isFirst) this.known.clear();
    for (const entry of found) this.known.set(entry.id, entry);
    if (range.before === null) {
      this.latest = after;
      this.reachesEnd = true;
    }
    this.entries.set([...this.known.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)));
  }

  /** Something has changed in the conversation: what follows the last that is known. */
  refresh(): void {
    if (this.refreshing !== undefined || !this.reachesEnd) return;
    this.refreshing = setTimeout(() => {
      this.refreshing = undefined;
      const missed = this.missed.splice(0);
      for (const range of missed) void this.cover(range);
      if (!missed.some(({ before }) => before === null)) void this.cover({ after: this.latest, before: null });
    }, REFRESHES_AFTER_MS);
  }

  private async read({ after, before }: Range) {
    const { conversation } = await request(TIMELINE, { id: this.conversationId, first: PAGE, after, before });
    return conversation?.timeline ?? null;
  }
}
