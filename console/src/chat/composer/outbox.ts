import { AskFailure, type Refusal } from '../../graphql/ask';
import { request } from '../../graphql/request';
import type { ChatMessageFragment, OutgoingContentInput } from '../../generated/graphql';
import { randomId } from '../../parts/random-id';
import { Store } from '../../parts/state/store';
import { ADD_NOTE, SEND_MESSAGE } from './chat-mutations';

/** A message or note that somebody has sent here and that the server has not answered yet, or has refused. */
export interface Unsent {
  /** The idempotency key: drawn once, when Send was pressed, and the same at every attempt. */
  readonly key: string;
  readonly conversationId: string;
  readonly kind: 'message' | 'note';
  /** What is shown meanwhile. */
  readonly text: string;
  readonly content: OutgoingContentInput | null;
  readonly replyToId: string | null;
  /** Absent: at once. */
  readonly sendAt?: string;
  readonly createdAt: string;
  readonly state: 'SENDING' | 'WAITING' | 'REFUSED';
  readonly refusal: Refusal | null;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const KEY = 'parley.unsent';

/**
 * Sends in the order of writing, conversation by conversation, and again with the same key until there is an answer, whatever the network
 * does. What is unsent survives a reload of the page.
 */
export class Outbox {
  readonly unsent = new Store<readonly Unsent[]>([]);
  private readonly working = new Set<string>();
  private isStopped = false;

  constructor(
    private readonly userId: string,
    private readonly onSent: (conversationId: string, message: ChatMessageFragment) => void,
  ) {
    this.unsent.set(restore(userId));
    for (const { conversationId } of this.unsent.get()) void this.work(conversationId);
    addEventListener('beforeunload', this.warn);
  }

  send(
    conversationId: string,
    text: string,
    content: OutgoingContentInput,
    replyToId: string | null = null,
    sendAt?: string,
  ): void {
    this.add({ conversationId, kind: 'message', text, content, replyToId, ...(sendAt !== undefined && { sendAt }) });
  }

  /**
   * Sends at once and waits for the answer: for a form that stays until its message is taken. With the same key it is sent once.
   * @returns what was refused; empty: it is sent @throws AskFailure
   */
  async sendNow(
    key: string,
    conversationId: string,
    content: OutgoingContentInput,
    replyToId: string | null,
  ): Promise<Refusal[]> {
    const input = { conversationId, idempotencyKey: key, content, replyToId };
    const { message, errors } = (await request(SEND_MESSAGE, { input })).sendMessage;
    if (message !== null) this.onSent(conversationId, message);
    return errors;
  }

  addNote(conversationId: string, text: string): void {
    this.add({ conversationId, kind: 'note', text, content: null, replyToId: null });
  }

  /** Forgets one that was refused. */
  discard(key: string): void {
    this.keep(this.unsent.get().filter((unsent) => unsent.key !== key));
  }

  /** The live feed was faster than the answer. */
  settle(key: string): void {
    if (this.unsent.get().some((unsent) => unsent.key === key)) this.discard(key);
  }

  stop(): void {
    this.isStopped = true;
    removeEventListener('beforeunload', this.warn);
  }

  /** Closing the page would lose it: browsers ask first. */
  private readonly warn = (event: Event): void => {
    if (this.unsent.get().some(({ state }) => state !== 'REFUSED')) event.preventDefault();
  };

  private add(unsent: Omit<Unsent, 'key' | 'createdAt' | 'state' | 'refusal'>): void {
    const createdAt = new Date().toISOString();
    this.keep([...this.unsent.get(), { ...unsent, key: randomId(), createdAt, state: 'SENDING', refusal: null }]);
    void this.work(unsent.conversationId);
  }

  private async work(conversationId: string): Promise<void> {
    if (this.working.has(conversationId)) return;
    this.working.add(conversationId);
    let pause = FIRST_PAUSE_MS;
    for (
      let next = this.nextOf(conversationId);
      next !== undefined && !this.isStopped;
      next = this.nextOf(conversationId)
    ) {
      try {
        const { message, errors } = await this.deliver(next);
        const [refusal] = errors;
        if (refusal !== undefined && refusal.code !== 'RATE_LIMITED')
          this.change(next.key, { state: 'REFUSED', refusal });
        else if (message === null) throw new AskFailure('RATE_LIMITED', '');
        else {
          this.onSent(conversationId, message);
          this.settle(next.key);
        }
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        const failure = error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error));
        if (failure.isTransient) {
          this.change(next.key, { state: 'WAITING' });
          await new Promise((resolve) => setTimeout(resolve, pause));
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        } else {
          const { code, message, reason, values } = failure;
          this.change(next.key, { state: 'REFUSED', refusal: { code, message, reason, values } });
        }
      }
    }
    this.working.delete(conversationId);
  }

  private async deliver({ kind, key, conversationId, text, content, replyToId, sendAt }: Unsent) {
    if (kind === 'note' || content === null) {
      const { addNote } = await request(ADD_NOTE, { input: { conversationId, body: text, idempotencyKey: key } });
      return addNote;
    }
    const { sendMessage } = await request(SEND_MESSAGE, {
      input: { conversationId, idempotencyKey: key, content, replyToId, sendAt },
    });
    return sendMessage;
  }

  private nextOf(conversationId: string): Unsent | undefined {
    return this.unsent.get().find((unsent) => unsent.conversationId === conversationId && unsent.state !== 'REFUSED');
  }

  private change(key: string, change: Partial<Unsent>): void {
    this.keep(this.unsent.get().map((unsent) => (unsent.key === key ? { ...unsent, ...change } : unsent)));
  }

  private keep(unsent: readonly Unsent[]): void {
    this.unsent.set(unsent);
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ userId: this.userId, unsent }));
    } catch {
      // It is still sent, but would not survive a reload.
    }
  }
}

function restore(userId: string): Unsent[] {
  try {
    const saved = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { userId: string; unsent: Unsent[] } | null;
    return saved?.userId === userId ? saved.unsent : [];
  } catch {
    return [];
  }
}
