import { AskFailure } from '../../graphql/ask';
import { upload } from '../../graphql/request';
import { randomId } from '../../parts/random-id';
import { Store } from '../../parts/state/store';

/** A file that waits to be sent: uploaded as soon as it is chosen. */
export interface Attachment {
  readonly key: string;
  readonly name: string;
  readonly file: File;
  /** Of pictures. */
  readonly previewUrl: string | null;
  /** 0 to 1. */
  readonly progress: number;
  /** null until it is uploaded. */
  readonly mediaId: string | null;
  readonly problem: AskFailure | null;
  /** Recorded here, to be played as a voice message. */
  readonly isVoice: boolean;
}

interface Ready {
  name: string;
  mediaId: string;
  isVoice: boolean;
}

/** Files by conversation: like drafts they never leave theirs, and they stay while somebody looks into another. */
export class Attachments {
  private readonly stores = new Map<string, Store<readonly Attachment[]>>();
  private readonly uploads = new Map<string, AbortController>();

  of(conversationId: string): Store<readonly Attachment[]> {
    const store = this.stores.get(conversationId) ?? new Store<readonly Attachment[]>([]);
    this.stores.set(conversationId, store);
    return store;
  }

  add(conversationId: string, accountId: string, files: readonly File[], isVoice = false): void {
    for (const file of files) {
      const key = randomId();
      const previewUrl = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      const waiting = { previewUrl, progress: 0, mediaId: null, problem: null };
      const attachment = { key, name: file.name, file, isVoice, ...waiting };
      const store = this.of(conversationId);
      store.set([...store.get(), attachment]);
      void this.upload(conversationId, accountId, attachment);
    }
  }

  remove(conversationId: string, key: string): void {
    this.uploads.get(key)?.abort();
    const store = this.of(conversationId);
    for (const { key: other, previewUrl } of store.get())
      if (other === key && previewUrl !== null) URL.revokeObjectURL(previewUrl);
    store.set(store.get().filter((each) => each.key !== key));
  }

  /** What is uploaded, which is not attached any more; what was refused stays. */
  take(conversationId: string): Ready[] {
    const ready: Ready[] = [];
    for (const { key, name, mediaId, isVoice } of this.of(conversationId).get()) {
      if (mediaId === null) continue;
      ready.push({ name, mediaId, isVoice });
      this.remove(conversationId, key);
    }
    return ready;
  }

  private async upload(conversationId: string, accountId: string, { key, file }: Attachment): Promise<void> {
    const abort = new AbortController();
    this.uploads.set(key, abort);
    try {
      const progressed = (progress: number): void => this.change(conversationId, key, { progress });
      this.change(conversationId, key, { mediaId: await upload(file, accountId, progressed, abort.signal) });
    } catch (error) {
      const problem = error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error));
      this.change(conversationId, key, { problem });
    }
    this.uploads.delete(key);
  }

  private change(conversationId: string, key: string, change: Partial<Attachment>): void {
    const store = this.of(conversationId);
    store.set(store.get().map((each) => (each.key === key ? { ...each, ...change } : each)));
  }
}
