import type { Database } from '../../src/common/database/database.js';

/** As if a worker had claimed the message and died with it, before Meta reported anything: its lease ends at `leaseUntil`. */
export async function loseWorkerOf(database: Database, messageId: string, leaseUntil: Date): Promise<void> {
  await putBack(database, messageId, { status: 'SENDING', leaseUntil, unconfirmedAt: null });
}

/** As if nobody knew since then whether Meta has the message. */
export async function leaveUnconfirmed(database: Database, messageId: string, since: Date): Promise<void> {
  await putBack(database, messageId, { status: 'UNCONFIRMED', leaseUntil: null, unconfirmedAt: since });
}

interface Left {
  status: 'SENDING' | 'UNCONFIRMED';
  leaseUntil: Date | null;
  unconfirmedAt: Date | null;
}

async function putBack(database: Database, messageId: string, left: Left): Promise<void> {
  await database.transaction(async () => {
    await database.run(`UPDATE messages SET status = $2, delivered_at = NULL, sent_at = NULL WHERE id = $1`, [
      messageId,
      left.status,
    ]);
    await database.run(
      `INSERT INTO outgoing_jobs (message_id, business_phone_number_id, conversation_id, broadcast_id, position, state, attempts, lease_until, unconfirmed_at)
       SELECT id, business_phone_number_id, conversation_id, broadcast_id, position, $2, 1, $3, $4 FROM messages WHERE id = $1`,
      [messageId, left.status, left.leaseUntil, left.unconfirmedAt],
    );
  });
}
