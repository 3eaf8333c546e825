import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counts of rate limits that processes without Redis share, such as wrong passwords. Unlogged: they are written often,
 * and losing them in a crash costs nothing but the counts. Makes a table and locks none.
 */
export class LimitRates1763800000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE rate_limits (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        -- Milliseconds since 1970, as rate-limiter-flexible writes it.
        expire bigint
      );
      CREATE INDEX rate_limits_expire ON rate_limits (expire);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rate_limits');
  }
}
