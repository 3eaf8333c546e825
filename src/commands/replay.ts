import { Clock } from '../common/clock/clock.js';
import { Database } from '../common/database/database.js';
import { isId } from '../common/ids.js';
import { WakeUps } from '../common/wake-ups/wake-ups.js';
import { AuditService, detail } from '../modules/users/audit/audit.service.js';
import { WebhookQueue } from '../modules/webhooks/deliveries/webhook-queue.js';
import { inApplication } from './command-application.js';

/** Of one transaction: each is processed alone afterwards. */
const AT_A_TIME = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Puts webhook deliveries into the queue again: the one with this id, or with `failed` all that have failed. A server
 * processes them within a second, or when it starts; what was stored before is not stored again.
 * @returns the exit code: 1 where there was none
 */
export async function replay(which: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const isAll = which.toLowerCase() === 'failed';
  if (!isAll && !isId(which)) {
    process.stderr.write('Neither `failed` nor the id of a webhook delivery.\n');
    return 2;
  }
  return inApplication(environment, [Clock, WakeUps, AuditService, WebhookQueue], async (application) => {
    const [database, queue, audit] = [
      application.get(Database),
      application.get(WebhookQueue),
      application.get(AuditService),
    ];
    const some = (ids: readonly string[]): Promise<number> =>
      database.transaction(async () => {
        const found = await queue.add(ids, null);
        const details = [detail('deliveries', found.length)];
        if (found.length > 0)
          await audit.record({ kind: 'COMMAND' }, { action: 'WEBHOOK_DELIVERIES_REPLAYED', details });
        return found.length;
      });
    let count = 0;
    if (!isAll) count = await some([which.toLowerCase()]);
    // Onwards by id: what fails anew meanwhile is not replayed again.
    let ids = isAll ? await queue.failedAfter(BEFORE_ALL, AT_A_TIME) : [];
    while (ids.length > 0) {
      count += await some(ids);
      ids = await queue.failedAfter(ids.at(-1) ?? BEFORE_ALL, AT_A_TIME);
    }
    process.stdout.write(count === 0 ? 'There is none.\n' : `${count} put into the queue.\n`);
    return count === 0 ? 1 : 0;
  });
}
