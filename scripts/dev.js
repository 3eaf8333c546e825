import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

// `npm run dev`: compiles at every change, and starts the server again with what was compiled. Ends when either ends.
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const programs = [
  [compiler, '-b', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ['--watch', '--watch-preserve-output', 'dist/src/main.js'],
].map((words) => spawn(process.execPath, words, { stdio: 'inherit' }));

const end = () => programs.forEach((program) => program.kill('SIGTERM'));
for (const program of programs) program.once('exit', end);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
