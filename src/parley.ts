#!/usr/bin/env node
import 'reflect-metadata';
import { runCommand } from './commands/commands.js';
import { readEnvironment } from './common/config/environment.js';
import { StartupError } from './common/errors/startup-error.js';

// `npx parley <command>`: what is done on the server, by whoever runs it.
try {
  process.exitCode = await runCommand(process.argv.slice(2), readEnvironment());
} catch (error) {
  process.stderr.write(`${error instanceof StartupError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
