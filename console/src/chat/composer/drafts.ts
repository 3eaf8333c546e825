import { readSaved, save } from '../../parts/state/saved';
import { Store } from '../../parts/state/store';

export type DraftKind = 'message' | 'note';

const KEEP_AFTER_MS = 400;
const MAX_DRAFTS = 200;

/** What somebody has begun to write, by conversation and kind; it stays there through other conversations, reloads and sign-outs. */
export class Drafts {
  readonly texts: Store<ReadonlyMap<string, string>>;
  private keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly userId: string) {
    this.texts = new Store(new Map(Object.entries((readSaved(this.key) ?? {}) as Record<string, string>)));
    addEventListener('pagehide', () => this.keep());
  }

  get(conversationId: string, kind: DraftKind): string {
    return this.texts.get().get(`${conversationId} ${kind}`) ?? '';
  }

  set(conversationId: string, kind: DraftKind, text: string): void {
    const key = `${conversationId} ${kind}`;
    const texts = new Map(this.texts.get());
    texts.delete(key);
    if (text !== '') texts.set(key, text);
    if (texts.size > MAX_DRAFTS) texts.delete(texts.keys().next().value ?? '');
    this.texts.set(texts);
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEEP_AFTER_MS);
  }

  private keep(): void {
    save(this.key, Object.fromEntries(this.texts.get()));
  }

  private get key(): string {
    return `drafts.${this.userId}`;
  }
}
