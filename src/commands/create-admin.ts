import { randomBytes } from 'node:crypto';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../common/clock/clock.js';
import { DomainError } from '../common/errors/domain-error.js';
import { StartupError } from '../common/errors/startup-error.js';
import { WakeUps } from '../common/wake-ups/wake-ups.js';
import { AuditService } from '../modules/users/audit/audit.service.js';
import { PermissionsVersion } from '../modules/users/authentication/permissions-version.js';
import { KnownAccounts } from '../modules/users/known-accounts.js';
import { PasswordHasher } from '../modules/users/passwords/password-hasher.js';
import { ActiveSessionsService } from '../modules/users/sessions/active-sessions.service.js';
import { UserEntity } from '../modules/users/user.entity.js';
import { UsersService } from '../modules/users/users.service.js';
import { inApplication } from './command-application.js';

const PROVIDERS = [
  Clock,
  WakeUps,
  AuditService,
  KnownAccounts,
  PermissionsVersion,
  PasswordHasher,
  ActiveSessionsService,
  UsersService,
];

/**
 * Makes an administrator and prints the password.
 * @returns the exit code: 1 when somebody has this e-mail already
 */
export async function createAdmin(email: string, environment: NodeJS.ProcessEnv): Promise<number> {
  if (!/^\S+@\S+$/.test(email)) throw new StartupError(`${email} is not an e-mail address.`);
  const entities = [TypeOrmModule.forFeature([UserEntity])];
  return inApplication(
    environment,
    PROVIDERS,
    async (application) => {
      const password = randomBytes(15).toString('base64url');
      try {
        await application
          .get(UsersService)
          .create({ kind: 'COMMAND' }, { email, password, name: 'Administrator', role: 'ADMIN' });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        process.stderr.write(`${error.problems.map(({ message }) => message).join(' ')} Nothing was changed.\n`);
        return 1;
      }
      process.stdout.write(
        `Administrator: ${email}\nPassword: ${password}\nChange it after signing in (changeOwnPassword).\n`,
      );
      return 0;
    },
    entities,
  );
}
