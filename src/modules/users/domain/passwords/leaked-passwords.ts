/** What people put around a word to make a password of it: `Dragon2024!` is as leaked as `dragon`. */
const AROUND = /^[\d\W_]+|[\d\W_]+$/g;
/** One character, or a row of the keyboard or of numbers, however often. */
const ROWS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

let loaded: Promise<ReadonlySet<string>> | null = null;

/**
 * Whether a password is among the 49,000 that were leaked most often (`@zxcvbn-ts/language-common`), whatever its case and
 * with or without digits and signs around it, or is one character or one row of keys. The list is read at the first question.
 */
export async function isLeakedPassword(password: string): Promise<boolean> {
  const folded = password.toLowerCase();
  if (new Set(folded).size === 1 || ROWS.some((row) => row.includes(folded))) return true;
  loaded ??= load();
  const leaked = await loaded;
  return leaked.has(folded) || leaked.has(folded.replace(AROUND, ''));
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map(String));
}
