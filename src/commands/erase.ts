import type { INestApplicationContext } from '@nestjs/common';
import { readConfig } from '../common/config/config.js';
import { AccountsService } from '../modules/accounts/accounts.service.js';
import type { Contact } from '../modules/conversations/contacts/contacts.service.js';
import { NamedContactsService } from '../modules/conversations/contacts/named-contacts.service.js';
import { EraseContactService } from '../modules/privacy/erase-contact.service.js';
import { ExportContactService, type ExportCounts } from '../modules/privacy/export-contact.service.js';
import { withWholeApplication } from './whole-application.js';

export const NOBODY =
  'Nobody has this phone number (with its country code), user id of WhatsApp, or contact id, in any account.';

/** A contact, and what its account is called. */
export interface FoundContact {
  contact: Contact;
  accountName: string;
}

/**
 * Erases a person from every account that knows them, as eraseContact does, and prints a report for each; without `isSure`,
 * what there is to be erased.
 * @returns the exit code: 1 where nobody was found, or nothing was erased because it was neither sure nor a rehearsal
 */
export async function erase(
  person: string,
  { isSure, isRehearsal }: { isSure: boolean; isRehearsal: boolean },
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  return withWholeApplication(readConfig(environment), async (application) => {
    const found = await findContacts(application, person);
    if (found.length === 0) {
      process.stderr.write(`${NOBODY}\n`);
      return 1;
    }
    for (const one of found) {
      if (isSure && !isRehearsal) await eraseOne(application, one);
      else print(`Would be erased: ${titleOf(one)}`, await application.get(ExportContactService).count(one.contact));
    }
    if (isSure || isRehearsal) return 0;
    process.stderr.write('Nothing was erased. It cannot be undone: call it again with --yes.\n');
    return 1;
  });
}

/** Whoever is meant, in every account. */
export async function findContacts(application: INestApplicationContext, person: string): Promise<FoundContact[]> {
  const contacts = await application.get(NamedContactsService).find(person);
  const accounts = await application.get(AccountsService).byIds(contacts.map(({ accountId }) => accountId));
  return contacts.map((contact, place) => ({ contact, accountName: accounts[place]?.name ?? contact.accountId }));
}

export function titleOf({ contact, accountName }: FoundContact): string {
  return `contact ${contact.id} in account ${accountName}`;
}

/** Counts, a line each; what there is none of is left out. */
export function print(title: string, counts: ExportCounts): void {
  const lines = Object.entries(counts).filter(([, count]) => count > 0);
  process.stdout.write(`${title}\n${lines.map(([name, count]) => `  ${name}: ${count}\n`).join('')}`);
}

async function eraseOne(application: INestApplicationContext, found: FoundContact): Promise<void> {
  const { contactId, erasedAt, ...counts } = await application
    .get(EraseContactService)
    .eraseByCommand(found.contact.id);
  print(`Erased at ${erasedAt.toISOString()}: ${titleOf({ ...found, contact: { ...found.contact, id: contactId } })}`, {
    ...counts,
  });
}
