import { StartupError } from '../../errors/startup-error.js';
import { requireKnownSchema } from './schema-version.js';

const KNOWN = { CreatePeople1: 'a', CreateAccounts2: 'b' };

describe('requireKnownSchema', () => {
  it.each([
    ['an empty database', []],
    ['one that has run some of the migrations', [{ name: 'CreatePeople1', checksum: 'a' }]],
    ['one from before checksums', [{ name: 'CreatePeople1', checksum: null }]],
  ])('takes %s', (_, applied) => expect(() => requireKnownSchema(applied, KNOWN)).not.toThrow());

  it('refuses a schema from a later version, and says what to do', () => {
    const applied = [
      { name: 'CreatePeople1', checksum: 'other' },
      { name: 'toString', checksum: null },
    ];
    expect(() => requireKnownSchema(applied, KNOWN)).toThrow(
      new StartupError(
        'The database was migrated by a later version of Parley (toString): start that version or a newer one, or restore a backup from before the upgrade.',
      ),
    );
  });

  it('refuses a migration that was changed after it had run, and says what to do', () => {
    const applied = [
      { name: 'CreatePeople1', checksum: 'a' },
      { name: 'CreateAccounts2', checksum: 'other' },
    ];
    expect(() => requireKnownSchema(applied, KNOWN)).toThrow(
      new StartupError(
        'The database was migrated by other statements than this version has (CreateAccounts2): start the version that migrated it, or put the migration back as it was and make the change in a new one.',
      ),
    );
  });
});
