import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Analytics of Meta: what it counts itself of templates and of prices, by day, and how the latest reading of each account
 * ended. Counts alone, nothing of a person. New tables: nothing waits.
 */
export class KeepAnalyticsOfMeta1763800000077 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meta_analytics (
        account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
        -- When it is to be read; null: not before the next schedule.
        next_at timestamptz(3),
        -- ISO 4217, of all amounts.
        currency text,
        is_enabled_for_insights boolean,
        -- { state, askedAt, refusal }
        template_reading jsonb,
        pricing_reading jsonb,
        -- The latest that brought something.
        templates_read_at timestamptz(3),
        pricing_read_at timestamptz(3)
      );
      CREATE INDEX meta_analytics_due ON meta_analytics (next_at) WHERE next_at IS NOT NULL;

      CREATE TABLE template_analytics_days (
        template_id uuid NOT NULL REFERENCES templates ON DELETE CASCADE,
        -- Meta's day, in UTC, as text, for it is a day of no time zone of ours.
        date text NOT NULL CHECK (date ~ '^\\d{4}-\\d{2}-\\d{2}$'),
        product text NOT NULL CHECK (product IN ('CLOUD_API', 'MARKETING_MESSAGES')),
        sent integer NOT NULL,
        delivered integer NOT NULL,
        read integer NOT NULL,
        -- [{ type, text, count }]; null: Meta counts no clicks of it.
        clicks jsonb,
        -- Null: Meta does not say.
        amount numeric(18, 8),
        PRIMARY KEY (template_id, date, product)
      );
      CREATE INDEX template_analytics_days_date ON template_analytics_days (date);

      CREATE TABLE pricing_analytics_days (
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        date text NOT NULL CHECK (date ~ '^\\d{4}-\\d{2}-\\d{2}$'),
        -- ISO 3166-1 alpha-2; - where Meta does not say.
        country text NOT NULL,
        -- Meta's words, such as MARKETING_LITE and REGULAR.
        category text NOT NULL,
        type text NOT NULL,
        -- Messages delivered.
        volume integer NOT NULL,
        amount numeric(18, 8),
        PRIMARY KEY (account_id, date, country, category, type)
      );
      CREATE INDEX pricing_analytics_days_date ON pricing_analytics_days (date);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pricing_analytics_days, template_analytics_days, meta_analytics');
  }
}
