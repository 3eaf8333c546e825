import { AskFailure } from '../graphql/ask';
import { CHAT, ONE_MESSAGE } from '../graphql/documents';
import { request } from '../graphql/request';
import type { ChatMessageFragment } from '../generated/graphql';
import { Store } from '../parts/state/store';
import type { ConversationRows } from '../inbox/conversation-rows';
import { ChatTimeline } from './timeline/chat-timeline';

const PAGE = 50;
const PAGE_WHEN_JUMPING = 100;
/** Further back than this nobody is taken by a quote. */
const MAX_PAGES_TO_JUMP = 40;

export interface ChatState {
  /** Oldest first. */
  messages: readonly ChatMessageFragment[];
  hasOlder: boolean;
  isLoading: boolean;
  isMissing: boolean;
  failure: AskFailure | null;
}

/** The messages of one conversation: the pages read so far, with what events bring. It takes nothing of any other conversation. */
export class ChatStore {
  readonly timeline: ChatTimeline;
  readonly state = new Store<ChatState>({
    messages: [],
    hasOlder: true,
    isLoading: false,
    isMissing: false,
    failure: null,
  });
  private readonly messages = new Map<string, ChatMessageFragment>();
  private readonly changedAt = new Map<string, number>();
  private clock = 0;
  private startCursor: string | null = null;
  private older: Promise<void> | null = null;
  private generation = 0;

  constructor(
    readonly conversationId: string,
    private readonly rows: ConversationRows,
  ) {
    this.timeline = new ChatTimeline(conversationId);
  }

  /** Reads the end of the chat again; what was shown stays until then. */
  async reload(): Promise<void> {
    this.generation += 1;
    this.older = null;
    await this.load(null, PAGE);
  }

  async loadOlder(size = PAGE): Promise<void> {
    const { hasOlder, messages } = this.state.get();
    if (hasOlder && messages.length > 0) await (this.older ??= this.load(this.startCursor, size));
  }

  /** Reads back until the message is there. @returns whether it was found */
  async loadBackTo(messageId: string): Promise<boolean> {
    for (let page = 0; page < MAX_PAGES_TO_JUMP; page++) {
      if (this.messages.has(messageId)) return true;
      if (!this.state.get().hasOlder || this.state.get().failure !== null) return false;
      await this.loadOlder(PAGE_WHEN_JUMPING);
    }
    return false;
  }

  put(message: ChatMessageFragment): void {
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

  private async load(before: string | null, size: number): Promise<void> {
    const generation = this.generation;
    this.show({ isLoading: true, failure: null });
    const [askedAt, rowsAskedAt] = [this.clock, this.rows.now()];
    try {
      const { conversation } = await request(CHAT, { id: this.conversationId, last: size, before });
      if (generation !== this.generation) return;
      if (conversation === null) return this.show({ isLoading: false, isMissing: true, hasOlder: false });
      const { messages, ...row } = conversation;
      this.rows.putUnlessNewer(row, rowsAskedAt);
      if (before === null) this.forgetBefore(askedAt);
      for (const message of messages.nodes)
        if ((this.changedAt.get(message.id) ?? 0) <= askedAt) this.messages.set(message.id, message);
      this.startCursor = messages.pageInfo.startCursor ?? this.startCursor;
      if (before === null) this.timeline.reset();
      void this.timeline.cover(
        { after: messages.pageInfo.hasPreviousPage ? this.startCursor : null, before },
        before === null,
      );
      this.show({ isLoading: false, isMissing: false, hasOlder: messages.pageInfo.hasPreviousPage });
    } catch (error) {
      if (generation !== this.generation) return;
      this.show({ isLoading: false, failure: error instanceof AskFailure ? error : new AskFailure('UNREACHABLE', '') });
    } finally {
      if (generation === this.generation) this.older = null;
    }
  }

  /** A new beginning: pages that were read long ago may lack what came meanwhile. */
  private forgetBefore(askedAt: number): void {
    for (const id of this.messages.keys()) if ((this.changedAt.get(id) ?? 0) <= askedAt) this.messages.delete(id);
  }

  private show(change: Partial<ChatState>): void {
    const messages = [...this.messages.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
    this.state.set({ ...this.state.get(), ...change, messages });
  }
}
