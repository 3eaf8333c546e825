import { join } from 'node:path';
import { defineConfig } from 'vite';
import consoleConfig from '../vite.config.js';

const CONSOLE = join(import.meta.dirname, '..');
/** `npm run dev:simulator` in console/: the page from here, what it shows from the simulator of a running Parley. */
const PARLEY = 'http://localhost:3000';

/** The simulator's page: an application of its own, built as the console is, so that nothing of it is loaded with the console. */
export default defineConfig({
  ...consoleConfig,
  root: import.meta.dirname,
  base: './', // it is served under more than one path
  publicDir: join(CONSOLE, 'public'),
  build: { ...consoleConfig.build, outDir: join(CONSOLE, 'dist', 'simulator'), emptyOutDir: true },
  server: { proxy: { '/sim': { target: PARLEY, rewrite: (path) => `/simulator${path}` } } },
});
