import { MessageTalliesService } from '../modules/messages/statistics/message-tallies.service.js';
import { inApplication } from './command-application.js';

/**
 * Tallies all messages again, prints what was off, and puts it right.
 * @returns the exit code: 1 when something was off
 */
export async function recountStatistics(environment: NodeJS.ProcessEnv): Promise<number> {
  return inApplication(environment, [MessageTalliesService], async (application) => {
    const differences = await application.get(MessageTalliesService).recount();
    for (const { accountId, at, metric, key, change } of differences) {
      const of = key === '' ? '' : ` of ${key}`;
      process.stdout.write(
        `Account ${accountId}, ${at.toISOString()}: ${metric}${of} ${change > 0 ? '+' : ''}${change}\n`,
      );
    }
    process.stdout.write(
      differences.length === 0 ? 'The statistics of all accounts are right.\n' : `${differences.length} put right.\n`,
    );
    return differences.length === 0 ? 0 : 1;
  });
}
