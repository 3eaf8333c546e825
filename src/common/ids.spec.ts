import { firstIdOf, isId, newId } from './ids.js';

describe('Ids', () => {
  it('are unique and in the order in which they were made', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every(isId)).toBe(true);
  });

  it('can be told from those of before and after a time', () => {
    const id = newId();
    expect(firstIdOf(new Date(Date.now() - 1_000)) < id && id < firstIdOf(new Date(Date.now() + 1_000))).toBe(true);
  });

  it.each(['', 'x', '01a202bc-b51f-70ee-84fa', "'; DROP TABLE users"])('are not %p', (text) =>
    expect(isId(text)).toBe(false),
  );
});
