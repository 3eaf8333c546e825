import { Injectable } from '@nestjs/common';

/** File of a message that has been fetched, or cannot be. */
export interface FetchedFile {
  accountId: string;
  messageId: string;
}

type Listener = (file: FetchedFile) => Promise<void>;

/** Changes of files that came with messages: whoever shows them registers, and publishes the change as its own. */
@Injectable()
export class MediaChanges {
  private readonly listeners: Listener[] = [];

  /** While modules start (onModuleInit). Listeners run in the transaction of the change. */
  register(listener: Listener): void {
    this.listeners.push(listener);
  }

  async publish(file: FetchedFile): Promise<void> {
    for (const listener of this.listeners) await listener(file);
  }
}
