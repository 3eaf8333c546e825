import { readFileSync } from 'node:fs';

/** Code block of a page, with what stands in comments around it for whoever runs it. */
export interface Snippet {
  file: string;
  /** Line of its first line of code. */
  line: number;
  language: string;
  code: string;
  /** Why it is not run: `<!-- not run: the reason -->` before it. */
  notRun: string | null;
  /** `<!-- NAME = data.path -->` after it: what the reader takes from the answer for later. After the variables of a document it is of the document. */
  takes: [name: string, path: string][];
  /** `<!-- until data.path = VALUE -->` after it: it is asked again until it answers this. */
  until: [path: string, value: string] | null;
}

const FENCE = /^(?<indent> *)```(?<language>\w*)$/;
const NOT_RUN = /^<!-- not run: (.+) -->$/;
const UNTIL = /^<!-- until ([\w.]+) = (\w+) -->$/;
const TAKES = /^<!-- ([A-Z_]+) = ([\w.]+) -->$/;

/** Every code block of a page, in order. */
export function snippetsOf(file: string, text = readFileSync(file, 'utf8')): Snippet[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const snippets: Snippet[] = [];
  let open: Snippet | null = null;
  lines.forEach((line, index) => {
    const fence = FENCE.exec(line);
    if (fence === null) {
      const takes = TAKES.exec(line);
      const until = UNTIL.exec(line);
      const last = snippets.findLast(({ language }) => language !== 'json');
      if (open !== null) open.code += `${line}\n`;
      else if (takes !== null) last?.takes.push([String(takes[1]), String(takes[2])]);
      else if (until !== null && last !== undefined) last.until = [String(until[1]), String(until[2])];
    } else if (open === null) {
      const before = lines.slice(0, index).findLast((earlier) => earlier !== '');
      const notRun = NOT_RUN.exec(before ?? '')?.[1] ?? null;
      const language = String(fence.groups?.language);
      open = { file, line: index + 2, language, code: '', notRun, takes: [], until: null };
    } else {
      snippets.push(open);
      open = null;
    }
  });
  return snippets;
}
