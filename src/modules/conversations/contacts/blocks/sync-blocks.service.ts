import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { Database } from '../../../../common/database/database.js';
import { BlocksApi, type ListedUser } from '../../../../whatsapp/blocks-api.js';
import { asDomainError } from '../../../../whatsapp/errors/graph-error.js';
import { AccountsService } from '../../../accounts/accounts.service.js';
import { AccountCredentialsService } from '../../../accounts/connection/account-credentials.service.js';
import { PhoneNumbersService } from '../../../accounts/phone-numbers/phone-numbers.service.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { ContactBlocksService } from './contact-blocks.service.js';

/** What was found at Meta and was not known here. */
export interface BlockChanges {
  blockedCount: number;
  unblockedCount: number;
}

interface DifferentRow {
  contact_id: string;
  conversation_id: string | null;
  is_blocked: boolean;
}

/** Block sync: reads Meta's block lists back, so that what was changed in WhatsApp Manager is known here too. */
@Injectable()
export class SyncBlocksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly numbers: PhoneNumbersService,
    private readonly credentials: AccountCredentialsService,
    private readonly blocks: ContactBlocksService,
    private readonly api: BlocksApi,
  ) {}

  /** @throws DomainError: NOT_FOUND, META_REFUSED, META_UNREACHABLE; what was found until then stays */
  async syncByHand(viewer: Viewer, accountId: string): Promise<BlockChanges> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    try {
      return await this.syncAccount(account.id);
    } catch (error) {
      throw asDomainError(error);
    }
  }

  /** @throws GraphError when Meta refuses; GraphUnreachableError when nobody knows */
  async syncAccount(accountId: string): Promise<BlockChanges> {
    const changes = { blockedCount: 0, unblockedCount: 0 };
    for (const { id: numberId } of await this.numbers.ofAccount(accountId)) {
      const [channel] = await this.credentials.channels([numberId]);
      if (channel == null) continue; // archived, or its token cannot be read
      const begunAt = this.clock.now();
      const listed = await this.api.list(channel);
      for (const row of await this.differences(accountId, numberId, listed, begunAt)) {
        const place = { accountId, numberId, contactId: row.contact_id, conversationId: row.conversation_id };
        await (row.is_blocked ? this.blocks.add(null, place) : this.blocks.remove(null, place));
        changes[row.is_blocked ? 'blockedCount' : 'unblockedCount'] += 1;
      }
    }
    return changes;
  }

  /**
   * Contacts whose block here is not what Meta lists. What colleagues did since `begunAt` stands: the pages of the list may
   * be older. Strangers are passed over.
   */
  private async differences(
    accountId: string,
    numberId: string,
    listed: readonly ListedUser[],
    begunAt: Date,
  ): Promise<DifferentRow[]> {
    return this.database.query<DifferentRow>(
      `WITH listed AS (
         SELECT id AS contact_id FROM contacts
          WHERE account_id = $1 AND merged_into_id IS NULL AND (wa_id = ANY($3::text[]) OR whatsapp_user_id = ANY($4::text[]))),
       known AS (SELECT contact_id, blocked_at FROM contact_blocks WHERE business_phone_number_id = $2)
       SELECT coalesce(listed.contact_id, known.contact_id) AS contact_id, conversations.id AS conversation_id,
              listed.contact_id IS NOT NULL AS is_blocked
         FROM listed FULL JOIN known ON known.contact_id = listed.contact_id
         LEFT JOIN conversations ON conversations.contact_id = coalesce(listed.contact_id, known.contact_id)
                                AND conversations.business_phone_number_id = $2
        WHERE (listed.contact_id IS NULL OR known.contact_id IS NULL)
          AND (known.blocked_at IS NULL OR known.blocked_at < $5)
          AND NOT EXISTS (SELECT FROM timeline_entries AS entry WHERE entry.conversation_id = conversations.id
                                    AND entry.kind = 'UNBLOCKED' AND entry.occurred_at >= $5)`,
      [accountId, numberId, idsOf(listed, 'waId'), idsOf(listed, 'userId'), begunAt],
    );
  }
}

function idsOf(listed: readonly ListedUser[], name: keyof ListedUser): string[] {
  return listed.map((user) => user[name]).filter((id) => id !== null);
}
