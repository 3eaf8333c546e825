import { ConsoleLogger, type ConsoleLoggerOptions, type LogLevel } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { StartupError } from '../errors/startup-error.js';
import { logFields } from './log-context.js';

const LEVELS: LogLevel[] = ['error', 'warn', 'log', 'debug', 'verbose'];
const LOUD: readonly LogLevel[] = ['error', 'warn', 'fatal'];
/** What Nest tells of its own parts at each start. */
const QUIET = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'GraphQLModule',
]);

/**
 * Application logger: a line of JSON in production, `{"level","pid","timestamp","message","context",…}` with the fields of
 * what is running; text elsewhere, with these fields after warnings and errors.
 */
export class ApplicationLogger extends ConsoleLogger {
  /** Everything from LOG_LEVEL on. */
  static for(config: Config): ApplicationLogger {
    const logLevels = LEVELS.slice(0, LEVELS.indexOf(config.get('LOG_LEVEL')) + 1);
    const options: ConsoleLoggerOptions = { logLevels, json: config.isProduction, colors: process.stdout.isTTY };
    return new ApplicationLogger(options);
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!QUIET.has(String(rest.at(-1)))) super.log(message, ...rest);
  }

  /** Nest logs what a start ends with; of this it is main that says it, and once. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (!(message instanceof StartupError)) super.error(message, ...rest);
  }

  protected override getJsonLogObject(
    ...given: Parameters<ConsoleLogger['getJsonLogObject']>
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    return { ...super.getJsonLogObject(...given), ...logFields() };
  }

  protected override formatMessage(...given: Parameters<ConsoleLogger['formatMessage']>): string {
    const line = super.formatMessage(...given);
    const fields = LOUD.includes(given[0]) ? Object.entries(logFields()) : [];
    if (fields.length === 0) return line;
    return `${line.trimEnd()} (${fields.map(([name, value]) => `${name} ${value}`).join(', ')})\n`;
  }
}
