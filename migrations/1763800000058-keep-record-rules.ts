import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules that send templates when records reach a state, and what each did. Tables of their own; nothing is locked. */
export class KeepRecordRules1763800000058 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE record_rules (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        data_model_id uuid NOT NULL REFERENCES data_models ON DELETE CASCADE,
        template_id uuid NOT NULL REFERENCES templates ON DELETE CASCADE,
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers,
        name text NOT NULL,
        trigger text NOT NULL CHECK (trigger IN ('CREATED', 'STATE_REACHED')),
        record_filter jsonb NOT NULL,
        is_once_per_record boolean NOT NULL,
        max_per_hour integer NOT NULL CHECK (max_per_hour > 0),
        max_per_day integer NOT NULL CHECK (max_per_day > 0),
        status text NOT NULL CHECK (status IN ('ENABLED', 'DISABLED', 'STOPPED')),
        stop_reason text,
        -- What was triggered before it counts no more for stopping the rule.
        counted_from timestamptz(3) NOT NULL,
        author_user_id uuid REFERENCES users,
        author_api_key_id uuid REFERENCES api_keys,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      );
      CREATE INDEX record_rules_account ON record_rules (account_id, created_at, id);
      CREATE INDEX record_rules_model ON record_rules (data_model_id);
      CREATE INDEX record_rules_template ON record_rules (template_id);

      -- A record that made a rule true, and what came of it. Written in the transaction that wrote the record.
      CREATE TABLE record_rule_runs (
        id uuid PRIMARY KEY,
        rule_id uuid NOT NULL REFERENCES record_rules ON DELETE CASCADE,
        record_id uuid REFERENCES data_records ON DELETE SET NULL,
        state text NOT NULL CHECK (state IN ('WAITING', 'SENT', 'REFUSED', 'DISCARDED')),
        -- How many rules had sent before it in a row, each because of what the one before had led to.
        depth integer NOT NULL,
        message_id uuid REFERENCES messages ON DELETE SET NULL,
        problems jsonb NOT NULL,
        triggered_at timestamptz(3) NOT NULL,
        decided_at timestamptz(3)
      );
      CREATE INDEX record_rule_runs_rule ON record_rule_runs (rule_id, triggered_at, id);
      CREATE INDEX record_rule_runs_record ON record_rule_runs (record_id, rule_id) WHERE record_id IS NOT NULL;
      CREATE INDEX record_rule_runs_message ON record_rule_runs (message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX record_rule_runs_waiting ON record_rule_runs (rule_id, id) WHERE state = 'WAITING';
      CREATE INDEX record_rule_runs_sent ON record_rule_runs (rule_id, decided_at) WHERE state = 'SENT';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE record_rule_runs, record_rules');
  }
}
