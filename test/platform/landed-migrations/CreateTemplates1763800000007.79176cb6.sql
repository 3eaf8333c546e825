
      CREATE TABLE templates (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        name text NOT NULL,
        display_name text NOT NULL,
        language text NOT NULL,
        category text NOT NULL CHECK (category IN ('MARKETING', 'UTILITY', 'AUTHENTICATION', 'UNKNOWN')),
        pending_category text,
        parameter_format text NOT NULL CHECK (parameter_format IN ('POSITIONAL', 'NAMED')),
        status text NOT NULL CHECK (status IN ('DRAFT', 'PENDING', 'IN_APPEAL', 'APPROVED', 'PAUSED', 'DISABLED', 'REJECTED',
          'LIMIT_EXCEEDED', 'PENDING_DELETION', 'DELETED', 'ARCHIVED', 'UNKNOWN')),
        quality text NOT NULL DEFAULT 'UNKNOWN' CHECK (quality IN ('GREEN', 'YELLOW', 'RED', 'UNKNOWN')),
        rejection_reason text,
        rejection_advice text,
        data_model_id uuid REFERENCES data_models ON DELETE SET NULL,
        phone_field text,
        content jsonb NOT NULL,
        variables jsonb NOT NULL,
        remote_id text,
        remote_status text,
        remote_components jsonb,
        remote_hash text,
        submitted_hash text,
        status_as_of timestamptz(3),
        quality_as_of timestamptz(3),
        category_as_of timestamptz(3),
        components_as_of timestamptz(3),
        edited_at timestamptz(3)[] NOT NULL DEFAULT '{}',
        submitting_until timestamptz(3),
        author_user_id uuid REFERENCES users ON DELETE SET NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        submitted_at timestamptz(3),
        last_synced_at timestamptz(3)
      );
      -- What is deleted at Meta gives its name free here.
      CREATE UNIQUE INDEX templates_name ON templates (account_id, name, language)
        WHERE status NOT IN ('DELETED', 'PENDING_DELETION');
      CREATE UNIQUE INDEX templates_remote_id ON templates (account_id, remote_id) WHERE remote_id IS NOT NULL;
      CREATE INDEX templates_updated ON templates (account_id, updated_at DESC, id DESC);
      CREATE INDEX templates_data_model ON templates (data_model_id);
      CREATE INDEX templates_pending ON templates (account_id) WHERE status IN ('PENDING', 'IN_APPEAL');

      CREATE TABLE template_users (
        template_id uuid NOT NULL REFERENCES templates ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        PRIMARY KEY (template_id, user_id)
      );
      CREATE INDEX template_users_user ON template_users (user_id);

      -- Who or what changed a template or an account, and why.
      CREATE TABLE changes (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        template_id uuid REFERENCES templates ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('STATUS', 'QUALITY', 'CATEGORY', 'COMPONENTS', 'ACCOUNT', 'CREDENTIALS', 'MEMBERS')),
        from_value text,
        to_value text,
        reason text,
        source text NOT NULL CHECK (source IN ('WEBHOOK', 'SYNC', 'USER', 'API_KEY', 'SYSTEM')),
        user_id uuid REFERENCES users ON DELETE SET NULL,
        occurred_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX changes_template ON changes (template_id, occurred_at, id);
      CREATE INDEX changes_account ON changes (account_id, occurred_at, id) WHERE template_id IS NULL;

      -- The state of synchronisation of an account: when it is next due, who is at it, what the last one found.
      CREATE TABLE template_syncs (
        account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
        next_at timestamptz(3),
        next_pending_at timestamptz(3),
        lease_until timestamptz(3),
        holder uuid,
        report jsonb
      );
      CREATE INDEX template_syncs_due ON template_syncs (next_at);
    