import { readFileSync, writeFileSync } from 'node:fs';

/** Section of a document that is made from the code, between two markers. */
interface GeneratedSection {
  file: string;
  begin: string;
  end: string;
  /** With both markers. */
  text: string;
  /** Said when the document has something else, such as that it does not show the modules as they are. */
  staleMessage: string;
}

/** Writes the section; with --check compares it, and exits with 1 when it is another. @throws Error where the markers are missing */
export function writeOrCheck({ file, begin, end, text, staleMessage }: GeneratedSection): void {
  const document = readFileSync(file, 'utf8');
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for it: ${begin} … ${end}`);
  const expected = document.slice(0, from) + text + document.slice(to + end.length);
  if (!process.argv.includes('--check')) writeFileSync(file, expected);
  else if (expected !== document) {
    process.stderr.write(`${staleMessage}\n`);
    process.exitCode = 1;
  }
}
