import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts have a default country, in which phone numbers without a country code are read. Contacts whose user id was stored
 * as a number, because Meta wrote it where numbers stand, are known by it. Locks accounts for a moment; of contacts it
 * rewrites only the rows whose wa_id is no number, after one pass over the table.
 */
export class OnePersonOneNumber1763800000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts
        ADD COLUMN default_country text,
        ADD COLUMN is_default_country_chosen boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT accounts_default_country_check CHECK (default_country ~ '^[A-Z]{2}$');

      UPDATE contacts SET whatsapp_user_id = wa_id, wa_id = NULL, phone_number = NULL
       WHERE wa_id ~ '^[A-Z]{2}[.](ENT[.])?[A-Za-z0-9]{1,128}$'
         AND (whatsapp_user_id IS NULL AND NOT EXISTS (
                SELECT FROM contacts other
                 WHERE other.account_id = contacts.account_id AND other.whatsapp_user_id = contacts.wa_id)
              OR whatsapp_user_id = wa_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts
        DROP CONSTRAINT accounts_default_country_check,
        DROP COLUMN is_default_country_chosen,
        DROP COLUMN default_country;
    `);
  }
}
