import { checkInbox } from './check-inbox.js';
import { recountStatistics } from './recount-statistics.js';
import { recountTemplates } from './recount-templates.js';
import { resetPassword } from './reset-password.js';

/** A command of `npm run parley`. */
interface Command {
  /** How it is called, without its name: `EMAIL`. */
  parameters: readonly string[];
  description: string;
  /** @returns the exit code */
  run: (values: readonly string[], environment: NodeJS.ProcessEnv) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
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
  const [name = 'help', ...values] = words;
  if (name === 'help' || name === '--help') {
    process.stdout.write(help());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || values.length !== command.parameters.length) {
    const problem = command === undefined ? 'There is no such command.' : `Call it so: ${usage(name, command)}`;
    process.stderr.write(`${problem}\n\n${help()}`);
    return 2;
  }
  return command.run(values, environment);
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, command]) => `  ${usage(name, command)}\n      ${command.description}`,
  );
  const about = 'Commands for whoever runs the server. They read the same environment as npm start.';
  return `${about}\n\n${lines.join('\n')}\n  npm run parley -- help\n`;
}

function usage(name: string, { parameters }: Command): string {
  return ['npm run parley --', name, ...parameters].join(' ');
}
