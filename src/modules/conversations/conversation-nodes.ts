import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeeAccount, visibleAccountIds } from '../users/domain/permissions.js';
import { NodesService, nodesWhere } from '../users/nodes/nodes.service.js';
import { CannedRepliesService } from './canned-replies/canned-replies.service.js';
import { ContactsService } from './contacts/contacts.service.js';
import { ConversationsService } from './conversations.service.js';
import { LabelsService } from './labels/labels.service.js';
import { TimelineService } from './timeline/timeline.service.js';

/** Nodes of the inbox: conversations that the viewer may see, with what happened in them; contacts, labels and canned replies. */
@Injectable()
export class ConversationNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly labels: LabelsService,
    private readonly cannedReplies: CannedRepliesService,
    private readonly timeline: TimelineService,
  ) {}

  onModuleInit(): void {
    const permission = 'READ_CONVERSATIONS';
    this.nodes.register(
      {
        type: 'Conversation',
        permission,
        isAskedForMost: true,
        read: async (viewer, ids) => {
          const visible = new Set(await this.conversations.visibleAmong(viewer, ids));
          const conversations = await this.conversations.byIds(ids);
          return conversations.map((conversation, index) => (visible.has(ids[index] ?? '') ? conversation : null));
        },
      },
      {
        type: 'Contact',
        permission,
        isAskedForMost: true,
        read: async (viewer, ids) =>
          nodesWhere(await this.contacts.byIds(ids), ({ accountId }) => maySeeAccount(viewer, accountId)),
      },
      {
        type: 'Label',
        permission,
        read: async (viewer, ids) =>
          nodesWhere(await this.labels.byIds(ids), ({ accountId }) => maySeeAccount(viewer, accountId)),
      },
      {
        type: 'CannedReply',
        permission,
        read: async (viewer, ids) => {
          const accountIds = visibleAccountIds(viewer);
          return nodesWhere(
            await this.cannedReplies.byIds(ids),
            ({ accountId }) => accountId === null || accountIds === null || accountIds.includes(accountId),
          );
        },
      },
      {
        type: 'TimelineEntry',
        permission,
        read: async (viewer, ids) => {
          const entries = await this.timeline.byIds(ids);
          const conversationIds = entries.flatMap((entry) => entry?.conversationId ?? []);
          const visible = new Set(await this.conversations.visibleAmong(viewer, [...new Set(conversationIds)]));
          return nodesWhere(entries, ({ conversationId }) => visible.has(conversationId));
        },
      },
    );
  }
}
