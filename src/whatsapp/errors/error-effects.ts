/** What a refusal is about: how much else has to wait, or stop, because of it. */
export type ErrorEffect = 'TOKEN' | 'ACCOUNT' | 'NUMBER' | 'RECIPIENT' | 'TEMPLATE' | 'MESSAGE';

const EFFECTS: ReadonlyMap<number, ErrorEffect> = new Map<number, ErrorEffect>([
  ...[0, 102, 190].map((code) => [code, 'TOKEN'] as const),
  // Policy, lock, payment: nothing of the account goes out until somebody has put it right.
  ...[368, 131031, 131042].map((code) => [code, 'ACCOUNT'] as const),
  // Too much at once, maintenance, too many complaints: the number has to be quiet for a while.
  ...[4, 80007, 130429, 131048, 131057, 2494100].map((code) => [code, 'NUMBER'] as const),
  [131056, 'RECIPIENT'],
  // Paused, disabled, unknown, not there yet, in the wrong category: the same happens to all who would get it.
  ...[132001, 132007, 132015, 132016, 134101, 134102, 131063, 131064].map((code) => [code, 'TEMPLATE'] as const),
]);

export function effectOf(code: number): ErrorEffect {
  return EFFECTS.get(code) ?? 'MESSAGE';
}
