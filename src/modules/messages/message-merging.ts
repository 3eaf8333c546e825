import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import {
  MergeContactsService,
  type ContactMerge,
  type MergedPair,
} from '../conversations/contacts/merge-contacts.service.js';
import { OutgoingJobsService } from './dispatch/outgoing-jobs.service.js';

/** Merging of contacts, as far as messages go: they move to the conversation that is kept, and so does how far they were read. */
@Injectable()
export class MessageMerging implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly contacts: MergeContactsService,
    private readonly outgoingJobs: OutgoingJobsService,
  ) {}

  onModuleInit(): void {
    this.contacts.register({
      tables: ['messages', 'outgoing_jobs', 'read_markers', 'read_receipts'],
      merge: (merge) => this.merge(merge),
    });
  }

  private async merge({ contacts, conversations, conversationIds }: ContactMerge): Promise<void> {
    for (const pair of conversations) await this.moveToKept(pair, contacts);
    await this.database.run(
      'UPDATE messages SET author_contact_id = $1 WHERE author_contact_id = $2 AND conversation_id = ANY($3)',
      [contacts.keptId, contacts.goneId, conversationIds],
    );
    await this.database.run(
      'UPDATE messages SET author_contact_id = $1 WHERE author_contact_id = $2 AND group_id IS NOT NULL',
      [contacts.keptId, contacts.goneId],
    );
  }

  private async moveToKept({ keptId, goneId }: MergedPair, contacts: MergedPair): Promise<void> {
    const ids = [keptId, goneId];
    await this.outgoingJobs.moveToConversation(keptId, goneId); // a job is locked before its message
    // both at once: a row that is rewritten is written to every index
    await this.database.run(
      `UPDATE messages SET conversation_id = $1, author_contact_id = CASE author_contact_id WHEN $4 THEN $3 ELSE author_contact_id END
        WHERE conversation_id = $2`,
      [...ids, contacts.keptId, contacts.goneId],
    );
    await this.database.run(
      `INSERT INTO read_markers (conversation_id, user_id, last_read_position, last_read_message_id, read_at)
       SELECT $1, user_id, last_read_position, last_read_message_id, read_at FROM read_markers WHERE conversation_id = $2
       ON CONFLICT (conversation_id, user_id) DO UPDATE
         SET last_read_position = excluded.last_read_position, last_read_message_id = excluded.last_read_message_id
        WHERE (read_markers.last_read_position, read_markers.last_read_message_id) < (excluded.last_read_position, excluded.last_read_message_id)`,
      ids,
    );
    await this.database.run(
      `INSERT INTO read_receipts (conversation_id, message_position, message_id, state, created_at)
       SELECT $1, message_position, message_id, CASE state WHEN 'SENDING' THEN 'QUEUED' ELSE state END, created_at FROM read_receipts WHERE conversation_id = $2
       ON CONFLICT (conversation_id) DO UPDATE
         SET message_position = excluded.message_position, message_id = excluded.message_id, state = excluded.state, attempts = 0, next_attempt_at = NULL
        WHERE (read_receipts.message_position, read_receipts.message_id) < (excluded.message_position, excluded.message_id)`,
      ids,
    );
    await this.database.run('DELETE FROM read_markers WHERE conversation_id = $1', [goneId]);
    await this.database.run('DELETE FROM read_receipts WHERE conversation_id = $1', [goneId]);
  }
}
