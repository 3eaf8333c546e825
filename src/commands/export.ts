import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readConfig } from '../common/config/config.js';
import { ExportContactService, type ExportedFile } from '../modules/privacy/export-contact.service.js';
import { writeExport } from '../modules/privacy/write-export.js';
import { findContacts, NOBODY, titleOf, type FoundContact } from './erase.js';
import { withWholeApplication } from './whole-application.js';

/**
 * Writes all that is kept of a person to a path that is not there yet: a folder, or a ZIP archive where its name ends in
 * `.zip`. Whom several accounts know has a folder in it for each.
 * @returns the exit code: 1 where nobody was found, or nothing can be written there
 */
export async function exportPerson(person: string, path: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const problem = problemWith(path);
  if (problem !== null) return fail(problem);
  return withWholeApplication(readConfig(environment), async (application) => {
    const found = await findContacts(application, person);
    if (found.length === 0) return fail(NOBODY);
    try {
      await writeExport(filesOf(application.get(ExportContactService), found), resolve(path));
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      return fail(`${path} could not be written (${code ?? syscall}). Nothing is left of it.`);
    }
    for (const one of found) process.stdout.write(`Exported to ${path}: ${titleOf(one)}\n`);
    return 0;
  });
}

function problemWith(path: string): string | null {
  if (existsSync(path)) return `${path} is there already: name a path that is not.`;
  const folder = dirname(resolve(path));
  return existsSync(folder) ? null : `There is no folder ${folder}: make it, or name another path.`;
}

async function* filesOf(exports: ExportContactService, found: readonly FoundContact[]): AsyncGenerator<ExportedFile> {
  for (const { contact } of found) {
    for await (const { path, chunks } of exports.files({ kind: 'COMMAND' }, contact)) {
      yield { path: found.length > 1 ? `contact-${contact.id}/${path}` : path, chunks };
    }
  }
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}
