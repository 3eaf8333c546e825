import { Injectable } from '@nestjs/common';
import { GraphClient } from './graph-client.js';
import type { Channel } from './messages/messages-api.js';

/** A customer to block: the phone number where it is known, else the business-scoped user id. */
export type BlockedUser = { phoneNumber: string } | { userId: string };

/**
 * Block list of a business phone number: `/{phone number id}/block_users`. Only customers who wrote within the last 24 hours
 * can be blocked; whoever is on the list already stays on it.
 */
@Injectable()
export class BlocksApi {
  constructor(private readonly graph: GraphClient) {}

  /** @throws GraphError when Meta refuses; GraphUnreachableError when nobody knows */
  async block(channel: Channel, user: BlockedUser): Promise<void> {
    await this.call('POST', channel, user);
  }

  /** @throws GraphError when Meta refuses; GraphUnreachableError when nobody knows */
  async unblock(channel: Channel, user: BlockedUser): Promise<void> {
    await this.call('DELETE', channel, user);
  }

  private async call(
    method: 'POST' | 'DELETE',
    { phoneNumberId, accessToken }: Channel,
    user: BlockedUser,
  ): Promise<void> {
    await this.graph.call({
      method,
      path: `/${phoneNumberId}/block_users`,
      accessToken,
      body: {
        messaging_product: 'whatsapp',
        block_users: ['userId' in user ? { user_id: user.userId } : { user: `+${user.phoneNumber}` }],
      },
    });
  }
}
