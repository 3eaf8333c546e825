import { Clock } from '../common/clock/clock.js';
import { WakeUps } from '../common/wake-ups/wake-ups.js';
import { AuditService } from '../modules/users/audit/audit.service.js';
import { PermissionsVersion } from '../modules/users/authentication/permissions-version.js';
import { PasswordHasher } from '../modules/users/passwords/password-hasher.js';
import { RecoverPasswordService } from '../modules/users/passwords/recover-password.service.js';
import { ActiveSessionsService } from '../modules/users/sessions/active-sessions.service.js';
import { inApplication } from './command-application.js';

const PROVIDERS = [
  Clock,
  WakeUps,
  AuditService,
  PermissionsVersion,
  PasswordHasher,
  ActiveSessionsService,
  RecoverPasswordService,
];

/**
 * Gives the person a new password and prints it.
 * @returns the exit code: 1 when nobody active has this e-mail
 */
export async function resetPassword(email: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return inApplication(environment, PROVIDERS, async (application) => {
    const password = await application.get(RecoverPasswordService).recover(email);
    if (password === null) {
      process.stderr.write('Nobody who is active has this e-mail. Nothing was changed.\n');
      return 1;
    }
    process.stdout.write(
      `New password: ${password}\nAll sessions of this person have ended. Change the password after signing in (changeOwnPassword).\n`,
    );
    return 0;
  });
}
