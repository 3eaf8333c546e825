import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Marketing Messages API of Meta, account by account: whether marketing templates go by its endpoint, whether the
 * activity of such messages is shared with Meta, and how the account stands with it. Constant defaults: no row is rewritten.
 */
export class SendMarketingByItsApi1763800000076 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts
        ADD COLUMN marketing_messages_policy text NOT NULL DEFAULT 'OFF'
          CHECK (marketing_messages_policy IN ('OFF', 'CLOUD_API_FALLBACK', 'STRICT')),
        -- Null: as the account is set up at Meta.
        ADD COLUMN marketing_activity_sharing boolean,
        -- { onboardingStatus, isRequired, readAt }; null until Meta has been asked.
        ADD COLUMN marketing_messages_standing jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts
        DROP COLUMN marketing_messages_policy,
        DROP COLUMN marketing_activity_sharing,
        DROP COLUMN marketing_messages_standing;
    `);
  }
}
