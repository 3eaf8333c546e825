import { graphql } from '../../generated/gql.js';
import type { CreateCannedReplyInput, UpdateCannedReplyInput } from '../../generated/graphql.js';
import { must } from '../expectations.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { TestWorld } from './test-world.js';

const LIST = graphql(`
  query CannedReplies($accountId: ID, $search: String, $first: Int, $after: String) {
    cannedReplies(accountId: $accountId, search: $search, first: $first, after: $after) {
      nodes { id shortcut body account { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const FILLED = graphql(`
  query FilledReplies($conversationId: ID!, $search: String) {
    cannedReplies(search: $search) { nodes { shortcut textFor(conversationId: $conversationId) } }
  }
`);
const CREATE = graphql(`
  mutation CreateCannedReply($input: CreateCannedReplyInput!) {
    createCannedReply(input: $input) { cannedReply { id shortcut body } errors { ...Problem } }
  }
`);
const UPDATE = graphql(`
  mutation UpdateCannedReply($input: UpdateCannedReplyInput!) {
    updateCannedReply(input: $input) { cannedReply { id shortcut body } errors { ...Problem } }
  }
`);
const DELETE = graphql(`
  mutation DeleteCannedReply($input: CannedReplyIdInput!) {
    deleteCannedReply(input: $input) { cannedReply { id } errors { ...Problem } }
  }
`);

/** Canned replies, as one person keeps and uses them: the administrator, or `as` somebody. */
export class CannedRepliesDriver {
  constructor(
    private readonly world: TestWorld,
    private readonly client: GraphqlClient = world.admin,
  ) {}

  as({ client }: { client: GraphqlClient }): CannedRepliesDriver {
    return new CannedRepliesDriver(this.world, client);
  }

  async page(asked: { accountId?: string; search?: string; first?: number; after?: string | null } = {}) {
    return (await this.client.send(LIST, asked)).cannedReplies;
  }

  async shortcuts(asked: { accountId?: string; search?: string } = {}) {
    return (await this.page(asked)).nodes.map(({ shortcut }) => shortcut);
  }

  /** As the person would send them in the conversation. */
  async filled(conversationId: string, search?: string) {
    return (await this.client.send(FILLED, { conversationId, search })).cannedReplies.nodes;
  }

  async tryCreate(shortcut: string, body: string, more: Partial<CreateCannedReplyInput> = {}) {
    const input = { accountId: this.world.account.id, shortcut, body, ...more };
    return (await this.client.send(CREATE, { input })).createCannedReply;
  }

  /** The reply; fails when it was refused. */
  async create(shortcut: string, body: string, more: Partial<CreateCannedReplyInput> = {}) {
    const { cannedReply, errors } = await this.tryCreate(shortcut, body, more);
    expect(errors).toEqual([]);
    return must(cannedReply, `the reply ${shortcut}`);
  }

  async update(cannedReplyId: string, change: Omit<UpdateCannedReplyInput, 'cannedReplyId'>) {
    return (await this.client.send(UPDATE, { input: { cannedReplyId, ...change } })).updateCannedReply;
  }

  async delete(cannedReplyId: string) {
    return (await this.client.send(DELETE, { input: { cannedReplyId } })).deleteCannedReply;
  }
}
