import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';

/** In the order of their ids, so that of two who end several none waits for the other. */
const LOCKED = 'SELECT message_id FROM outgoing_jobs WHERE message_id = ANY($1) ORDER BY message_id FOR UPDATE';

/**
 * Outgoing jobs: one row for each message that is yet to be sent, or of which nobody knows; deleted when its message is at
 * Meta, has failed or is cancelled. Whoever changes what becomes of a message locks its job first, and then the message.
 */
@Injectable()
export class OutgoingJobsService {
  constructor(private readonly database: Database) {}

  /** Meta has these messages, whatever became of the attempts: nothing is left to send. In the caller's transaction. */
  async end(messageIds: readonly string[]): Promise<void> {
    await this.database.run(`DELETE FROM outgoing_jobs WHERE message_id IN (${LOCKED})`, [messageIds]);
  }

  /** Those of these conversations that have a job of this broadcast. */
  async conversationsOf(broadcastId: string, conversationIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ conversation_id: string }>(
      'SELECT conversation_id FROM outgoing_jobs WHERE conversation_id = ANY($1) AND broadcast_id = $2',
      [conversationIds, broadcastId],
    );
    return rows.map((row) => row.conversation_id);
  }

  /** Locks the jobs of these conversations until the running transaction ends: nothing of theirs is claimed. */
  async lockOfConversations(conversationIds: readonly string[]): Promise<void> {
    await this.database.run(
      'SELECT FROM outgoing_jobs WHERE conversation_id = ANY($1) ORDER BY message_id FOR UPDATE',
      [conversationIds],
    );
  }

  /** Two conversations have become one. In the caller's transaction. */
  async moveToConversation(keptId: string, goneId: string): Promise<void> {
    await this.database.run('UPDATE outgoing_jobs SET conversation_id = $1 WHERE conversation_id = $2', [
      keptId,
      goneId,
    ]);
  }

  /** Nothing has been done with what this claim has: it waits again, as if it had not been claimed. */
  async release(claimId: string): Promise<void> {
    await this.database.run(
      `WITH released AS (
         UPDATE outgoing_jobs SET state = 'QUEUED', attempts = attempts - 1, claim_id = NULL, lease_until = NULL
          WHERE state = 'SENDING' AND claim_id = $1 RETURNING message_id)
       UPDATE messages SET status = 'QUEUED' FROM released WHERE id = message_id AND status = 'SENDING'`,
      [claimId],
    );
  }
}
