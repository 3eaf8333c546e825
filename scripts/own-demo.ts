import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortPair } from './local-server.js';

/** A demo that was started for one script, with what it printed. */
export interface OwnDemo {
  url: string;
  simulator: string;
  email: string;
  password: string;
  end: () => Promise<void>;
}

const MAIN = join(import.meta.dirname, '..', 'src', 'main.js');
const ADMINISTRATOR = /Administrator +(?<email>\S+) +password (?<password>\S+)/;

/** Starts a server from nothing, in a folder of its own, as `npm start` does. */
export async function startOwnDemo(environment: NodeJS.ProcessEnv = {}): Promise<OwnDemo> {
  const port = await freePortPair();
  const folder = await mkdtemp(join(tmpdir(), 'parley-demo-'));
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: folder, HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { email, password } = await new Promise<{ email: string; password: string }>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += String(text);
      const found = ADMINISTRATOR.exec(printed)?.groups as { email: string; password: string } | undefined;
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`The server did not start: ${printed}`)));
  });
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, simulator: `http://127.0.0.1:${port + 1}`, email, password, end };
}
