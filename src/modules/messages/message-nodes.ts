import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConversationsService } from '../conversations/conversations.service.js';
import { MediaService } from '../media/media.service.js';
import { mayReadMessage, maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import type { MessageEntity } from './message.entity.js';
import { MessagesService } from './messages.service.js';

/** Nodes of chats: messages of conversations that the viewer may see, and files: theirs, and those that were uploaded. */
@Injectable()
export class MessageNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly messages: MessagesService,
    private readonly conversations: ConversationsService,
    private readonly files: MediaService,
  ) {}

  onModuleInit(): void {
    this.nodes.register(
      {
        type: 'Message',
        permission: 'READ_A_MESSAGE',
        isAskedForMost: true,
        read: async (viewer, ids) =>
          nodesWhere(await this.visible(viewer, ids), (message) => mayReadMessage(viewer, message)),
      },
      {
        type: 'Media',
        permission: 'READ_CONVERSATIONS',
        read: async (viewer, ids) => {
          const files = await this.files.byIds(ids);
          const messageIds = files.flatMap((file) => file?.messageId ?? []);
          const messages = await this.visible(viewer, messageIds);
          const seen = new Set(messages.flatMap((message) => message?.id ?? []));
          return nodesWhere(files, ({ messageId }) => messageId !== null && seen.has(messageId));
        },
      },
      {
        type: 'Media',
        permission: 'WRITE_MEDIA',
        read: async (viewer, ids) =>
          nodesWhere(
            await this.files.byIds(ids),
            ({ messageId, accountId }) => messageId === null && maySeeAccount(viewer, accountId),
          ),
      },
    );
  }

  private async visible(viewer: Viewer, ids: readonly string[]): Promise<(MessageEntity | null)[]> {
    const messages = await this.messages.byIds(ids);
    const conversationIds = new Set(messages.flatMap((message) => message?.conversationId ?? []));
    const visible = new Set(await this.conversations.visibleAmong(viewer, [...conversationIds]));
    return nodesWhere(messages, ({ conversationId }) => visible.has(conversationId));
  }
}
