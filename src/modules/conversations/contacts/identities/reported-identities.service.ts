import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database.js';
import { rowset } from '../../../../common/database/rowset.js';
import { EventLog } from '../../../../common/events/event-log.js';
import type { ReportedIdentity } from '../../../../whatsapp/webhooks/webhook-parts.js';

const COLUMNS = {
  id: 'uuid',
  parent_user_id: 'text | null',
  identity_key_hash: 'text | null',
  identity_changed_at: 'timestamptz | null',
} as const;

interface ChangedContact {
  id: string;
  account_id: string;
}

/** Reported identities: what Meta reports of contacts beside names and ids, parent user ids and identity keys. */
@Injectable()
export class ReportedIdentitiesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  /** Records what is reported, in the caller's transaction; what is null stays as it is. Of one contact the last counts. */
  async record(reports: readonly (ReportedIdentity & { contactId: string })[]): Promise<void> {
    const byContact = new Map<string, ReportedIdentity>();
    for (const { contactId, ...report } of reports) {
      if (Object.values(report).every((value) => value === null)) continue;
      byContact.set(contactId, overlay(byContact.get(contactId) ?? report, report));
    }
    if (byContact.size === 0) return;
    const rows = [...byContact].map(([id, report]) => ({
      id,
      parent_user_id: report.parentUserId,
      identity_key_hash: report.identityKeyHash,
      identity_changed_at: report.identityChangedAt,
    }));
    const incoming = rowset('incoming', COLUMNS, rows);
    const changed = await this.database.query<ChangedContact>(
      `UPDATE contacts SET parent_user_id = coalesce(incoming.parent_user_id, contacts.parent_user_id),
              identity_key_hash = coalesce(incoming.identity_key_hash, contacts.identity_key_hash),
              identity_changed_at = greatest(incoming.identity_changed_at, contacts.identity_changed_at), updated_at = now()
         FROM ${incoming.sql}
        WHERE contacts.id = incoming.id
          AND (incoming.parent_user_id <> coalesce(contacts.parent_user_id, '')
            OR incoming.identity_key_hash <> coalesce(contacts.identity_key_hash, '')
            OR incoming.identity_changed_at > coalesce(contacts.identity_changed_at, '-infinity'))
       RETURNING contacts.id, contacts.account_id`,
      incoming.parameters,
    );
    this.publish(changed);
  }

  /** The same for the customers of conversations, of whom a status says it. In the caller's transaction. */
  async recordParents(parents: readonly { conversationId: string; parentUserId: string }[]): Promise<void> {
    if (parents.length === 0) return;
    const incoming = rowset(
      'incoming',
      { conversation_id: 'uuid', parent_user_id: 'text' },
      parents.map(({ conversationId, parentUserId }) => ({
        conversation_id: conversationId,
        parent_user_id: parentUserId,
      })),
    );
    const changed = await this.database.query<ChangedContact>(
      `UPDATE contacts SET parent_user_id = incoming.parent_user_id, updated_at = now()
         FROM ${incoming.sql} JOIN conversations ON conversations.id = incoming.conversation_id
        WHERE contacts.id = conversations.contact_id AND contacts.group_id IS NULL
          AND contacts.parent_user_id IS DISTINCT FROM incoming.parent_user_id
       RETURNING contacts.id, contacts.account_id`,
      incoming.parameters,
    );
    this.publish(changed);
  }

  private publish(contacts: readonly ChangedContact[]): void {
    for (const { id, account_id: accountId } of contacts)
      this.events.append({ accountId, kind: 'CONTACT', entityId: id });
  }
}

/** A later report over an earlier one. */
function overlay(earlier: ReportedIdentity, later: ReportedIdentity): ReportedIdentity {
  return {
    parentUserId: later.parentUserId ?? earlier.parentUserId,
    identityKeyHash: later.identityKeyHash ?? earlier.identityKeyHash,
    identityChangedAt: later.identityChangedAt ?? earlier.identityChangedAt,
  };
}
