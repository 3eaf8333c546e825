import { compareCategories } from './compare-categories.js';

describe('Comparing categories', () => {
  const row = (category: string | null, messages: number, amount: string | null) => ({ category, messages, amount });

  it('puts what Meta counts beside what is counted here, whoever has it', () => {
    const meta = [row('MARKETING', 2, '0.1'), row('MARKETING', 1, '0.05'), row('UTILITY', 4, null)];
    const ours = [row('marketing', 2, '0.12'), row('service', 7, null), row(null, 3, null)];
    expect(compareCategories(meta, ours)).toEqual([
      { category: 'marketing', metaMessages: 3, metaAmount: '0.15', messages: 2, amount: '0.12' },
      { category: 'service', metaMessages: 0, metaAmount: null, messages: 7, amount: null },
      { category: 'utility', metaMessages: 4, metaAmount: null, messages: 0, amount: null },
    ]);
  });
});
