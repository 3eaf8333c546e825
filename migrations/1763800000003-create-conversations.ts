import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversations1763800000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contacts (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        profile_name text,
        username text,
        phone_number text,
        wa_id text,
        whatsapp_user_id text,
        group_id text,
        opted_out_at timestamptz(3),
        blocked_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CHECK (wa_id IS NOT NULL OR whatsapp_user_id IS NOT NULL OR group_id IS NOT NULL)
      );
      CREATE UNIQUE INDEX contacts_wa_id ON contacts (account_id, wa_id);
      CREATE UNIQUE INDEX contacts_whatsapp_user_id ON contacts (account_id, whatsapp_user_id);
      CREATE UNIQUE INDEX contacts_group_id ON contacts (account_id, group_id);

      CREATE TABLE conversations (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers,
        contact_id uuid NOT NULL REFERENCES contacts,
        origin text NOT NULL CHECK (origin IN ('BUSINESS_INITIATED', 'CUSTOMER_INITIATED')),
        status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'CLOSED')),
        assignee_id uuid REFERENCES users ON DELETE SET NULL,
        last_inbound_at timestamptz(3),
        last_message_id uuid,
        last_activity_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (business_phone_number_id, contact_id)
      );
      CREATE INDEX conversations_activity ON conversations (account_id, last_activity_at DESC, id DESC);
      CREATE INDEX conversations_contact ON conversations (contact_id);

      CREATE TABLE participants (
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        added_by_id uuid REFERENCES users ON DELETE SET NULL,
        added_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (conversation_id, user_id)
      );
      CREATE INDEX participants_user ON participants (user_id);

      CREATE TABLE messages (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers,
        conversation_id uuid NOT NULL REFERENCES conversations,
        direction text NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND', 'INTERNAL')),
        status text NOT NULL CHECK (status IN ('QUEUED', 'SENDING', 'UNCONFIRMED', 'HELD', 'SENT', 'DELIVERED', 'READ',
          'PLAYED', 'FAILED', 'CANCELLED', 'RECEIVED')),
        kind text NOT NULL,
        content jsonb NOT NULL,
        text text,
        whatsapp_id text,
        event_key text,
        idempotency_key text,
        author_user_id uuid REFERENCES users ON DELETE SET NULL,
        author_api_key_id uuid REFERENCES api_keys ON DELETE SET NULL,
        author_contact_id uuid REFERENCES contacts ON DELETE SET NULL,
        reply_to_whatsapp_id text,
        is_forwarded boolean NOT NULL DEFAULT false,
        failure jsonb,
        accepted_at timestamptz(3),
        sent_at timestamptz(3),
        delivered_at timestamptz(3),
        read_at timestamptz(3),
        played_at timestamptz(3),
        failed_at timestamptz(3),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz(3),
        lease_until timestamptz(3),
        claim_id uuid,
        occurred_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (business_phone_number_id, whatsapp_id),
        UNIQUE (business_phone_number_id, event_key)
      );
      CREATE INDEX messages_timeline ON messages (conversation_id, occurred_at, id);
      CREATE INDEX messages_inbound ON messages (conversation_id, id) WHERE direction = 'INBOUND';
      CREATE INDEX messages_to_send ON messages (next_attempt_at, id) WHERE status = 'QUEUED';
      CREATE INDEX messages_in_flight ON messages (conversation_id, id) WHERE status IN ('QUEUED', 'SENDING');

      CREATE TABLE read_markers (
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        last_read_message_id uuid NOT NULL REFERENCES messages,
        read_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (conversation_id, user_id)
      );

      -- A customer's blue ticks: what Meta is yet to be told. One a conversation: it stands for all before it.
      CREATE TABLE read_receipts (
        conversation_id uuid PRIMARY KEY REFERENCES conversations ON DELETE CASCADE,
        message_id uuid NOT NULL REFERENCES messages,
        state text NOT NULL CHECK (state IN ('QUEUED', 'SENDING', 'SENT', 'FAILED')),
        error text,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz(3),
        lease_until timestamptz(3),
        claim_id uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX read_receipts_to_send ON read_receipts (next_attempt_at) WHERE state IN ('QUEUED', 'SENDING');

      CREATE TABLE idempotency_keys (
        account_id uuid NOT NULL REFERENCES accounts,
        key text NOT NULL,
        request_hash bytea NOT NULL,
        message_ids uuid[] NOT NULL DEFAULT '{}',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (account_id, key)
      );

      -- Statuses that came before the message's wamid was known; applied when it is.
      CREATE TABLE early_statuses (
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers ON DELETE CASCADE,
        whatsapp_id text NOT NULL,
        status text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        failure jsonb,
        received_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (business_phone_number_id, whatsapp_id, status)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE early_statuses, idempotency_keys, read_receipts, read_markers, messages,
      participants, conversations, contacts`);
  }
}
