import pg from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { isTransient } from './is-transient.js';

const withCode = (code: string, more: object = {}) => Object.assign(new Error('it says something'), { code }, more);

describe('isTransient', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED', { syscall: 'connect' })],
    ['a cut connection', withCode('ECONNRESET', { syscall: 'read' })],
    ['a Unix socket that is gone', withCode('ENOENT', { syscall: 'connect' })],
    ['a server that shuts down', withCode('57P01')],
    ['a server that starts', withCode('57P03')],
    ['too many connections', withCode('53300')],
    ['a full disk', withCode('53100')],
    ['a deadlock', withCode('40P01')],
    ['a cut that pg tells without a code', new Error('Connection terminated unexpectedly')],
    ['a dead connection of the pool', new Error('Client has encountered a connection error and is not queryable')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['the same, as TypeORM tells it', new QueryFailedError('SELECT 1', [], new Error('Connection terminated'))],
    ['a server that shuts down, as TypeORM tells it', new QueryFailedError('SELECT 1', [], withCode('57P01'))],
  ])('%s passes', (_, error) => expect(isTransient(error)).toBe(true));

  it.each([
    ['a broken constraint', withCode('23505')],
    ['a text where a number belongs', withCode('22P02')],
    ['a column that does not exist', new QueryFailedError('SELECT x', [], withCode('42703'))],
    ['a file that does not exist', withCode('ENOENT', { syscall: 'open' })],
    ['a fault of ours that Node gives a code', withCode('ERR_INVALID_ARG_TYPE')],
    ['a fault of ours that speaks of a connection', new TypeError("Cannot read properties of null ('connection')")],
    ['what is no error', { code: '57P01' }],
  ])('%s does not', (_, error) => expect(isTransient(error)).toBe(false));

  it('knows what Node says when nobody listens', async () => {
    const refused = new pg.Client({ host: '127.0.0.1', port: 1 });
    await expect(refused.connect().catch(isTransient)).resolves.toBe(true);
  });

  it('knows how TypeORM says that its connection is gone', async () => {
    const runner = new DataSource({ type: 'postgres' }).createQueryRunner();
    await runner.release();
    await expect(runner.query('SELECT 1').catch(isTransient)).resolves.toBe(true);
  });
});
