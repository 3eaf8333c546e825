import type { Database } from '../../src/common/database/database.js';

/** As if a worker had claimed the message and died with it, before Meta reported anything: its lease ends at `leaseUntil`. */
export async function loseWorkerOf(database: Database, messageId: string, leaseUntil: Date): Promise<void> {
  await database.transaction(async () => {
    await database.run(`UPDATE messages SET status = 'SENDING', delivered_at = NULL, sent_at = NULL WHERE id = $1`, [
      messageId,
    ]);
    await database.run(
      `INSERT INTO outgoing_jobs (message_id, business_phone_number_id, conversation_id, broadcast_id, position, state, attempts, lease_until)
       SELECT id, business_phone_number_id, conversation_id, broadcast_id, position, 'SENDING', 1, $2 FROM messages WHERE id = $1`,
      [messageId, leaseUntil],
    );
  });
}
