import { inErasureOrder, type ErasurePart } from './erasure-part.js';

const part = (name: string, ...before: string[]): ErasurePart => ({
  name,
  tables: [],
  before,
  erase: async () => 0,
  exports: [],
});
const order = (...parts: ErasurePart[]): string[] => inErasureOrder(parts).map(({ name }) => name);

describe('The parts of erasure', () => {
  it('run before those that they name, and otherwise as they came', () => {
    expect(order(part('contacts'), part('conversations', 'contacts'), part('messages', 'conversations'))).toEqual([
      'messages',
      'conversations',
      'contacts',
    ]);
    expect(order(part('records'), part('files'), part('deliveries'))).toEqual(['records', 'files', 'deliveries']);
    expect(order()).toEqual([]);
  });

  it('are refused when a name is used twice, does not exist, or when they wait for each other', () => {
    expect(() => order(part('files'), part('files'))).toThrow('same name');
    expect(() => order(part('files', 'mesages'))).toThrow('Erasure of files comes before mesages');
    expect(() => order(part('files', 'messages'), part('messages', 'files'))).toThrow('wait for each other');
  });
});
