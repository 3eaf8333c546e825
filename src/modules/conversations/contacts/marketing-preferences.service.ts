import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { PreferenceUpdate } from '../../../whatsapp/webhooks/account-updates.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { OptOutSource } from '../domain/contacts/opt-out-source.js';
import { ContactEntity } from './contact.entity.js';
import { ContactsService } from './contacts.service.js';
import { isWordOf, DEFAULT_OPT_IN_WORDS, DEFAULT_OPT_OUT_WORDS, wordKey } from '../domain/contacts/opt-out-words.js';
import { occurrenceOf } from '../domain/chat/occurrence.js';
import { UpsertContactsService } from './identities/upsert-contacts.service.js';

/** A customer's text that may be a word by which they opt out, or in again. */
export interface PossibleOptOut {
  contactId: string;
  text: string | null;
  occurredAt: Date;
}

/** Marketing preferences: opt-outs and opt-ins of customers, whoever reports them; the latest counts. */
@Injectable()
export class MarketingPreferencesService {
  private readonly optOutWords: ReadonlySet<string>;
  private readonly optInWords: ReadonlySet<string>;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly contacts: ContactsService,
    private readonly upsertContacts: UpsertContactsService,
  ) {
    this.optOutWords = keysOf(config.get('OPT_OUT_WORDS'), DEFAULT_OPT_OUT_WORDS);
    this.optInWords = keysOf(config.get('OPT_IN_WORDS'), DEFAULT_OPT_IN_WORDS);
  }

  /** SQL for statements over many rows: the contact of the conversation in this column wants no marketing. */
  optedOutCondition(conversationId: string): string {
    return `EXISTS (SELECT FROM conversations JOIN contacts ON contacts.id = conversations.contact_id
      WHERE conversations.id = ${conversationId} AND contacts.opted_out_at IS NOT NULL)`;
  }

  async setByColleague(viewer: Viewer, contactId: string, wantsMarketing: boolean): Promise<ContactEntity> {
    return this.database.transaction(async () => {
      const { id } = await this.contacts.require(viewer, contactId, 'contactId');
      await this.set(id, wantsMarketing, 'COLLEAGUE', this.clock.now());
      return this.database.repository(ContactEntity).findOneByOrFail({ id });
    });
  }

  /** In the caller's transaction. */
  async applyWords(possible: readonly PossibleOptOut[]): Promise<void> {
    for (const { contactId, text, occurredAt } of possible) {
      if (isWordOf(this.optOutWords, text)) await this.set(contactId, false, 'CUSTOMER_WORD', occurredAt);
      else if (isWordOf(this.optInWords, text)) await this.set(contactId, true, 'CUSTOMER_WORD', occurredAt);
    }
  }

  /** What customers have set in WhatsApp itself. In the caller's transaction. */
  async apply(accountId: string, updates: readonly PreferenceUpdate[]): Promise<void> {
    for (const { waId, userId, wantsMarketing, raw, occurredAt } of updates) {
      const identity = { waId, userId, groupId: null, profileName: null, username: null };
      const [contactId] = await this.upsertContacts.upsert(accountId, [identity]);
      const at = occurrenceOf(occurredAt, this.clock.now());
      if (contactId === undefined) continue;
      const changed = await this.database.run(
        `UPDATE contacts SET marketing_preference = $2, updated_at = now()
          WHERE id = $1 AND (marketing_preference IS NULL OR marketing_as_of IS NULL OR marketing_as_of <= $3)`,
        [contactId, JSON.stringify(raw), at],
      );
      if (changed > 0) this.events.append({ accountId, kind: 'CONTACT', entityId: contactId });
      if (wantsMarketing !== null) await this.set(contactId, wantsMarketing, 'WHATSAPP', at);
    }
  }

  /** Meta refused a marketing message because the customer has stopped them. In the caller's transaction. */
  async recordRefusals(conversationIds: readonly string[]): Promise<void> {
    if (conversationIds.length === 0) return;
    const rows = await this.database.query<{ contact_id: string }>(
      'SELECT DISTINCT contact_id FROM conversations WHERE id = ANY($1)',
      [conversationIds],
    );
    for (const row of rows) await this.set(row.contact_id, false, 'DELIVERY', this.clock.now());
  }

  /** An older update changes nothing. Since when somebody has opted out stays what it was. */
  private async set(contactId: string, wantsMarketing: boolean, source: OptOutSource, at: Date): Promise<void> {
    const [changed] = await this.database.query<{ account_id: string }>(
      `UPDATE contacts SET opted_out_at = CASE WHEN $2 THEN NULL ELSE coalesce(opted_out_at, $4) END,
              opt_out_source = CASE WHEN $2 THEN NULL ELSE coalesce(opt_out_source, $3) END,
              marketing_as_of = $4, updated_at = now()
        WHERE id = $1 AND (marketing_as_of IS NULL OR marketing_as_of <= $4) AND (opted_out_at IS NULL) <> $2
       RETURNING account_id`,
      [contactId, wantsMarketing, source, at],
    );
    if (changed === undefined) {
      await this.database.run(
        'UPDATE contacts SET marketing_as_of = $2 WHERE id = $1 AND (marketing_as_of IS NULL OR marketing_as_of < $2)',
        [contactId, at],
      );
      return;
    }
    const accountId = changed.account_id;
    const conversations = await this.database.query<{ id: string }>(
      'SELECT id FROM conversations WHERE contact_id = $1 AND merged_into_id IS NULL',
      [contactId],
    );
    for (const { id } of conversations)
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
    this.events.append({ accountId, kind: 'CONTACT', entityId: contactId });
  }
}

function keysOf(configured: readonly string[], defaults: readonly string[]): ReadonlySet<string> {
  return new Set((configured.length > 0 ? configured : defaults).map(wordKey).filter((word) => word !== ''));
}
