import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import type { ErasurePart, ErasureSubject, KeptFile } from '../../common/erasure/erasure-part.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { ContactErasure } from '../conversations/contacts/contact-erasure.js';
import type { Contact } from '../conversations/contacts/contacts.service.js';
import { ConversationErasure } from '../conversations/conversation-erasure.js';
import { MessageErasure } from '../messages/message-erasure.js';
import { AuditService, type AuditActor } from '../users/audit/audit.service.js';

/** File of an export, to be read to its end before the next one is asked for. */
export interface ExportedFile {
  /** In the export: `messages.json`. */
  path: string;
  chunks: () => AsyncIterable<string | Uint8Array>;
}

/** Numbers of what an export has, by the names of its files. */
export type ExportCounts = Record<string, number>;

/** Export of all that is kept of a person: of the very tables and files that an erasure takes them out of. */
@Injectable()
export class ExportContactService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly erasure: ErasureService,
    private readonly contacts: ContactErasure,
    private readonly conversations: ConversationErasure,
    private readonly messages: MessageErasure,
    private readonly audit: AuditService,
  ) {}

  /** Number of rows and files that there are of the person; nothing is changed. */
  async count(contact: Contact): Promise<ExportCounts> {
    const subject = await this.subjectOf(contact);
    const counts: ExportCounts = {};
    for (const { name, rows } of this.exports()) {
      counts[name] = 0;
      for await (const page of rows(subject)) counts[name] += page.length;
    }
    return counts;
  }

  /**
   * The files of the export, one after the other: a JSON file a kind, the person's own files, and at last `about.json`, which
   * says what there is and what there is not. That it was made is audited first. Bounded in memory, whatever there is.
   */
  async *files(actor: AuditActor, contact: Contact): AsyncGenerator<ExportedFile> {
    const { id, accountId } = contact;
    await this.database.transaction(() =>
      this.audit.record(actor, { action: 'CONTACT_EXPORTED', subject: { type: 'CONTACT', id }, accountId }),
    );
    const subject = await this.subjectOf(contact);
    const counts: ExportCounts = {};
    for (const { name, rows } of this.exports()) {
      yield { path: `${name}.json`, chunks: () => listOf(rows(subject), (count) => (counts[name] = count)) };
    }
    const missing: string[] = [];
    for (const part of this.erasure.parts()) yield* keptFiles(part, subject, missing);
    yield { path: 'about.json', chunks: () => this.about(contact, counts, missing) };
  }

  private exports(): ErasurePart['exports'] {
    return this.erasure.parts().flatMap((part) => part.exports);
  }

  private async subjectOf({ id, accountId }: Contact): Promise<ErasureSubject> {
    const { whatsappIds, ...ids } = await this.contacts.idsOfPerson(id);
    const conversationIds = await this.conversations.conversationsOf(ids.contactIds);
    const messageIds = await this.messages.messagesOf(conversationIds, ids.contactIds);
    return { accountId, ...ids, conversationIds, messageIds, externalIds: whatsappIds };
  }

  private async *about({ id, accountId }: Contact, counts: ExportCounts, missing: string[]): AsyncGenerator<string> {
    const notExported = Object.assign({}, ...this.erasure.parts().map((part) => part.notExported ?? {})) as object;
    const about = {
      contactId: id,
      accountId,
      exportedAt: this.clock.now(),
      counts,
      notExported,
      missingFiles: missing,
    };
    yield `${JSON.stringify(about, null, 2)}\n`;
  }
}

/** Rows as a JSON array, a row a line. */
async function* listOf(
  pages: AsyncIterable<readonly string[]>,
  counted: (count: number) => void,
): AsyncGenerator<string> {
  let count = 0;
  yield '[';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield `${count === 0 ? '\n' : ',\n'}${page.join(',\n')}`;
    count += page.length;
  }
  yield '\n]\n';
  counted(count);
}

/** Files of the person; one that the store has lost is named in `missing`. */
async function* keptFiles(
  { files }: ErasurePart,
  subject: ErasureSubject,
  missing: string[],
): AsyncGenerator<ExportedFile> {
  if (files === undefined) return;
  for await (const page of files(subject)) {
    for (const file of page) {
      const bytes = await opened(file);
      if (bytes === null) missing.push(file.name);
      else yield* closedAfter(bytes, { path: `files/${file.name}`, chunks: () => bytes });
    }
  }
}

/** The file, and its bytes are closed when the next one is asked for, or none. */
async function* closedAfter(bytes: Readable, file: ExportedFile): AsyncGenerator<ExportedFile> {
  try {
    yield file;
  } finally {
    bytes.destroy();
  }
}

async function opened(file: KeptFile): Promise<Readable | null> {
  try {
    return await file.open();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** What a folder and a store that speaks S3 say of a file that is not there. */
function isGone(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string };
  return code === 'ENOENT' || name === 'NoSuchKey' || name === 'NotFound';
}
