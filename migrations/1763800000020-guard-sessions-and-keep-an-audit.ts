import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sessions know where and when they were used, and every refresh token that they ever had; passwords can be reset; what
 * people and programs did is kept. Locks sessions (a row a login, and small) while it moves their tokens.
 */
export class GuardSessionsAndKeepAnAudit1763800000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        ADD COLUMN last_used_at timestamptz(3) NOT NULL DEFAULT now(),
        ADD COLUMN address text NOT NULL DEFAULT '',
        ADD COLUMN user_agent text;

      -- A pair of tokens. A refresh replaces it by another, and it stays: so its second use is noticed, however late.
      CREATE TABLE session_tokens (
        refresh_token_hash bytea PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
        refresh_expires_at timestamptz(3) NOT NULL,
        access_token_hash bytea UNIQUE,
        access_expires_at timestamptz(3) NOT NULL,
        replaced_at timestamptz(3),
        CHECK (replaced_at IS NULL OR access_token_hash IS NULL)
      );
      CREATE INDEX session_tokens_session ON session_tokens (session_id);
      INSERT INTO session_tokens (refresh_token_hash, session_id, refresh_expires_at, access_token_hash, access_expires_at)
        SELECT refresh_token_hash, id, refresh_expires_at, access_token_hash, access_expires_at FROM sessions;
      INSERT INTO session_tokens (refresh_token_hash, session_id, refresh_expires_at, access_expires_at, replaced_at)
        SELECT former_refresh_token_hash, id, refresh_expires_at, access_expires_at, created_at FROM sessions
         WHERE former_refresh_token_hash IS NOT NULL;
      ALTER TABLE sessions
        DROP COLUMN access_token_hash, DROP COLUMN access_expires_at, DROP COLUMN refresh_token_hash,
        DROP COLUMN former_refresh_token_hash, DROP COLUMN refresh_expires_at;

      -- One for each person at most: a new one replaces the former.
      CREATE TABLE password_resets (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        token_hash bytea NOT NULL UNIQUE,
        expires_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );

      -- Refers to nothing, so that an entry outlives what it is about.
      CREATE TABLE audit_entries (
        id uuid PRIMARY KEY,
        occurred_at timestamptz(3) NOT NULL,
        action text NOT NULL CHECK (action ~ '^[A-Z_]+$'),
        actor_kind text NOT NULL CHECK (actor_kind IN ('USER', 'API_KEY', 'NOBODY', 'COMMAND', 'SYSTEM')),
        actor_id uuid,
        actor_name text,
        subject_type text CHECK (subject_type ~ '^[A-Z_]+$'),
        subject_id uuid,
        subject_name text,
        account_id uuid,
        address text,
        user_agent text,
        details jsonb NOT NULL,
        CHECK ((actor_id IS NOT NULL) = (actor_kind IN ('USER', 'API_KEY')))
      );
      CREATE INDEX audit_entries_time ON audit_entries (occurred_at, id);
      CREATE INDEX audit_entries_actor ON audit_entries (actor_id, occurred_at);
      CREATE INDEX audit_entries_subject ON audit_entries (subject_id, occurred_at);

      CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND OLD.occurred_at < now() - interval '90 days' THEN
          RETURN OLD; -- retention
        END IF;
        RAISE EXCEPTION 'The audit trail is only added to: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit();
      CREATE TRIGGER audit_entries_stay_all BEFORE TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_entries;
      DROP FUNCTION refuse_change_of_audit();
      DROP TABLE password_resets;

      ALTER TABLE sessions
        ADD COLUMN access_token_hash bytea,
        ADD COLUMN access_expires_at timestamptz(3),
        ADD COLUMN refresh_token_hash bytea,
        ADD COLUMN former_refresh_token_hash bytea,
        ADD COLUMN refresh_expires_at timestamptz(3);
      UPDATE sessions SET access_token_hash = pair.access_token_hash, access_expires_at = pair.access_expires_at,
             refresh_token_hash = pair.refresh_token_hash, refresh_expires_at = pair.refresh_expires_at
        FROM session_tokens pair WHERE pair.session_id = sessions.id AND pair.replaced_at IS NULL;
      DELETE FROM sessions WHERE refresh_token_hash IS NULL;
      ALTER TABLE sessions
        ALTER COLUMN access_token_hash SET NOT NULL,
        ALTER COLUMN access_expires_at SET NOT NULL,
        ALTER COLUMN refresh_token_hash SET NOT NULL,
        ALTER COLUMN refresh_expires_at SET NOT NULL,
        ADD UNIQUE (access_token_hash),
        ADD UNIQUE (refresh_token_hash),
        ADD UNIQUE (former_refresh_token_hash),
        DROP COLUMN last_used_at, DROP COLUMN address, DROP COLUMN user_agent;
      DROP TABLE session_tokens;
    `);
  }
}
