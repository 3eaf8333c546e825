import { CONVERSATIONS } from '../graphql/documents';
import { AskFailure } from '../graphql/ask';
import { request } from '../graphql/request';
import type { ConversationFilter, InboxConversationFragment } from '../generated/graphql';
import { Store } from '../parts/state/store';
import type { ConversationRows } from './conversation-rows';

const FIRST_PAGE = 50;
const NEXT_PAGES = 100;

export interface ListState {
  /** Newest first. */
  ids: readonly string[];
  hasMore: boolean;
  /** False: the server's time was over before a search had looked at everything up to the last page's end. */
  isComplete: boolean;
  isLoading: boolean;
  failure: AskFailure | null;
}

/**
 * One list of conversations: the pages read so far, kept in order by live events. What lies beyond the last page comes when somebody
 * scrolls there; what has moved up meanwhile is in the list already.
 */
export class ConversationList {
  readonly state = new Store<ListState>({
    ids: [],
    hasMore: true,
    isComplete: true,
    isLoading: false,
    failure: null,
  });
  private ids: string[] = [];
  private endCursor: string | null = null;
  private generation = 0;

  constructor(
    private readonly rows: ConversationRows,
    private readonly filter: ConversationFilter,
    /** null: only the server knows, as with a search; then events move nothing in. */
    private readonly belongs: ((conversation: InboxConversationFragment) => boolean) | null,
  ) {}

  /** Loads the first page, and keeps what is shown until it is there. */
  async reload(): Promise<void> {
    this.generation += 1;
    await this.load(null);
  }

  async loadMore(): Promise<void> {
    const { isLoading, hasMore } = this.state.get();
    if (!isLoading && hasMore) await this.load(this.endCursor);
  }

  /** A conversation as it is now. */
  put(conversation: InboxConversationFragment): void {
    const { id } = conversation;
    const isIn = this.ids.includes(id);
    const belongs = this.belongs === null ? isIn : this.belongs(conversation);
    if (!isIn && !belongs) return;
    if (isIn) this.ids = this.ids.filter((other) => other !== id);
    if (belongs && this.isWithinPages(conversation)) this.ids.splice(this.placeOf(conversation), 0, id);
    this.show({});
  }

  remove(id: string): void {
    if (!this.ids.includes(id)) return;
    this.ids = this.ids.filter((other) => other !== id);
    this.show({});
  }

  private async load(after: string | null): Promise<void> {
    const generation = this.generation;
    this.show({ isLoading: true, failure: null });
    const began = this.rows.now();
    try {
      const { conversations } = await request(CONVERSATIONS, {
        filter: this.filter,
        first: after === null ? FIRST_PAGE : NEXT_PAGES,
        after,
      });
      if (generation !== this.generation) return;
      const { nodes, isComplete, pageInfo } = conversations;
      const current = nodes.map((node) => this.rows.putUnlessNewer(node, began)).filter((row) => row !== null);
      const shown = current.filter((row) => this.belongs?.(row) ?? true);
      if (after === null) this.ids = [];
      this.endCursor = pageInfo.endCursor ?? this.endCursor;
      const known = new Set(this.ids);
      this.ids = this.rows.newestFirst([...this.ids, ...shown.map(({ id }) => id).filter((id) => !known.has(id))]);
      this.show({ isLoading: false, hasMore: pageInfo.hasNextPage, isComplete });
    } catch (error) {
      if (generation !== this.generation) return;
      this.show({ isLoading: false, failure: error instanceof AskFailure ? error : new AskFailure('UNREACHABLE', '') });
    }
  }

  private show(change: Partial<ListState>): void {
    this.state.set({ ...this.state.get(), ...change, ids: [...this.ids] });
  }

  /** Older than all that has been read comes with its page. */
  private isWithinPages(conversation: InboxConversationFragment): boolean {
    const last = this.ids.at(-1);
    return !this.state.get().hasMore || last === undefined || this.rows.isNewer(conversation.id, last);
  }

  private placeOf({ id }: InboxConversationFragment): number {
    let from = 0;
    let to = this.ids.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.rows.isNewer(id, this.ids[middle] ?? '')) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}
