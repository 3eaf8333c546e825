import { useSyncExternalStore } from 'react';
import type { InboxConversationFragment } from '../generated/graphql';

interface Row {
  conversation: InboxConversationFragment | null;
  /** When an event or an own change brought it, by the clock below. */
  changedAt: number;
}

/**
 * Every conversation that any list or chat has read, once, as it is now. A page that was asked for before an event came does not put
 * back what the event said.
 */
export class ConversationRows {
  private readonly rows = new Map<string, Row>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private clock = 0;

  /** A moment to compare with: what changes later is newer than what was asked for now. */
  now(): number {
    return this.clock;
  }

  get(id: string): InboxConversationFragment | null {
    return this.rows.get(id)?.conversation ?? null;
  }

  put(conversation: InboxConversationFragment): void {
    this.clock += 1;
    this.rows.set(conversation.id, { conversation, changedAt: this.clock });
    this.tell(conversation.id);
  }

  /** @returns as it is now; null: it was withdrawn meanwhile */
  putUnlessNewer(conversation: InboxConversationFragment, askedAt: number): InboxConversationFragment | null {
    const known = this.rows.get(conversation.id);
    if (known !== undefined && known.changedAt > askedAt) return known.conversation;
    this.rows.set(conversation.id, { conversation, changedAt: known?.changedAt ?? 0 });
    this.tell(conversation.id);
    return conversation;
  }

  withdraw(id: string): void {
    this.clock += 1;
    this.rows.set(id, { conversation: null, changedAt: this.clock });
    this.tell(id);
  }

  /** The server's order: latest activity first, then id. */
  isNewer(id: string, other: string): boolean {
    const [a, b] = [this.activityOf(id), this.activityOf(other)];
    return a === b ? id > other : a > b;
  }

  newestFirst(ids: string[]): string[] {
    return ids.sort((a, b) => (a === b ? 0 : this.isNewer(a, b) ? -1 : 1));
  }

  follow(id: string, listener: () => void): () => void {
    const listeners = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(id);
    };
  }

  private activityOf(id: string): string {
    return this.get(id)?.lastActivityAt ?? '';
  }

  private tell(id: string): void {
    for (const listener of [...(this.listeners.get(id) ?? [])]) listener();
  }
}

export function useConversationRow(rows: ConversationRows, id: string): InboxConversationFragment | null {
  return useSyncExternalStore(
    (listener) => rows.follow(id, listener),
    () => rows.get(id),
  );
}
