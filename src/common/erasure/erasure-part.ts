import type { Readable } from 'node:stream';

/** Whose data is erased or exported: a person's ids, here and elsewhere. */
export interface ErasureSubject {
  accountId: string;
  /** The contact, and all that were merged into it. */
  contactIds: readonly string[];
  conversationIds: readonly string[];
  messageIds: readonly string[];
  /** By which other systems know the person, as they stand in raw data. */
  externalIds: readonly string[];
  /** E.164. */
  phoneNumbers: readonly string[];
  /** By which the company's own system knows the contact. */
  contactExternalIds: readonly string[];
}

/** Rows of one kind that an export of a person has: a file in it. */
export interface ExportPart {
  /** Name of the file without its ending, in kebab-case: `messages`. */
  name: string;
  /** Tables whose rows are in it. */
  tables: readonly string[];
  /** Rows as JSON objects, a bounded number at a time. */
  rows: (subject: ErasureSubject) => AsyncIterable<readonly string[]>;
}

/** File of the person's, with its bytes as they are kept. */
export interface KeptFile {
  id: string;
  /** In the export: its id with the ending that it had, fit for any disk. */
  name: string;
  open: () => Promise<Readable>;
}

/** What one module erases of a person, and gives them of it before: its own rows and files, and nobody else's. */
export interface ErasurePart {
  /** What is counted, in the plural, as messages and conversations are; other parts refer to it by this name. */
  name: string;
  /** The module's tables in which nothing of the person is left afterwards. */
  tables: readonly string[];
  /** Parts that have to run after this one, because rows of this one refer to theirs. */
  before: readonly string[];
  /** Erases in the running transaction. @returns how many there were */
  erase: (subject: ErasureSubject) => Promise<number>;
  /** What an export of the person has of it. Each table is in one of these, or in `notExported`. */
  exports: readonly ExportPart[];
  /** Tables of which an export has nothing, and what makes that right. */
  notExported?: Readonly<Record<string, string>>;
  /** Files of the person, a bounded number at a time. */
  files?: (subject: ErasureSubject) => AsyncIterable<readonly KeptFile[]>;
}

/**
 * The parts in an order in which each runs before those that it names; otherwise as they came.
 * @throws Error when two parts have one name, a part names one that does not exist, or they wait for each other
 */
export function inErasureOrder(parts: readonly ErasurePart[]): ErasurePart[] {
  const byName = new Map(parts.map((part) => [part.name, part]));
  if (byName.size < parts.length) throw new Error('Two parts of erasure have the same name.');
  for (const { name, before } of parts) {
    const unknown = before.find((later) => !byName.has(later));
    if (unknown !== undefined) throw new Error(`Erasure of ${name} comes before ${unknown}, which nobody registers.`);
  }
  const ordered: ErasurePart[] = [];
  const waiting = new Set(parts);
  while (waiting.size > 0) {
    const next = [...waiting].find(({ name }) => [...waiting].every(({ before }) => !before.includes(name)));
    if (next === undefined) throw new Error('Parts of erasure wait for each other.');
    ordered.push(next);
    waiting.delete(next);
  }
  return ordered;
}
