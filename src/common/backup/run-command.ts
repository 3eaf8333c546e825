import { StartupError } from '../errors/startup-error.js';
import { endWith } from '../shutdown/end-on-signals.js';
import { EXIT_CODES } from '../shutdown/exit-codes.js';

/** Runs a command of one argument: prints what it returns and ends with 0, or a sentence on stderr and 1 (2: wrong usage). */
export async function runCommand(usage: string, work: (given: [path: string]) => Promise<string>): Promise<never> {
  const [path, ...others] = process.argv.slice(2);
  if (path === undefined || path.startsWith('-') || others.length > 0) endWith(EXIT_CODES.MISUSED, `Usage: ${usage}`);
  process.umask(0o077);
  try {
    process.stdout.write(`${await work([path])}\n`);
    process.exit(0);
  } catch (error) {
    endWith(EXIT_CODES.FAILED, error instanceof StartupError ? error.message : String((error as Error).stack));
  }
}
