import { Injectable } from '@nestjs/common';
import { optionalText, requiredObjects } from './answer.js';
import { UnreadableAnswerError } from './errors/graph-error.js';
import { GraphClient } from './graph-client.js';
import { isRecord, textOf, type JsonRecord } from './json.js';
import type { Channel } from './messages/messages-api.js';

/** A customer to block: the phone number where it is known, else the business-scoped user id. */
export type BlockedUser = { phoneNumber: string } | { userId: string };

/** A customer on the block list, by the ids that Meta tells. */
export interface ListedUser {
  /** Digits of the phone number. */
  waId: string | null;
  userId: string | null;
}

const PAGE_SIZE = 100;
/** Meta takes 64,000; some may come twice. */
const MAX_LISTED = 100_000;

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

  /**
   * All who are on the list, up to 64,000; some may come twice.
   * @throws GraphError when Meta refuses, also where the list changes meanwhile; GraphUnreachableError when nobody knows
   */
  async list({ phoneNumberId, accessToken }: Channel): Promise<ListedUser[]> {
    const found: ListedUser[] = [];
    let after: string | undefined;
    // To the page that is empty: whoever took the first page for all would unblock the rest.
    for (;;) {
      const query = { limit: String(PAGE_SIZE), ...(after === undefined ? {} : { after }) };
      const path = `/${phoneNumberId}/block_users`;
      const answer = await this.graph.call({ method: 'GET', path, accessToken, query });
      const page = requiredObjects(answer, 'data').map(readListed);
      found.push(...page);
      const next = page.length === 0 ? null : endOf(answer);
      if (next === null) return found;
      if (next === after || found.length > MAX_LISTED) throw new UnreadableAnswerError('its pages have no end');
      after = next;
    }
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

function readListed(entry: JsonRecord): ListedUser {
  return { waId: optionalText(entry, 'wa_id') ?? null, userId: optionalText(entry, 'user_id') ?? null };
}

/** Cursor of the end of a page, which Meta names with the last one too. */
function endOf({ paging }: JsonRecord): string | null {
  return isRecord(paging) ? textOf(paging.cursors, 'after') : null;
}
