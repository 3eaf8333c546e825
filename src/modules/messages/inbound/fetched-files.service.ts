import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventLog } from '../../../common/events/event-log.js';
import { MediaChanges, type FetchedFile } from '../../media/media-changes.js';
import { MessagesService } from '../messages.service.js';

/** Fetched files: publishes the message that a file came with, so that those who look at it see the file. */
@Injectable()
export class FetchedFilesService implements OnModuleInit {
  constructor(
    private readonly files: MediaChanges,
    private readonly messages: MessagesService,
    private readonly events: EventLog,
  ) {}

  onModuleInit(): void {
    this.files.register((file) => this.publish(file));
  }

  private async publish({ accountId, messageId }: FetchedFile): Promise<void> {
    const [message] = await this.messages.byIds([messageId]);
    if (message == null) return; // erased meanwhile
    const { conversationId } = message;
    this.events.append({ accountId, kind: 'MESSAGE', entityId: messageId, conversationId });
  }
}
