import { amountOf, unitsOf } from './rates.js';

/** Messages of a category, and what they cost, as digits with a point; null: not known. */
interface CategorySum {
  category: string | null;
  messages: number;
  amount: string | null;
}

interface CategoryPair {
  category: string;
  metaMessages: number;
  metaAmount: string | null;
  messages: number;
  amount: string | null;
}

/** Category by category what Meta counts, and what is counted here. What has no category is left out. */
export function compareCategories(ofMeta: readonly CategorySum[], ours: readonly CategorySum[]): CategoryPair[] {
  const meta = sumsOf(ofMeta);
  const own = sumsOf(ours);
  const categories = [...new Set([...meta.keys(), ...own.keys()])].sort();
  return categories.map((category) => ({
    category,
    metaMessages: meta.get(category)?.messages ?? 0,
    metaAmount: meta.get(category)?.amount ?? null,
    messages: own.get(category)?.messages ?? 0,
    amount: own.get(category)?.amount ?? null,
  }));
}

function sumsOf(rows: readonly CategorySum[]): Map<string, { messages: number; amount: string | null }> {
  const sums = new Map<string, { messages: number; units: bigint | null }>();
  for (const { category, messages, amount } of rows) {
    if (category === null) continue;
    const key = category.toLowerCase();
    const { messages: before, units } = sums.get(key) ?? { messages: 0, units: null };
    sums.set(key, {
      messages: before + messages,
      units: amount === null ? units : (units ?? 0n) + unitsOf(amount),
    });
  }
  return new Map(
    [...sums].map(([key, { messages, units }]) => [key, { messages, amount: units === null ? null : amountOf(units) }]),
  );
}
