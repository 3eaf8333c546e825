import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import { RecordRuleEntity } from './record-rule.entity.js';
import { because, type Because } from '../../common/errors/because.js';
import { wordingJson } from '../../common/errors/wording.js';

/** Stops rules that would send too much: what has been triggered waits, and administrators are told before any of it is sent. */
@Injectable()
export class StopRuleService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly notifications: NotificationsService,
  ) {}

  /** In the caller's transaction. */
  async stop({ id, accountId, name }: RecordRuleEntity, why: Because): Promise<void> {
    const changed = await this.database.run(
      `UPDATE record_rules SET status = 'STOPPED', stop_reason = $2, stop_reason_wording = $3
        WHERE id = $1 AND status = 'ENABLED'`,
      [id, why.message, wordingJson(why)],
    );
    if (changed === 0) return;
    const action = { action: 'RECORD_RULE_STOPPED', subject: { type: 'RECORD_RULE', id, name }, accountId } as const;
    await this.audit.record({ kind: 'SYSTEM' }, { ...action, details: [detail('reason', why.message)] });
    await this.notifications.notifyAdmins({
      accountId,
      reason: 'ACCOUNT_CHANGED',
      title: name,
      body: because('NOTICE_RULE_STOPPED', { why }),
    });
  }
}
