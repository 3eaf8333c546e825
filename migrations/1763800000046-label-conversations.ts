import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Labels of accounts, which conversations carry, and their rows of the inbox: a list by label is read from an index in its
 * order, as every other list is (docs/decisions/0060). New tables alone: nothing is locked.
 */
export class LabelConversations1763800000046 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE labels (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        name text NOT NULL,
        color text NOT NULL CHECK (color IN ('GRAY', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'TEAL', 'BLUE', 'PURPLE', 'PINK')),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        -- Then it is nobody's any more; conversations lose it in the background.
        deleted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX labels_name ON labels (account_id, lower(name)) WHERE deleted_at IS NULL;
      CREATE INDEX labels_account ON labels (account_id);
      CREATE INDEX labels_deleted ON labels (deleted_at) WHERE deleted_at IS NOT NULL;

      CREATE TABLE conversation_labels (
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        label_id uuid NOT NULL REFERENCES labels,
        added_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (conversation_id, label_id)
      );
      CREATE INDEX conversation_labels_label ON conversation_labels (label_id, conversation_id);

      -- A labelled conversation as it is (person_id 0), and as each person with an inbox row has it.
      CREATE TABLE label_rows (
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        label_id uuid NOT NULL,
        person_id uuid NOT NULL,
        business_phone_number_id uuid NOT NULL,
        state smallint NOT NULL,
        last_activity_at timestamptz(3) NOT NULL,
        conversation_created_at timestamptz(3) NOT NULL,
        waiting_since timestamptz(3),
        PRIMARY KEY (conversation_id, label_id, person_id)
      ) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
      CREATE INDEX label_rows_activity ON label_rows
        (label_id, person_id, business_phone_number_id, state, last_activity_at DESC, conversation_id DESC);
      CREATE INDEX label_rows_created ON label_rows
        (label_id, person_id, business_phone_number_id, state, conversation_created_at DESC, conversation_id DESC);
      CREATE INDEX label_rows_waiting ON label_rows
        (label_id, person_id, business_phone_number_id, state, waiting_since DESC, conversation_id DESC) WHERE waiting_since IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE label_rows; DROP TABLE conversation_labels; DROP TABLE labels;');
  }
}
