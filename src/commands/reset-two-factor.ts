import { Clock } from '../common/clock/clock.js';
import { AuditService } from '../modules/users/audit/audit.service.js';
import { ResetTwoFactorService } from '../modules/users/two-factor/reset-two-factor.service.js';
import { inApplication } from './command-application.js';

/** Takes a person's second factor away. @returns the exit code: 1 when nobody with one has this e-mail */
export async function resetTwoFactor(email: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return inApplication(environment, [Clock, AuditService, ResetTwoFactorService], async (application) => {
    if (await application.get(ResetTwoFactorService).reset(email)) {
      process.stdout.write('The second factor was taken away. The password alone counts until a new one is set up.\n');
      return 0;
    }
    process.stderr.write('Nobody with a second factor has this e-mail. Nothing was changed.\n');
    return 1;
  });
}
