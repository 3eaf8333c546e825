import type { QueryRunner } from 'typeorm';
import { checksumsOf, statementsOf } from './migrations.js';

const migration = (up: (runner: QueryRunner) => Promise<unknown>) =>
  new (class CreateThings1 {
    up = async (runner: QueryRunner): Promise<void> => void (await up(runner));
    down = async (): Promise<void> => undefined;
  })();

describe('A checksum of a migration', () => {
  it('is of what it sends, in its order', async () => {
    const one = migration((runner) => runner.query('CREATE TABLE things (id uuid)'));
    const two = migration(async (runner) => {
      await runner.query('SELECT 1');
      await runner.query('SELECT $1', [2]);
    });
    expect(await statementsOf(two)).toEqual(['SELECT 1', 'SELECT $1', '[2]']);
    expect(await checksumsOf([one])).toEqual({
      CreateThings1: '18ab9f642adc46e346694ce9ac59807aef705acc80c9e490e2c9f2875326fc45',
    });
    expect(await checksumsOf([two])).not.toEqual(await checksumsOf([one]));
  });

  it('differs for two statements and the one that both would make', async () => {
    const two = migration(async (runner) => {
      await runner.query('a');
      await runner.query('b');
    });
    expect(await checksumsOf([two])).not.toEqual(await checksumsOf([migration((runner) => runner.query('ab'))]));
  });

  it('cannot be had of one that does more than to send SQL', async () => {
    const other = migration((runner) => runner.dropTable('things'));
    await expect(checksumsOf([other])).rejects.toThrow('CreateThings1 uses dropTable of its runner');
  });
});
