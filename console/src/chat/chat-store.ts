import { AskFailure } from '../graphql/ask';
import { CHAT, ONE_MESSAGE } from '../graphql/documents';
import { request } from '../graphql/request';
import type { ChatMessageFragment, ChatQueryVariables } from '../generated/graphql';
import { Store } from '../parts/state/store';
import type { ConversationRows } from '../inbox/conversation-rows';
import { ChatTimeline } from './timeline/chat-timeline';

const PAGE = 50;

export interface ChatState {
  /** Oldest first: a part of the chat without gaps, nearly always its end. */
  messages: readonly ChatMessageFragment[];
  hasOlder: boolean;
  /** It is not the end: somebody has jumped further back. */
  hasNewer: boolean;
  isLoading: boolean;
  isMissing: boolean;
  failure: AskFailure | null;
}

/** The end of the chat, a page before or after what is shown, or one around a message. */
type Wanted = 'END' | 'OLDER' | 'NEWER' | { around: string };

/** The messages of one conversation: the pages read so far, with what events bring. It takes nothing of any other conversation. */
export class ChatStore {
  readonly timeline: ChatTimeline;
  readonly state = new Store<ChatState>({
    messages: [],
    hasOlder: true,
    hasNewer: false,
    isLoading: false,
    isMissing: false,
    failure: null,
  });
  private readonly messages = new Map<string, ChatMessageFragment>();
  private readonly changedAt = new Map<string, number>();
  private clock = 0;
  private startCursor: string | null = null;
  private endCursor: string | null = null;
  private loading: Promise<void> | null = null;
  private generation = 0;

  constructor(
    readonly conversationId: string,
    private readonly rows: ConversationRows,
  ) {
    this.timeline = new ChatTimeline(conversationId);
  }

  /** Reads the end of the chat again; what was shown stays until then. */
  async reload(): Promise<void> {
    await this.beginAnew('END');
  }

  async loadOlder(): Promise<void> {
    const { hasOlder, messages } = this.state.get();
    if (hasOlder && messages.length > 0) await (this.loading ??= this.load('OLDER'));
  }

  async loadNewer(): Promise<void> {
    if (this.state.get().hasNewer) await (this.loading ??= this.load('NEWER'));
  }

  /** Reads the part of the chat in which the message stands, unless it is there. @returns whether it was found */
  async showAround(messageId: string): Promise<boolean> {
    if (!this.messages.has(messageId)) await this.beginAnew({ around: messageId });
    return this.messages.has(messageId);
  }

  put(message: ChatMessageFragment): void {
    const last = this.state.get().messages.at(-1);
    const isBeyond = last !== undefined && this.state.get().hasNewer && message.sortKey > last.sortKey;
    if (isBeyond && !this.messages.has(message.id)) return; // it comes with its page
    this.clock += 1;
    this.messages.set(message.id, message);
    this.changedAt.set(message.id, this.clock);
    this.show({});
  }

  /** Links to files end after an hour. */
  async renew(messageId: string): Promise<void> {
    const { message } = await request(ONE_MESSAGE, { id: messageId });
    if (message !== null && this.messages.has(messageId)) this.put(message);
  }

  private async beginAnew(wanted: Wanted): Promise<void> {
    this.generation += 1;
    this.loading = null;
    await this.load(wanted);
  }

  private async load(wanted: Wanted): Promise<void> {
    const generation = this.generation;
    this.show({ isLoading: true, failure: null });
    const [askedAt, rowsAskedAt] = [this.clock, this.rows.now()];
    try {
      const { conversation } = await request(CHAT, { id: this.conversationId, ...this.pageOf(wanted) });
      if (generation !== this.generation) return;
      if (conversation === null) return this.show({ isLoading: false, isMissing: true, hasOlder: false });
      const { messages, ...row } = conversation;
      this.rows.putUnlessNewer(row, rowsAskedAt);
      const isAnew = wanted !== 'OLDER' && wanted !== 'NEWER';
      if (isAnew) this.forget(wanted === 'END' ? askedAt : Infinity);
      for (const message of messages.nodes)
        if ((this.changedAt.get(message.id) ?? 0) <= askedAt || !this.messages.has(message.id))
          this.messages.set(message.id, message);
      this.move(wanted, messages.pageInfo);
    } catch (error) {
      if (generation !== this.generation) return;
      const failure = error instanceof AskFailure ? error : new AskFailure('UNREACHABLE', '');
      // There is no such message: what is shown stays, and whoever asked says so.
      const isJump = typeof wanted === 'object' && failure.code === 'BAD_USER_INPUT';
      this.show({ isLoading: false, ...(isJump ? {} : { failure }) });
    } finally {
      if (generation === this.generation) this.loading = null;
    }
  }

  private pageOf(wanted: Wanted): Omit<ChatQueryVariables, 'id'> {
    const nothing = { first: null, last: null, after: null, before: null, around: null };
    if (wanted === 'END') return { ...nothing, last: PAGE };
    if (wanted === 'OLDER') return { ...nothing, last: PAGE, before: this.startCursor };
    if (wanted === 'NEWER') return { ...nothing, first: PAGE, after: this.endCursor };
    return { ...nothing, first: PAGE, around: wanted.around };
  }

  /** The ends of what is shown, as the page that has come says them; and what happened between its messages. */
  private move(wanted: Wanted, pageInfo: PageInfo): void {
    const [start, end] = [this.startCursor, this.endCursor];
    const { hasOlder, hasNewer } = this.state.get();
    const isAnew = wanted !== 'OLDER' && wanted !== 'NEWER';
    const older = wanted === 'NEWER' ? hasOlder : pageInfo.hasPreviousPage;
    const newer = wanted === 'OLDER' ? hasNewer : wanted !== 'END' && pageInfo.hasNextPage;
    if (wanted !== 'NEWER') this.startCursor = pageInfo.startCursor ?? (isAnew ? null : start);
    if (wanted !== 'OLDER') this.endCursor = pageInfo.endCursor ?? (isAnew ? null : end);
    if (isAnew) this.timeline.reset();
    const after = wanted === 'NEWER' ? end : older ? this.startCursor : null;
    const before = wanted === 'OLDER' ? start : newer ? this.endCursor : null;
    void this.timeline.cover({ after, before }, isAnew);
    this.show({ isLoading: false, isMissing: false, hasOlder: older, hasNewer: newer });
  }

  /** A new beginning: pages that were read long ago may lack what came meanwhile. */
  private forget(changedUntil: number): void {
    for (const id of this.messages.keys()) if ((this.changedAt.get(id) ?? 0) <= changedUntil) this.messages.delete(id);
  }

  private show(change: Partial<ChatState>): void {
    const messages = [...this.messages.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
    this.state.set({ ...this.state.get(), ...change, messages });
  }
}

interface PageInfo {
  hasPreviousPage: boolean;
  hasNextPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}
