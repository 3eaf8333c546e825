import { StatementNames } from './statement-names.js';

describe('Statement names', () => {
  it('name a statement by what it does, the same each time', () => {
    const names = new StatementNames();
    const first = names.of('SELECT id FROM messages WHERE id = $1');
    expect(first).toMatchObject({ summary: 'SELECT messages' });
    expect(first.name).toMatch(/^select_messages_[0-9a-f]{16}$/);
    expect(names.of('SELECT id FROM messages WHERE id = $1').name).toBe(first.name);
    expect(names.of('SELECT text FROM messages WHERE id = $1').name).not.toBe(first.name);
  });

  it('leave out texts that are longer than any that is written by hand: a connection would keep each of them', () => {
    const counts = Array.from({ length: 500 }, (_, index) => `(SELECT count(*) FROM messages WHERE id = $${index})`);
    expect(new StatementNames().of(`SELECT ${counts.join(', ')}`)).toMatchObject({ name: undefined });
  });

  it('are given to the first thousand texts, and no more', () => {
    const names = new StatementNames();
    const named = Array.from({ length: 1_200 }, (_, index) => names.of(`SELECT ${index} FROM messages`).name);
    expect(named.filter((name) => name !== undefined)).toHaveLength(1_000);
    expect(names.of('SELECT 0 FROM messages').name).toBe(named[0]);
  });
});
