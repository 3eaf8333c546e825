import { readFileSync, writeFileSync } from 'node:fs';
import { TEMPLATE_KINDS } from './samples.js';

const FILE = 'docs/message-kinds.md';
const BEGIN = '<!-- templates: written by `UPDATE_MESSAGE_KINDS=1 npx jest template-round-trips` -->';
const END = '<!-- /templates -->';

/** What was seen of a kind of template. */
export interface SeenTemplate {
  isSynchronised: boolean;
  /** What an edit came to: nothing else was changed, or why it is refused here. */
  edit: string;
  /** Why it cannot be sent from here; null: it can. */
  unsendable: string | null;
}

/** The section of the document, of what was seen of each kind. */
export function templateTable(seen: ReadonlyMap<string, SeenTemplate>): string {
  const rows = TEMPLATE_KINDS.map(({ kind }) => {
    const { isSynchronised = false, edit = 'not tried', unsendable = 'not tried' } = seen.get(kind) ?? {};
    return `| ${kind} | ${isSynchronised ? 'yes' : 'no'} | ${edit} | ${unsendable === null ? 'yes' : `no: ${unsendable}`} |`;
  });
  return [
    BEGIN,
    '',
    '| kind | synchronised whole | edited here | sent from here |',
    '| --- | --- | --- | --- |',
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
