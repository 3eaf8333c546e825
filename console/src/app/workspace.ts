import { createContext, useContext } from 'react';
import type { Client } from 'urql';
import { Attachments } from '../chat/composer/attachments';
import { ChatStore } from '../chat/chat-store';
import { Drafts } from '../chat/composer/drafts';
import { Outbox } from '../chat/composer/outbox';
import type { ViewerQuery } from '../generated/graphql';
import { createApiClient } from '../graphql/client';
import { TEMPLATE_TO_SEND, UNREAD_NOTIFICATIONS, VIEWER } from '../graphql/documents';
import { request } from '../graphql/request';
import { ConversationList } from '../inbox/conversation-list';
import { ConversationRows } from '../inbox/conversation-rows';
import { InboxViewCounts } from '../inbox/view-counts';
import { belongsTo, filterOf, type View } from '../inbox/views';
import { LabelCatalogue } from '../labels/label-catalogue';
import { notify } from '../live/desktop-notifications';
import { InboxFeed, type LiveEvent } from '../live/inbox-feed';
import { liveStatus } from '../live/live-status';
import { Refreshed } from '../parts/state/refreshed';

const MAX_CHATS = 20;

/** Everything of one sign-in: who it is, what has been read, what is unsent, and the events that keep all of it true. */
export class Workspace {
  readonly rows = new ConversationRows();
  readonly unreadNotifications: Refreshed<number>;
  /** Whether there is a template that the viewer may send. */
  readonly hasTemplateToSend: Refreshed<boolean>;
  readonly viewCounts: InboxViewCounts;
  readonly labels: LabelCatalogue;
  readonly drafts: Drafts;
  readonly attachments = new Attachments();
  readonly outbox: Outbox;
  private readonly lists = new Map<string, ConversationList>();
  private readonly chats = new Map<string, ChatStore>();
  private readonly feed: InboxFeed;
  private readonly stopFollowing: () => void;

  /** The events are followed from where they stood before anything was read. @throws AskFailure */
  static async open(openAnew: () => void): Promise<Workspace> {
    return new Workspace(createApiClient(), await request(VIEWER, {}), openAnew);
  }

  private constructor(
    readonly client: Client,
    readonly viewer: ViewerQuery,
    /** Everything is read again, and the events of accounts that are new are followed. */
    readonly openAnew: () => void,
  ) {
    this.unreadNotifications = new Refreshed(
      viewer.notifications.unreadCount,
      async () => (await request(UNREAD_NOTIFICATIONS, {})).notifications.unreadCount,
      { soonMs: 800, atMostEveryMs: 2_000 },
    );
    this.hasTemplateToSend = new Refreshed(
      viewer.templates.nodes.length > 0,
      async () => (await request(TEMPLATE_TO_SEND, {})).templates.nodes.length > 0,
      { soonMs: 800, atMostEveryMs: 5_000 },
    );
    this.labels = new LabelCatalogue(viewer.accounts);
    this.viewCounts = new InboxViewCounts(viewer.accounts.flatMap(({ phoneNumbers }) => phoneNumbers).length > 1);
    this.viewCounts.refresh();
    this.drafts = new Drafts(viewer.me.id);
    this.outbox = new Outbox(viewer.me.id, (conversationId, message) => this.chats.get(conversationId)?.put(message));
    const cursors = new Map(viewer.accounts.map(({ id, eventCursor }) => [id, eventCursor]));
    this.feed = new InboxFeed(client, cursors, (event) => this.take(event));
    this.stopFollowing = liveStatus.subscribe(() => {
      if (liveStatus.get() === 'LIVE') this.readWhatFailed();
    });
  }

  close(): void {
    this.unreadNotifications.stop();
    this.hasTemplateToSend.stop();
    this.viewCounts.stop();
    this.stopFollowing();
    this.feed.stop();
    this.outbox.stop();
  }

  list(view: View): ConversationList {
    const viewerId = this.viewer.me.id;
    return this.listOf(
      JSON.stringify(view),
      () => new ConversationList(this.rows, filterOf(view, viewerId), (row) => belongsTo(view, row, viewerId)),
    );
  }

  /** People and numbers that fit; the text is not empty. */
  search(text: string): ConversationList {
    for (const key of this.lists.keys()) if (key.startsWith('search ')) this.lists.delete(key);
    return this.listOf(`search ${text}`, () => new ConversationList(this.rows, { search: text }, null));
  }

  chat(conversationId: string): ChatStore {
    const known = this.chats.get(conversationId);
    this.chats.delete(conversationId);
    const chat = known ?? new ChatStore(conversationId, this.rows);
    this.chats.set(conversationId, chat); // the last is the one opened last
    if (this.chats.size > MAX_CHATS) this.chats.delete(this.chats.keys().next().value ?? '');
    if (known === undefined) void chat.reload();
    return chat;
  }

  /** A conversation as a mutation or an event brought it. */
  putConversation(conversation: Parameters<ConversationRows['put']>[0]): void {
    this.rows.put(conversation);
    for (const list of this.lists.values()) list.put(conversation);
    this.viewCounts.refresh();
  }

  private listOf(key: string, make: () => ConversationList): ConversationList {
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    const list = make();
    this.lists.set(key, list);
    void list.reload();
    return list;
  }

  private take(event: LiveEvent): void {
    switch (event.__typename) {
      case 'MessageChanged': {
        const { conversation, ...message } = event.message;
        this.putConversation(conversation);
        this.chats.get(conversation.id)?.put(message);
        if (message.idempotencyKey !== null) this.outbox.settle(message.idempotencyKey);
        return;
      }
      case 'ConversationChanged':
        this.putConversation(event.conversation);
        this.chats.get(event.conversation.id)?.timeline.refresh();
        return this.unreadNotifications.refresh();
      case 'ConversationWithdrawn':
        this.rows.withdraw(event.conversationId);
        this.chats.delete(event.conversationId);
        for (const list of this.lists.values()) list.remove(event.conversationId);
        return this.viewCounts.refresh();
      case 'NotificationAdded':
        notify(event.notification);
        return this.unreadNotifications.refresh();
      case 'ReloadRequired':
        return this.reload();
      case 'CutOff':
        return; // the server was late; the feed goes on from here
      case 'AccountChanged':
        this.labels.put(event.account.id, event.account.labels);
        return;
      case 'TemplateChanged':
        return this.hasTemplateToSend.refresh();
      case 'BroadcastChanged':
        return; // the cache has it, for the pages that show it
    }
  }

  /** The connection is back: what could not be read while it was away is read now, and nobody has to ask for it. */
  private readWhatFailed(): void {
    for (const readable of [...this.lists.values(), ...this.chats.values()])
      if (readable.state.get().failure !== null) void readable.reload();
  }

  /** What was missed is older than the log: everything that is shown is read again. */
  private reload(): void {
    for (const list of this.lists.values()) void list.reload();
    for (const chat of this.chats.values()) void chat.reload();
    this.viewCounts.refresh();
    this.unreadNotifications.refresh();
    this.hasTemplateToSend.refresh();
  }
}

const WorkspaceContext = createContext<Workspace | null>(null);
export const WorkspaceProvider = WorkspaceContext.Provider;

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('Only what is inside of the shell has a workspace.');
  return workspace;
}
