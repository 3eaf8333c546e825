import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WorkTogether1763800000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      ALTER TABLE contacts
        ADD COLUMN opt_out_source text CHECK (opt_out_source IN ('CUSTOMER_WORD', 'WHATSAPP', 'DELIVERY', 'COLLEAGUE')),
        ADD COLUMN marketing_as_of timestamptz(3),
        ADD COLUMN search_text text NOT NULL DEFAULT '',
        ADD COLUMN merged_into_id uuid REFERENCES contacts,
        DROP CONSTRAINT contacts_check,
        ADD CONSTRAINT contacts_known
          CHECK (wa_id IS NOT NULL OR whatsapp_user_id IS NOT NULL OR group_id IS NOT NULL OR merged_into_id IS NOT NULL);
      UPDATE contacts SET search_text = lower(concat_ws(' ', profile_name, username, phone_number));
      CREATE INDEX contacts_search ON contacts USING gin (search_text gin_trgm_ops);
      CREATE INDEX contacts_merged ON contacts (merged_into_id) WHERE merged_into_id IS NOT NULL;

      ALTER TABLE conversations
        ADD COLUMN last_acted_at timestamptz(3),
        ADD COLUMN template_sender_id uuid REFERENCES users ON DELETE SET NULL,
        ADD COLUMN merged_into_id uuid REFERENCES conversations;
      UPDATE conversations SET last_acted_at =
        (SELECT max(created_at) FROM messages WHERE messages.conversation_id = conversations.id AND author_user_id IS NOT NULL);
      CREATE INDEX conversations_merged ON conversations (merged_into_id) WHERE merged_into_id IS NOT NULL;
      CREATE INDEX conversations_assignee ON conversations (assignee_id) WHERE assignee_id IS NOT NULL;

      ALTER TABLE messages
        ADD COLUMN target_whatsapp_id text,
        ADD COLUMN origin text CHECK (origin IN ('PARLEY', 'PHONE_APP')),
        ADD COLUMN source jsonb,
        ADD COLUMN search_text text,
        ADD COLUMN edited_at timestamptz(3),
        ADD COLUMN revoked_at timestamptz(3);
      UPDATE messages SET search_text = lower(text) WHERE text IS NOT NULL;
      UPDATE messages SET origin = 'PARLEY' WHERE direction = 'OUTBOUND';
      UPDATE messages SET source = jsonb_build_object('referral', content->'referral')
        WHERE jsonb_typeof(content->'referral') = 'object';
      CREATE INDEX messages_search ON messages USING gin (search_text gin_trgm_ops);
      CREATE INDEX messages_targets ON messages (business_phone_number_id, target_whatsapp_id) WHERE target_whatsapp_id IS NOT NULL;
      -- What is unread: reactions, edits and deletions speak of a message, and are none.
      DROP INDEX messages_inbound;
      CREATE INDEX messages_inbound ON messages (conversation_id, id) WHERE direction = 'INBOUND' AND target_whatsapp_id IS NULL;

      ALTER TABLE media
        ADD COLUMN message_id uuid REFERENCES messages ON DELETE CASCADE,
        ADD COLUMN remote_id text,
        ADD COLUMN business_phone_number_id uuid REFERENCES business_phone_numbers,
        ADD COLUMN error text,
        ADD COLUMN fetch_state text CHECK (fetch_state IN ('WAITING', 'FETCHING')),
        ADD COLUMN attempts integer NOT NULL DEFAULT 0,
        ADD COLUMN next_attempt_at timestamptz(3),
        ADD COLUMN lease_until timestamptz(3),
        ADD COLUMN claim_id uuid;
      CREATE INDEX media_to_fetch ON media (id) WHERE fetch_state IS NOT NULL;
      CREATE INDEX media_message ON media (message_id) WHERE message_id IS NOT NULL;

      ALTER TABLE accounts
        ADD COLUMN status_as_of timestamptz(3),
        ADD COLUMN restrictions jsonb NOT NULL DEFAULT '[]';
      ALTER TABLE business_phone_numbers
        ADD COLUMN name_as_of timestamptz(3),
        ADD COLUMN limit_as_of timestamptz(3);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE business_phone_numbers DROP COLUMN limit_as_of, DROP COLUMN name_as_of;
      ALTER TABLE accounts DROP COLUMN restrictions, DROP COLUMN status_as_of;
      ALTER TABLE media DROP COLUMN claim_id, DROP COLUMN lease_until, DROP COLUMN next_attempt_at, DROP COLUMN attempts,
        DROP COLUMN fetch_state, DROP COLUMN error, DROP COLUMN business_phone_number_id, DROP COLUMN remote_id, DROP COLUMN message_id;
      DROP INDEX messages_inbound;
      CREATE INDEX messages_inbound ON messages (conversation_id, id) WHERE direction = 'INBOUND';
      ALTER TABLE messages DROP COLUMN revoked_at, DROP COLUMN edited_at, DROP COLUMN search_text, DROP COLUMN source,
        DROP COLUMN origin, DROP COLUMN target_whatsapp_id;
      DELETE FROM conversations WHERE merged_into_id IS NOT NULL;
      ALTER TABLE conversations DROP COLUMN merged_into_id, DROP COLUMN template_sender_id, DROP COLUMN last_acted_at;
      DROP INDEX conversations_assignee;
      DELETE FROM contacts WHERE merged_into_id IS NOT NULL;
      ALTER TABLE contacts DROP CONSTRAINT contacts_known, DROP COLUMN merged_into_id, DROP COLUMN search_text,
        DROP COLUMN marketing_as_of, DROP COLUMN opt_out_source,
        ADD CONSTRAINT contacts_check CHECK (wa_id IS NOT NULL OR whatsapp_user_id IS NOT NULL OR group_id IS NOT NULL);
      DROP EXTENSION pg_trgm;
    `);
  }
}
