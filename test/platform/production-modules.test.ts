import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, productionSettings } from '../../scripts/local-server.js';
import { packageRoot } from '../../src/common/package-root.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase } from '../support/test-database.js';

const dataUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

/** Module hooks of Node: each module that is loaded is a line on stderr. */
const HOOKS = dataUrl(`
  import { writeSync } from 'node:fs';
  export const load = (url, context, next) => {
    writeSync(2, 'loaded ' + url + String.fromCharCode(10));
    return next(url, context);
  };
`);
const REGISTER = dataUrl(`import { register } from 'node:module'; register(${JSON.stringify(HOOKS)});`);

describe('In production', () => {
  it('the server loads neither the demo, the simulator nor the library of traces, and serves nothing of its page', async () => {
    const database = await createTestDatabase();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = new ServerProcess(url, {
      ...productionSettings(port, 'http://127.0.0.1:9'),
      ...database.environment,
      NODE_OPTIONS: `--import=${REGISTER}`,
    });
    try {
      await server.start();
      const built = readdirSync(join(packageRoot(), 'console', 'dist', 'simulator'), { recursive: true }).map(String);
      const files = built.filter((name) => name.includes('.')).map((name) => `/simulator/${name}`);
      expect(files).toContain('/simulator/index.html');
      for (const path of ['/simulator', '/simulator/', '/simulator/sim/state', '/simulator/sim/events', ...files])
        expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
      const page = await fetch(`${url}/simulator/`, { headers: { accept: 'text/html' } });
      expect(await page.text()).toBe(readFileSync(join(packageRoot(), 'console', 'dist', 'index.html'), 'utf8'));
      const reset = await fetch(`${url}/simulator/sim/reset`, { method: 'POST' });
      expect(reset.status).toBe(404);
    } finally {
      await server.kill('SIGTERM');
      await database.drop();
    }
    const output = server.output.join('');
    expect(output).not.toContain('@opentelemetry'); // nobody has asked for traces
    const loaded = [...output.matchAll(/^loaded .*\/dist\/src\/(.*)$/gm)].map(([, file]) => file);
    expect(loaded).toContain('app.module.js');
    expect(loaded.filter((file) => /^(demo|simulator)\//.test(file ?? ''))).toEqual([]);
  });
});
