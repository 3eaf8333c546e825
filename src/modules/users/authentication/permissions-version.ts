import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';

/**
 * Permissions version: a number that grows with every change of who may do what, and when a person is erased, whom nobody may see any
 * more. Running subscriptions compare it before each event, and open sockets when they are woken; both read their viewers'
 * permissions again when it has grown, and nothing that was rendered before is shown after.
 */
@Injectable()
export class PermissionsVersion {
  constructor(
    private readonly database: Database,
    private readonly wakeUps: WakeUps,
  ) {}

  /** To be called in the transaction that changes permissions. */
  async advance(): Promise<void> {
    await this.database.run('UPDATE permissions_version SET version = version + 1');
    await this.wakeUps.wakeAfterCommit('permissions-changed');
  }

  async current(): Promise<string> {
    const [row] = await this.database.query<{ version: string }>('SELECT version FROM permissions_version');
    return row?.version ?? '0';
  }
}
