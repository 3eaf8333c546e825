
      CREATE TABLE broadcasts (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers,
        template_id uuid NOT NULL REFERENCES templates,
        status text NOT NULL CHECK (status IN ('SCHEDULED', 'RUNNING', 'PAUSED', 'FINISHED', 'CANCELLED')),
        messages_per_second integer CHECK (messages_per_second > 0),
        start_at timestamptz(3) NOT NULL,
        pause_reason text,
        resume_at timestamptz(3),
        pauses integer NOT NULL DEFAULT 0,
        total integer NOT NULL,
        skipped jsonb NOT NULL DEFAULT '[]',
        told_progress text,
        created_by_user_id uuid REFERENCES users ON DELETE SET NULL,
        created_by_api_key_id uuid REFERENCES api_keys ON DELETE SET NULL,
        created_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3)
      );
      CREATE INDEX broadcasts_unfinished ON broadcasts (business_phone_number_id) WHERE status IN ('SCHEDULED', 'RUNNING', 'PAUSED');
      CREATE INDEX broadcasts_account ON broadcasts (account_id, created_at DESC, id DESC);

      ALTER TABLE messages
        ADD COLUMN broadcast_id uuid REFERENCES broadcasts,
        ADD COLUMN retry_of_id uuid REFERENCES messages ON DELETE SET NULL,
        ADD COLUMN unconfirmed_at timestamptz(3),
        ADD COLUMN was_resent boolean NOT NULL DEFAULT false;
      UPDATE messages SET unconfirmed_at = now() WHERE status = 'UNCONFIRMED';
      DROP INDEX messages_to_send;
      -- In the order in which a number sends: what people write before what is sent to many.
      CREATE INDEX messages_to_send ON messages (business_phone_number_id, (broadcast_id IS NOT NULL), id) WHERE status = 'QUEUED';
      CREATE INDEX messages_broadcast ON messages (broadcast_id, status) WHERE broadcast_id IS NOT NULL;
      CREATE INDEX messages_unconfirmed ON messages (unconfirmed_at) WHERE status = 'UNCONFIRMED';
      CREATE INDEX messages_sending ON messages (lease_until) WHERE status = 'SENDING';
      CREATE UNIQUE INDEX messages_retry ON messages (retry_of_id) WHERE retry_of_id IS NOT NULL;

      -- How many messages a number (or a broadcast) may send now: it gains tokens with time.
      CREATE TABLE sending_paces (
        id uuid PRIMARY KEY,
        tokens double precision NOT NULL,
        refreshed_at timestamptz(3) NOT NULL,
        blocked_until timestamptz(3),
        blocks integer NOT NULL DEFAULT 0
      );
      -- Until when a customer has been written to, at one message in six seconds. Written at each sending, so kept small.
      CREATE TABLE recipient_paces (
        conversation_id uuid PRIMARY KEY,
        owed_until timestamptz(3) NOT NULL
      );
      CREATE INDEX recipient_paces_old ON recipient_paces (owed_until);

      ALTER TABLE accounts
        ADD COLUMN sending_paused_until timestamptz(3),
        ADD COLUMN sending_pause_reason text,
        ADD COLUMN sending_pauses integer NOT NULL DEFAULT 0;
      CREATE INDEX idempotency_keys_old ON idempotency_keys (created_at);
    