import { TemplateCountsService } from '../modules/messages/reading/template-counts.service.js';
import { inApplication } from './command-application.js';

/**
 * Counts the messages of all templates again, prints what was off, and puts it right.
 * @returns the exit code: 1 when something was off
 */
export async function recountTemplates(environment: NodeJS.ProcessEnv): Promise<number> {
  return inApplication(environment, [TemplateCountsService], async (application) => {
    const differences = await application.get(TemplateCountsService).recount();
    for (const { templateId, ...counts } of differences) {
      const off = Object.entries(counts).filter(([, difference]) => difference !== 0);
      const said = off.map(([name, difference]) => `${name} ${difference > 0 ? '+' : ''}${difference}`).join(', ');
      process.stdout.write(`Template ${templateId}: ${said}\n`);
    }
    process.stdout.write(
      differences.length === 0 ? 'The counts of all templates are right.\n' : `${differences.length} put right.\n`,
    );
    return differences.length === 0 ? 0 : 1;
  });
}
