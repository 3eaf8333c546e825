export interface Part {
  text: string;
  isFound: boolean;
}

const BEFORE = 40;
const LONGEST = 160;

/** The piece of a text around the first word that was searched, with all of them marked; without regard to case and accents. */
export function foundParts(text: string, search: string): Part[] {
  const words = search.split(/\s+/).filter((word) => word !== '');
  const line = text.replace(/\s+/g, ' ');
  const finds = marksOf(line, words);
  const first = finds.indexOf(true);
  const from = first > BEFORE ? first - BEFORE : 0;
  const to = Math.min(line.length, from + LONGEST);
  const parts: Part[] = [];
  for (let index = from; index < to; index++) {
    const isFound = finds[index] === true;
    const last = parts.at(-1);
    if (last?.isFound === isFound) last.text += line.charAt(index);
    else parts.push({ text: line.charAt(index), isFound });
  }
  if (from > 0) parts.unshift({ text: '…', isFound: false });
  if (to < line.length) parts.push({ text: '…', isFound: false });
  return parts;
}

/** Of each character, whether it belongs to a word that was searched. */
function marksOf(line: string, words: string[]): boolean[] {
  const marks: boolean[] = new Array<boolean>(line.length).fill(false);
  const folded = [...line].flatMap((character) => folding(character, character.length));
  const text = folded.join('');
  for (const word of words.map((each) => fold(each)).filter((each) => each !== ''))
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      marks.fill(true, at, at + word.length);
  return marks;
}

/** As many units as the character has, so that places in the folded text are places in the text. */
function folding(character: string, length: number): string[] {
  const folded = fold(character);
  return Array.from({ length }, (_, index) => folded.charAt(index) || '\u0000');
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
