import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What grows stays cheap: foreign keys whose parents are deleted have an index, so that erasing a person reads no whole
 * table; indexes hold no row that nobody looks for; tables that are rewritten often are vacuumed before it shows.
 *
 * Locks messages against writes while two indexes are built (author, event key), and notifications for two, read_markers and
 * read_receipts for one each: 10 s in all for 2 million messages with a million notifications on two busy cores, so about
 * a minute for 10 million.
 * Storage parameters lock nothing that reads or writes; a fill factor holds for pages that are written from now on.
 */
export class KeepGrowthCheap1763800000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of whoever is erased: what they wrote, here and in groups.
      CREATE INDEX messages_author_contact ON messages (author_contact_id) WHERE author_contact_id IS NOT NULL;
      DROP INDEX messages_group_author;
      CREATE INDEX notifications_message ON notifications (message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX notifications_conversation ON notifications (conversation_id) WHERE conversation_id IS NOT NULL;
      CREATE INDEX read_markers_message ON read_markers (last_read_message_id);
      CREATE INDEX read_receipts_message ON read_receipts (message_id);

      -- Few messages have a key of their own: only changes of ids and of groups, which have no wamid.
      CREATE UNIQUE INDEX messages_event_key ON messages (business_phone_number_id, event_key) WHERE event_key IS NOT NULL;
      ALTER TABLE messages DROP CONSTRAINT messages_business_phone_number_id_event_key_key;

      -- Small tables.
      CREATE INDEX api_keys_created_by ON api_keys (created_by_id) WHERE created_by_id IS NOT NULL;
      CREATE INDEX templates_author ON templates (author_user_id) WHERE author_user_id IS NOT NULL;
      CREATE INDEX history_entries_user ON history_entries (user_id) WHERE user_id IS NOT NULL;
      CREATE INDEX broadcasts_template ON broadcasts (template_id);
      CREATE INDEX broadcasts_created_by_user ON broadcasts (created_by_user_id) WHERE created_by_user_id IS NOT NULL;
      CREATE INDEX broadcasts_created_by_api_key ON broadcasts (created_by_api_key_id) WHERE created_by_api_key_id IS NOT NULL;

      -- Of most contacts Meta names no user id, and few are groups.
      DROP INDEX contacts_whatsapp_user_id, contacts_group_id;
      CREATE UNIQUE INDEX contacts_whatsapp_user_id ON contacts (account_id, whatsapp_user_id) WHERE whatsapp_user_id IS NOT NULL;
      CREATE UNIQUE INDEX contacts_group_id ON contacts (account_id, group_id) WHERE group_id IS NOT NULL;

      -- Large tables: a fifth of their rows, which is when PostgreSQL vacuums, is far too many.
      ALTER TABLE messages SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02,
        autovacuum_vacuum_insert_scale_factor = 0.05);
      ALTER TABLE conversations SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
      ALTER TABLE contacts SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
      ALTER TABLE notifications SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
      ALTER TABLE participants SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
      ALTER TABLE read_markers SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
      ALTER TABLE media SET (autovacuum_vacuum_scale_factor = 0.05);

      -- Small tables of which every row is rewritten or deleted soon: their size is what is dead in them.
      ALTER TABLE read_receipts SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
      ALTER TABLE recipient_limits SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
      ALTER TABLE early_statuses SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
      ALTER TABLE idempotency_keys SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
      ALTER TABLE token_buckets SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      ALTER TABLE broadcasts SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      ALTER TABLE accounts SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      ALTER TABLE business_phone_numbers SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      ALTER TABLE leases SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      ALTER TABLE rate_limits SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
      ALTER TABLE event_horizons SET (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const options = [
      'fillfactor',
      'autovacuum_vacuum_scale_factor',
      'autovacuum_vacuum_threshold',
      'autovacuum_analyze_scale_factor',
      'autovacuum_vacuum_insert_scale_factor',
    ].join(', ');
    const tables = [
      'messages',
      'conversations',
      'contacts',
      'notifications',
      'participants',
      'read_markers',
      'media',
      'read_receipts',
      'recipient_limits',
      'early_statuses',
      'idempotency_keys',
      'token_buckets',
      'broadcasts',
      'accounts',
      'business_phone_numbers',
      'leases',
      'rate_limits',
      'event_horizons',
    ];
    for (const table of tables) await runner.query(`ALTER TABLE ${table} RESET (${options})`);
    await runner.query(`
      DROP INDEX contacts_whatsapp_user_id, contacts_group_id;
      CREATE UNIQUE INDEX contacts_whatsapp_user_id ON contacts (account_id, whatsapp_user_id);
      CREATE UNIQUE INDEX contacts_group_id ON contacts (account_id, group_id);
      DROP INDEX broadcasts_created_by_api_key, broadcasts_created_by_user, broadcasts_template, history_entries_user,
        templates_author, api_keys_created_by;
      ALTER TABLE messages ADD UNIQUE (business_phone_number_id, event_key);
      DROP INDEX messages_event_key, read_receipts_message, read_markers_message, notifications_conversation, notifications_message;
      CREATE INDEX messages_group_author ON messages (author_contact_id) WHERE group_id IS NOT NULL;
      DROP INDEX messages_author_contact;
    `);
  }
}
