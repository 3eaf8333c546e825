import { graphql } from '../../generated/gql.js';
import type {
  AddNoteInput,
  ConversationDetailsFragment,
  MessageDetailsFragment,
  MessageStatus,
  OutgoingContentInput,
  SendMessageInput,
} from '../../generated/graphql.js';
import { eventually, must } from '../expectations.js';
import { aKey } from '../factories/keys.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const CONVERSATIONS = graphql(`
  query ConversationsWith($search: String) {
    conversations(filter: { search: $search }) { nodes { ...ConversationDetails } }
  }
`);
const MESSAGES = graphql(`
  query MessagesWith($search: String) {
    conversations(first: 3, filter: { search: $search }) {
      nodes { messages(first: 100) { nodes { ...MessageDetails } } }
    }
  }
`);
const ALL_MESSAGES = graphql(`
  query AllMessages {
    conversations(first: 20) {
      nodes {
        messages(first: 50) {
          nodes {
            id text whatsappId status occurredAt direction
            content {
              __typename ... on TextContent { body referral } ... on UnsupportedContent { kind details raw }
            }
          }
        }
      }
    }
  }
`);
const MESSAGE = graphql(`
  query MessageInDetail($id: ID!) {
    message(id: $id) {
      ...MessageDetails
      failure { code advice handling details }
      statusHistory { status occurredAt }
      author { __typename ... on User { id } }
    }
  }
