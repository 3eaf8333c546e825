import { parseArgs } from 'node:util';
import { backUp, restoreBackup } from './backups.js';
import { checkInbox } from './check-inbox.js';
import { createAdmin } from './create-admin.js';
import { planMigrations, runMigrations } from './migrate.js';
import { recountStatistics } from './recount-statistics.js';
import { recountTemplates } from './recount-templates.js';
import { replay } from './replay.js';
import { resetPassword } from './reset-password.js';
import { resetTwoFactor } from './reset-two-factor.js';
import { rotateKeys } from './rotate-keys.js';

/** A command of `npx parley`. */
interface Command {
  /** How it is called, without its name: `EMAIL`. */
  parameters: readonly string[];
  /** By name, without dashes: what stands behind it (`PATH`), which is required then; null: nothing. */
  options?: Readonly<Record<string, string | null>>;
  description: string;
  /** @returns the exit code */
  run: (values: readonly string[], environment: NodeJS.ProcessEnv, options: Options) => Promise<number>;
}

/** Options as they were given: an option that was not is missing. */
type Options = Readonly<Record<string, string | boolean | undefined>>;

const PERSON = 'PHONE|USER_ID|CONTACT_ID';

const COMMANDS: Readonly<Record<string, Command>> = {
  doctor: {
    parameters: [],
    description:
      'Looks at the configuration, disk, database, schema, extensions, Redis, the store of media, the clock, PUBLIC_URL, the issuer of OIDC_ISSUER, and every account as testConnection does; says what to mend. Changes nothing; ends with 1 where something is to be mended.',
    run: async (_values, environment) => (await import('./doctor/doctor.js')).doctor(environment),
  },
  'migrate plan': {
    parameters: [],
    description: 'Says which migrations would run. Changes nothing.',
    run: (_values, environment) => planMigrations(environment),
  },
  'migrate run': {
    parameters: [],
    description: 'Migrates the database, as a start does unless MIGRATE_ON_START is off.',
    run: (_values, environment) => runMigrations(environment),
  },
  'create-admin': {
    parameters: ['EMAIL'],
    description: 'Makes an administrator, and prints the password.',
    run: ([email = ''], environment) => createAdmin(email, environment),
  },
  'check-inbox': {
    parameters: [],
    description:
      'Compares what lists and counts of the inbox are read from with the messages themselves, and says what differs. Changes nothing.',
    run: (_values, environment) => checkInbox(false, environment),
  },
  'repair-inbox': {
    parameters: [],
    description: 'The same, and puts right what differs.',
    run: (_values, environment) => checkInbox(true, environment),
  },
  'reset-password': {
    parameters: ['EMAIL'],
    description:
      'Gives an active person a new password, prints it, and ends all their sessions: for an administrator who can sign in no more.',
    run: ([email = ''], environment) => resetPassword(email, environment),
  },
  'reset-two-factor': {
    parameters: ['EMAIL'],
    description: "Takes a person's second factor away: for an administrator who has lost it, and all recovery codes.",
    run: ([email = ''], environment) => resetTwoFactor(email, environment),
  },
  backup: {
    parameters: ['PATH'],
    description:
      'Writes a backup of the embedded database and its files to PATH, while the server runs or not. On PostgreSQL it says what to use.',
    run: ([path = ''], environment) => backUp(path, environment),
  },
  restore: {
    parameters: ['PATH'],
    description: 'Restores a backup of the embedded database into a DATA_DIR that is empty.',
    run: ([path = ''], environment) => restoreBackup(path, environment),
  },
  replay: {
    parameters: ['failed|ID'],
    description:
      'Puts webhooks of Meta into the queue again, all that have failed, or the one with this id. What was stored before is not stored again.',
    run: ([which = ''], environment) => replay(which, environment),
  },
  'rotate-keys': {
    parameters: [],
    description:
      'Encrypts every secret in the database again that was encrypted with a key of SECRET_KEYS_OLD, says how many, and which no key opens (then it ends with 1). Afterwards the former key can go.',
    run: (_values, environment) => rotateKeys(environment),
  },
  erase: {
    parameters: [PERSON],
    options: { 'dry-run': null, yes: null },
    description:
      'Erases a person for good from every account that knows them, as eraseContact does, and prints what was erased; with --dry-run, or without --yes, what would be.',
    run: async ([person = ''], environment, options) =>
      (await import('./erase.js')).erase(
        person,
        { isSure: options.yes === true, isRehearsal: options['dry-run'] === true },
        environment,
      ),
  },
  export: {
    parameters: [PERSON],
    options: { to: 'PATH' },
    description:
      'Writes all that is kept of a person to PATH, which must not be there yet: a folder with a JSON file a kind and their files, or a ZIP archive where PATH ends in .zip.',
    run: async ([person = ''], environment, { to }) =>
      (await import('./export.js')).exportPerson(person, String(to), environment),
  },
  'recount-templates': {
    parameters: [],
    description: 'Counts the messages of all templates again, prints what was off, and puts it right.',
    run: (_values, environment) => recountTemplates(environment),
  },
  'recount-statistics': {
    parameters: [],
    description: 'Counts all messages again for the statistics of accounts, prints what was off, and puts it right.',
    run: (_values, environment) => recountStatistics(environment),
  },
};

/** Runs the command that the words name, in the environment of the server. @returns the exit code: 2 where the words are wrong */
export async function runCommand(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const isPair = Object.hasOwn(COMMANDS, words.slice(0, 2).join(' '));
  const [name = 'help', ...rest] = isPair ? [words.slice(0, 2).join(' '), ...words.slice(2)] : words;
  if (name === 'help' || name === '--help') {
    process.stdout.write(help());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const given = command === undefined ? null : read(command, rest);
  if (command === undefined || given === null) {
    const problem = command === undefined ? 'There is no such command.' : `Call it so: ${usage(name, command)}`;
    process.stderr.write(`${problem}\n\n${help()}`);
    return 2;
  }
  return command.run(given.values, environment, given.options);
}

/** Null: not as the command is called. */
function read(command: Command, words: readonly string[]): { values: string[]; options: Options } | null {
  const known = Object.entries(command.options ?? {});
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(
        known.map(([option, value]) => [option, { type: value === null ? ('boolean' as const) : ('string' as const) }]),
      ),
    });
    const isComplete = known.every(([option, value]) => value === null || values[option] !== undefined);
    if (!isComplete || positionals.length !== command.parameters.length) return null;
    return { values: positionals, options: values };
  } catch {
    return null;
  }
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, command]) => `  ${usage(name, command)}\n      ${command.description}`,
  );
  const about = 'Commands for whoever runs the server. They read the same environment and .env as npm start.';
  return `${about}\n\n${lines.join('\n')}\n  npx parley help\n`;
}

function usage(name: string, { parameters, options = {} }: Command): string {
  const written = Object.entries(options).map(([option, value]) =>
    value === null ? `[--${option}]` : `--${option} ${value}`,
  );
  return ['npx parley', name, ...parameters, ...written].join(' ');
}
