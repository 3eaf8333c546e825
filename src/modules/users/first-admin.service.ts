import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import { ConfigError } from '../../common/config/read-settings.js';
import { lockOnceUntilCommit } from '../../common/database/advisory-locks.js';
import { Database } from '../../common/database/database.js';
import { isLeakedPassword } from './domain/passwords/leaked-passwords.js';
import { UsersService } from './users.service.js';

const DEFAULT_EMAIL = 'admin@parley.local';

export interface Credentials {
  email: string;
  password: string;
}

/** Lets the first administrator in: from the environment, or, outside production, with a password printed once. */
@Injectable()
export class FirstAdminService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly users: UsersService,
  ) {}

  /**
   * Makes the first administrator if there is nobody yet. Of processes that start at once, one does.
   * @returns the credentials to print, when the password was made here
   * @throws ConfigError in production without ADMIN_EMAIL and ADMIN_PASSWORD, or with a password that was leaked
   */
  async ensure(): Promise<Credentials | null> {
    if (await this.users.hasAny()) return null;
    return this.database.transaction(async () => {
      await this.database.query(`SELECT ${lockOnceUntilCommit('firstAdministrator')}`);
      return (await this.users.hasAny()) ? null : this.create();
    });
  }

  private async create(): Promise<Credentials | null> {
    const email = this.config.get('ADMIN_EMAIL');
    const password = this.config.get('ADMIN_PASSWORD');
    if (this.config.isProduction && (email === null || password === null)) {
      throw new ConfigError([
        ...(email === null ? ['ADMIN_EMAIL is required the first time: nobody can sign in yet.'] : []),
        ...(password === null ? ['ADMIN_PASSWORD is required the first time: nobody can sign in yet.'] : []),
      ]);
    }
    if (this.config.isProduction && password !== null && (await isLeakedPassword(password)))
      throw new ConfigError(['ADMIN_PASSWORD is among the passwords that are tried first: choose another one.']);
    const credentials = { email: email ?? DEFAULT_EMAIL, password: password ?? randomBytes(12).toString('base64url') };
    await this.users.create({ kind: 'SYSTEM' }, { ...credentials, name: 'Administrator', role: 'ADMIN' });
    return password === null ? credentials : null;
  }
}
