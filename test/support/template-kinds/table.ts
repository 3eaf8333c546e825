import { readFileSync, writeFileSync } from 'node:fs';
import { TEMPLATE_KINDS } from './samples.js';

const FILE = 'docs/message-kinds.md';
const BEGIN = '<!-- templates: written by `UPDATE_MESSAGE_KINDS=1 npx jest template-round-trips` -->';
const END = '<!-- /templates -->';

/** What was seen of a kind of template. */
export interface SeenTemplate {
  /** Whether a draft of it became at Meta what it is there. */
  isWritten: boolean;
  /** What was refused here, before Meta. */
  refused: string;
  /** Whether it was sent and came to the customer, and what was given with it is shown again. */
  isSent: boolean;
  /** Whether an edit was taken by Meta, and nothing else was changed. */
  isEdited: boolean;
}

/** The section of the document, of what was seen of each kind. */
export function templateTable(seen: ReadonlyMap<string, SeenTemplate>): string {
  const rows = TEMPLATE_KINDS.map(({ kind, unlisted }) => {
    const what = seen.get(kind);
    const mark = (isSo: boolean | undefined, words = 'yes'): string => (isSo === true ? words : 'no');
    const cells = [
      kind,
      what?.isWritten === false ? 'no: made at Meta' : mark(what?.isWritten),
      what?.refused ?? 'not tried',
      mark(what !== undefined),
      mark(what?.isEdited, 'yes, nothing else is changed'),
      mark(what?.isSent),
      mark(what?.isSent),
      mark(what?.isSent, unlisted === undefined ? 'yes' : `frame only: \`${unlisted}\` is not in its schemas`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    BEGIN,
    '',
    '| kind | written here | checked here | synchronised whole | edited here | sent | read back | valid by Meta’s OpenAPI file |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    END,
  ].join('\n');
}

/** The section as it stands in the document; with UPDATE_MESSAGE_KINDS it is written first. */
export function writtenTemplateTable(expected: string): string {
  const document = readFileSync(FILE, 'utf8');
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${FILE} has no place for the table: ${BEGIN} … ${END}`);
  if (process.env.UPDATE_MESSAGE_KINDS === '1')
    writeFileSync(FILE, document.slice(0, from) + expected + document.slice(to + END.length));
  return process.env.UPDATE_MESSAGE_KINDS === '1' ? expected : document.slice(from, to + END.length);
}
