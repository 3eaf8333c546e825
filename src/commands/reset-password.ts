import { Global, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MIGRATIONS } from '../../migrations/index.js';
import { Clock } from '../common/clock/clock.js';
import { Config } from '../common/config/config.js';
import { ConfigModule } from '../common/config/config.module.js';
import { ConfigError, readSettings } from '../common/config/settings.js';
import { DatabaseModule } from '../common/database/database.module.js';
import { ReadinessService } from '../common/health/readiness.service.js';
import { RawRoutes } from '../common/http/raw-routes.js';
import { WakeUps } from '../common/wake-ups/wake-ups.js';
import { AuditService } from '../modules/users/audit/audit.service.js';
import { PermissionsVersion } from '../modules/users/authentication/permissions-version.js';
import { PasswordHasher } from '../modules/users/passwords/password-hasher.js';
import { RecoverPasswordService } from '../modules/users/passwords/recover-password.service.js';
import { ActiveSessionsService } from '../modules/users/sessions/active-sessions.service.js';

/** Where parts say what a server depends on; nobody asks here. */
@Global()
@Module({ providers: [ReadinessService], exports: [ReadinessService] })
class ReadinessModule {}

/** No more than the command needs: it works where the server does not start, as without SECRET_KEY. */
@Module({})
class RecoveryModule {
  static for(config: Config): DynamicModule {
    return {
      module: RecoveryModule,
      imports: [ConfigModule.for(config, new RawRoutes()), ReadinessModule, DatabaseModule.with(MIGRATIONS)],
      providers: [
        Clock,
        WakeUps,
        AuditService,
        PermissionsVersion,
        PasswordHasher,
        ActiveSessionsService,
        RecoverPasswordService,
      ],
    };
  }
}

/**
 * Gives the person a new password and prints it. On PostgreSQL the server may run meanwhile; the embedded database has
 * one owner, so the server has to be stopped for it.
 * @returns the exit code: 1 when nobody active has this e-mail
 */
export async function resetPassword(email: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const { values, problems } = readSettings(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  // without Redis, for which a command is over too soon: a running server sees within a second what has changed
  const config = new Config(values).with({ REDIS_URL: null });
  const app = await NestFactory.createApplicationContext(RecoveryModule.for(config), {
    logger: false, // what goes wrong is thrown, and printed once
    abortOnError: false,
  });
  try {
    const password = await app.get(RecoverPasswordService).recover(email);
    if (password === null) {
      process.stderr.write('Nobody who is active has this e-mail. Nothing was changed.\n');
      return 1;
    }
    process.stdout.write(
      `New password: ${password}\nAll sessions of this person have ended. Change the password after signing in (changeOwnPassword).\n`,
    );
    return 0;
  } finally {
    await app.close();
  }
}
