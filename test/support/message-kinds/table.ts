import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { MessageKindSample } from './sample.js';
import { SAMPLES } from './samples.js';

export const TABLE_FILE = 'docs/message-kinds.md';
const BEGIN = '<!-- kinds: written by `UPDATE_MESSAGE_KINDS=1 npx jest message-kinds` -->';
const END = '<!-- /kinds -->';

/** What was seen of a kind. */
export interface SeenKind {
  isChecked: boolean;
  isSent: boolean;
  isShown: boolean;
  /** Null: Meta's file does not lie here. */
  isValid: boolean | null;
}

/** The section of the document, of what was seen of each kind. */
export function tableOf(seen: ReadonlyMap<string, SeenKind>): string {
  const rows = SAMPLES.map((sample) => rowOf(sample, seen.get(sample.kind)));
  return [
    BEGIN,
    '',
    '| kind | `content` | checked here | sent | read back | valid by Meta’s OpenAPI file |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    END,
  ].join('\n');
}

function rowOf({ kind, input, bad, unlisted }: MessageKindSample, seen: SeenKind | undefined): string {
  const mark = (isSo: boolean | undefined, words = 'yes'): string => (isSo === true ? words : 'no');
  const valid = unlisted === undefined ? 'yes' : `frame only: \`${unlisted}\` is not in its schemas`;
  const cells = [
    kind,
    `\`${input}\``,
    mark(seen?.isChecked, `${bad.code} at \`${bad.path}\``),
    mark(seen?.isSent),
    mark(seen?.isShown),
    mark(seen?.isValid !== false, valid),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The section as it stands in the document; with UPDATE_MESSAGE_KINDS it is written first. */
export function writtenTable(expected: string): string {
  const document = existsSync(TABLE_FILE) ? readFileSync(TABLE_FILE, 'utf8') : '';
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${TABLE_FILE} has no place for the table: ${BEGIN} … ${END}`);
  if (process.env.UPDATE_MESSAGE_KINDS === '1') {
    writeFileSync(TABLE_FILE, document.slice(0, from) + expected + document.slice(to + END.length));
    return expected;
  }
  return document.slice(from, to + END.length);
}
