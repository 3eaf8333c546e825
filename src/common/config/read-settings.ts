import { readFileSync } from 'node:fs';
import { StartupError } from '../errors/startup-error.js';
import type { Setting } from './setting.js';
import { SETTINGS, type SettingValues } from './settings.js';

/** What is wrong with the environment, all of it at once. */
export class ConfigError extends StartupError {
  constructor(readonly problems: string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Reads every setting; the problems of all of them are collected, none is thrown. */
export function readSettings(environment: NodeJS.ProcessEnv): { values: SettingValues; problems: string[] } {
  const problems: string[] = [];
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([name, definition]) => {
    try {
      const text = textOf(name, definition, environment);
      return [name, text === '' ? definition.fallback : definition.read(text)];
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}.`);
      return [name, definition.fallback];
    }
  });
  return { values: Object.fromEntries(entries) as SettingValues, problems };
}

/** What is set, without blanks around it; empty: nothing. A secret may stand in a file. Throws as `read` does. */
function textOf(name: string, { isSecret = false }: Setting<unknown>, environment: NodeJS.ProcessEnv): string {
  const text = environment[name]?.trim() ?? '';
  const path = isSecret ? (environment[`${name}_FILE`]?.trim() ?? '') : '';
  if (path === '') return text;
  if (text !== '') throw new Error(`and ${name}_FILE are both set: leave one of them out`);
  let content: string;
  try {
    content = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Error(
      `cannot be read from ${path}, which ${name}_FILE names (${(error as NodeJS.ErrnoException).code})`,
      {
        cause: error,
      },
    );
  }
  if (content === '') throw new Error(`is empty in ${path}, which ${name}_FILE names`);
  return content;
}