`);
const SEND_MESSAGE = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) { message { ...MessageDetails } errors { ...Problem } }
  }
`);
const REACT = graphql(`
  mutation React($input: ReactToMessageInput!) {
    reactToMessage(input: $input) { message { ...MessageDetails } errors { ...Problem } }
  }
`);
const ADD_NOTE = graphql(`
  mutation AddNote($input: AddNoteInput!) {
    addNote(input: $input) { message { ...MessageDetails } errors { ...Problem } }
  }
`);
const ASSIGN = graphql(`
  mutation Assign($input: AssignConversationInput!) {
    assignConversation(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const ADD_PARTICIPANTS = graphql(`
  mutation AddParticipants($input: ParticipantsInput!) {
    addParticipants(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const REMOVE_PARTICIPANTS = graphql(`
  mutation RemoveParticipants($input: ParticipantsInput!) {
    removeParticipants(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const CLOSE = graphql(`
  mutation Close($input: ConversationIdInput!) {
    closeConversation(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const REOPEN = graphql(`
  mutation Reopen($input: ConversationIdInput!) {
    reopenConversation(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const SET_LABELS = graphql(`
  mutation SetLabels($input: ConversationLabelsInput!) {
    setConversationLabels(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const MARK_READ = graphql(`
  mutation MarkRead($input: MarkConversationReadInput!) {
    markConversationRead(input: $input) { conversation { ...ConversationDetails } errors { ...Problem } }
  }
`);
const LIVE = graphql(`
  subscription Live($accountId: ID!, $after: ID) { inboxEvents(accountId: $accountId, after: $after) { ...LiveEvent } }
`);

const ON_THE_WAY: readonly MessageStatus[] = ['SENT', 'DELIVERED', 'READ'];

/** Conversations and messages, as one person sees and answers them: the administrator, or `as` somebody. */
export class InboxDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: GraphqlClient = world.admin,
  ) {}

  as({ client }: { client: GraphqlClient }): InboxDriver {
    return new InboxDriver(this.world, client);
  }

  /** Null when there is none, or the person may not see it. `search` is a name or a number. */
  async findConversation(search: string): Promise<ConversationDetailsFragment | null> {
    const { conversations } = await this.client.send(CONVERSATIONS, { search });
    return conversations.nodes[0] ?? null;
  }

  async conversationWith(search: string): Promise<ConversationDetailsFragment> {
    return must(await this.findConversation(search), `a conversation with ${search}`);
  }

  /** The same, as soon as the first message has been taken in. */
  async untilConversationWith(search: string): Promise<ConversationDetailsFragment> {
    const found = await eventually(
      () => this.findConversation(search),
      (conversation) => conversation !== null,
    );
    return must(found, `a conversation with ${search}`);
  }

  async messagesWith(search: string): Promise<MessageDetailsFragment[]> {
    const { conversations } = await this.client.send(MESSAGES, { search });
    return conversations.nodes.flatMap(({ messages }) => messages.nodes);
  }

  /** Of every conversation that the person sees, with less detail. */
  async allMessages() {
    const { conversations } = await this.client.send(ALL_MESSAGES);
    return conversations.nodes.flatMap(({ messages }) => messages.nodes);
  }

  async read(messageId: string) {
    return must((await this.client.send(MESSAGE, { id: messageId })).message, `message ${messageId}`);
  }

  /** The message, once it has the status, or one on the way to the customer that comes after it: a slow look sees that. */
  async until(messageId: string, status: MessageStatus) {
    const place = ON_THE_WAY.indexOf(status);
    const enough = place === -1 ? [status] : ON_THE_WAY.slice(place);
    return eventually(
      () => this.read(messageId),
      (message) => enough.includes(message.status),
    );
  }

  /** sendMessage with everything that it answers; content is a text or any other. */
  async trySend(conversationId: string, content: string | OutgoingContentInput, more: Partial<SendMessageInput> = {}) {
    const input: SendMessageInput = {
      idempotencyKey: aKey('message'),
      conversationId,
      content: typeof content === 'string' ? { text: { body: content } } : content,
      ...more,
    };
    return (await this.client.send(SEND_MESSAGE, { input })).sendMessage;
  }

  /** The message; fails when it was refused. */
  async send(
    conversationId: string,
    content: string | OutgoingContentInput,
    more: Partial<SendMessageInput> = {},
  ): Promise<MessageDetailsFragment> {
    const { message, errors } = await this.trySend(conversationId, content, more);
    expect(errors).toEqual([]);
    return must(message, 'the sent message');
  }

  /** Null takes the reaction back. */
  async react(messageId: string, emoji: string | null) {
    const input = { idempotencyKey: aKey('reaction'), messageId, emoji };
    return (await this.client.send(REACT, { input })).reactToMessage;
  }

  async addNote(conversationId: string, body: string) {
    return this.addNoteOnce({ conversationId, body });
  }

  async addNoteOnce(input: AddNoteInput) {
    return (await this.client.send(ADD_NOTE, { input })).addNote;
  }

  /** Null: nobody. */
  async assign(conversationId: string, person: { id: string } | null) {
    const input = { conversationId, userId: person?.id ?? null };
    return (await this.client.send(ASSIGN, { input })).assignConversation;
  }

  async addParticipants(conversationId: string, people: { id: string }[]) {
    const input = { conversationId, userIds: people.map(({ id }) => id) };
    return (await this.client.send(ADD_PARTICIPANTS, { input })).addParticipants;
  }

  async removeParticipants(conversationId: string, people: { id: string }[]) {
    const input = { conversationId, userIds: people.map(({ id }) => id) };
    return (await this.client.send(REMOVE_PARTICIPANTS, { input })).removeParticipants;
  }

  async close(conversationId: string) {
    return (await this.client.send(CLOSE, { input: { conversationId } })).closeConversation;
  }

  async reopen(conversationId: string) {
    return (await this.client.send(REOPEN, { input: { conversationId } })).reopenConversation;
  }

  /** These labels and no others. */
  async setLabels(conversationId: string, labels: { id: string }[]) {
    const input = { conversationId, labelIds: labels.map(({ id }) => id) };
    return (await this.client.send(SET_LABELS, { input })).setConversationLabels;
  }

  async markRead(conversationId: string) {
    return (await this.client.send(MARK_READ, { input: { conversationId } })).markConversationRead;
  }

  /** What the person sees live: from now on, or after a cursor. */
  async watch(after?: string) {
    const cursor = after ?? (await this.world.accounts.eventCursor());
    return this.client.subscribe(LIVE, { accountId: this.world.account.id, after: cursor });
  }
}
