import { Config } from '../common/config/config.js';
import { StartupError } from '../common/errors/startup-error.js';
import { Resealing, type SealedSecrets } from '../common/secrets/resealing.service.js';
import { SecretsModule } from '../common/secrets/secrets.module.js';
import { SEALED_IN_ACCOUNTS } from '../modules/accounts/connection/account-secrets.js';
import { SEALED_IN_ENDPOINTS } from '../modules/endpoints/endpoint-secrets.js';
import { SEALED_PUSH_KEYS } from '../modules/users/alerts/push-keys.service.js';
import { SEALED_TWO_FACTORS } from '../modules/users/two-factor/two-factor.service.js';
import { inApplication } from './command-application.js';

/** All that is sealed in the database. */
export const ALL_SEALED: Readonly<Record<string, SealedSecrets>> = {
  Accounts: SEALED_IN_ACCOUNTS,
  'Webhook endpoints': SEALED_IN_ENDPOINTS,
  'Keys for pushes': SEALED_PUSH_KEYS,
  'Second factors': SEALED_TWO_FACTORS,
};

/**
 * Encrypts all secrets again that were encrypted with a former SECRET_KEY, and says what was done.
 * @returns the exit code: 1 where a secret cannot be read, so that its key must stay
 */
export async function rotateKeys(environment: NodeJS.ProcessEnv): Promise<number> {
  return inApplication(
    environment,
    [],
    async (application) => {
      const config = application.get(Config);
      if (config.isProduction && config.get('SECRET_KEY') === null)
        throw new StartupError('SECRET_KEY is not set. Call this in the environment of the server.');
      const unreadable: string[] = [];
      for (const [name, sealed] of Object.entries(ALL_SEALED)) {
        const result = await application.get(Resealing).reseal(sealed);
        unreadable.push(...result.unreadable);
        process.stdout.write(
          `${name}: ${result.resealed} encrypted anew, ${result.current} were already, ${result.unreadable.length} cannot be read.\n`,
        );
      }
      if (unreadable.length === 0) {
        process.stdout.write('All are encrypted with SECRET_KEY. SECRET_KEYS_OLD can be emptied in every process.\n');
        return 0;
      }
      process.stderr.write(
        `Encrypted with a key that is neither SECRET_KEY nor in SECRET_KEYS_OLD:\n${unreadable.map((place) => `  ${place}\n`).join('')}Put that key into SECRET_KEYS_OLD and call this again; if it is lost, save these secrets anew.\n`,
      );
      return 1;
    },
    [SecretsModule],
  );
}
