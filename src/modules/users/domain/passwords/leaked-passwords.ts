/** What people put around a word to make a password of it: `Dragon2024!` is as leaked as `dragon`. */
const BEFORE = /^[\d\W_]+/;
const AFTER = /[\d\W_]+$/;
/** A few characters again and again, or one. */
const REPEATED = /^(.{1,4})\1+$/su;
/** A row of the keyboard or of numbers, however often. */
const ROWS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

let loaded: Promise<ReadonlySet<string>> | null = null;

/**
 * Whether a password is among the 49,000 that were leaked most often (`@zxcvbn-ts/language-common`), whatever its case and
 * width, with or without digits and signs around it; or is a few characters again and again, or one row of keys. The list is
 * read at the first question.
 */
export async function isLeakedPassword(password: string): Promise<boolean> {
  const folded = password.normalize('NFKC').toLowerCase();
  if (REPEATED.test(folded) || ROWS.some((row) => row.includes(folded))) return true;
  loaded ??= load();
  const leaked = await loaded;
  const [start, end] = [folded.replace(AFTER, ''), folded.replace(BEFORE, '')];
  return [folded, start, end, start.replace(BEFORE, '')].some((word) => leaked.has(word));
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map(String));
}
