/** Words that a description does not begin with: what they say something of has not been named. */
const NAMELESS = new Set(
  [
    'a an the of by for with in on at to from as under over absent null empty see such up',
    'it its this that these those they them their he she his her one ones which who whom whose what where why how',
  ]
    .join(' ')
    .split(' '),
);
/** Words that may begin a description, and after which the subject must stand at once: "Whether the viewer …", not "Whether it …". */
const CONJUNCTIONS = new Set('whether when since until while if'.split(' '));
const PRONOUNS = new Set('it its they them their he she his her'.split(' '));
const WORDS_THAT_NAME = 3;
const MIN_CHARACTERS = 8;

/**
 * What is wrong with a description of the schema, in a few words; null: nothing. It names its subject within three words
 * and begins as a sentence does. What it says beyond that (shape, unit, errors, source) only a reader can judge.
 */
export function problemOfDescription(description: string | null | undefined): string | null {
  const text = description?.trim() ?? '';
  if (text === '') return 'has no description';
  if (text.length < MIN_CHARACTERS) return 'says too little';
  const words = text
    .split(/\s+/)
    .slice(0, WORDS_THAT_NAME)
    .map((word) => word.toLowerCase().replace(/[^\p{L}'’]/gu, ''));
  const [first = '', ...others] = words;
  if (NAMELESS.has(first)) return `begins with "${first}": name the subject first`;
  const pronoun = CONJUNCTIONS.has(first) ? others.find((word) => PRONOUNS.has(word)) : undefined;
  if (pronoun !== undefined) return `says "${pronoun}" before the subject has been named`;
  if (!/^[\p{Lu}`"]/u.test(text)) return 'begins with a small letter';
  return null;
}
