import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../../common/config/config.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { newId } from '../../common/ids.js';
import { ConnectionTestService } from '../../modules/accounts/connection/connection-test.service.js';
import { MediaService } from '../../modules/media/media.service.js';
import { MediaStore, type StagedUpload } from '../../modules/media/store/media-store.js';
import { withWholeApplication } from '../whole-application.js';
import { failed, note, skipped, well, type Finding } from './finding.js';

/**
 * Looks at what the application itself has to be asked for: the schema, the store of media, and every account as
 * testConnection does. Nothing is changed.
 */
export async function examineApplication(config: Config): Promise<Finding[]> {
  try {
    return await withWholeApplication(config, async (application) => [
      well('schema'),
      await examineStore(application, config),
      ...(await examineAccounts(application)),
    ]);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return [failed('schema', error.message), skipped('media', 'See schema.'), skipped('accounts', 'See schema.')];
  }
}

/** Writes a byte and removes it: a store that is full answers questions. */
async function examineStore(application: INestApplicationContext, config: Config): Promise<Finding> {
  const store = application.get(MediaStore);
  const isInFolder = config.get('S3_BUCKET') === null;
  const isBeforeFirstStart =
    !existsSync(join(config.dataDirectory, 'media')) &&
    !(isInFolder && (await application.get(MediaService).hasStored()));
  const problem = isInFolder && isBeforeFirstStart ? null : await store.findProblem();
  if (problem !== null) return failed('media', problem);
  if (isBeforeFirstStart) return note('media', 'The first start makes the folder of files: look again afterwards.');
  const id = newId();
  let staged: StagedUpload | null = null;
  try {
    staged = await store.write(id, oneByte());
    await staged.commit();
  } catch (error) {
    await staged?.discard();
    return failed(
      'media',
      `A file can be read, but none can be written (${(error as Error).name}): is the store full, or may the key not write?`,
    );
  } finally {
    await store.delete(id).catch(() => undefined);
  }
  return well('media');
}

async function* oneByte(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(0);
}

async function examineAccounts(application: INestApplicationContext): Promise<Finding[]> {
  const connections = application.get(ConnectionTestService);
  const findings: Finding[] = [];
  for (const account of await connections.everyAccount()) {
    const subject = `account ${account.name}`;
    try {
      const { checks } = await connections.inspect(account);
      const bad = checks.filter(({ outcome }) => outcome === 'FAILED');
      const doubtful = checks.filter(({ outcome }) => outcome === 'WARNING');
      findings.push(
        ...bad.map(({ message, remedy }) => failed(subject, `${message} ${remedy ?? ''}`.trim())),
        ...doubtful.map(({ message, remedy }) => note(subject, `${message} ${remedy ?? ''}`.trim())),
        ...(bad.length + doubtful.length === 0 ? [well(subject)] : []),
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      findings.push(failed(subject, error.problems.map(({ message }) => message).join(' ')));
    }
  }
  return findings.length === 0 ? [note('accounts', 'None is connected yet.')] : findings;
}
