/**
 * Preparations: statements that run before a migration, in its transaction, by the migration's name. A migration that has run
 * somewhere is never edited; what it did not reckon with is put right here, for all who have yet to run it
 * (docs/decisions/0096).
 */
export const PREPARATIONS: Readonly<Record<string, string>> = {
  // Processes of a version before the queue go on between the two migrations, and queue nothing of what they store.
  PartitionDeliveries1763800000054: `
    LOCK TABLE webhook_deliveries IN ACCESS EXCLUSIVE MODE;
    INSERT INTO webhook_queue (account_id, lane, position, delivery_id, received_at)
    SELECT account_id, 0, position, id, received_at FROM webhook_deliveries
     WHERE state = 'RECEIVED' AND NOT EXISTS (SELECT FROM webhook_queue WHERE delivery_id = webhook_deliveries.id);`,
};
