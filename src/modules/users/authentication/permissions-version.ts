import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';

/**
 * Permissions version: a number that grows with every change of who may do what. Running subscriptions compare it before
 * each event, and read their viewers' permissions again when it has grown.
 */
@Injectable()
export class PermissionsVersion {
  constructor(private readonly database: Database) {}

  /** To be called in the transaction that changes permissions. */
  async advance(): Promise<void> {
    await this.database.run('UPDATE permissions_version SET version = version + 1');
  }

  async current(): Promise<string> {
    const [row] = await this.database.query<{ version: string }>('SELECT version FROM permissions_version');
    return row?.version ?? '0';
  }
}
