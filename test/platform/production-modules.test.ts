import { freePort, productionSettings } from '../../scripts/local-server.js';
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
  it('the server loads neither the demo nor the simulator', async () => {
    const database = await createTestDatabase();
    const port = await freePort();
    const server = new ServerProcess(`http://127.0.0.1:${port}`, {
      ...productionSettings(port, 'http://127.0.0.1:9'),
      ...database.environment,
      NODE_OPTIONS: `--import=${REGISTER}`,
    });
    try {
      await server.start();
    } finally {
      await server.kill('SIGTERM');
      await database.drop();
    }
    const loaded = [...server.output.join('').matchAll(/^loaded .*\/dist\/src\/(.*)$/gm)].map(([, file]) => file);
    expect(loaded).toContain('app.module.js');
    expect(loaded.filter((file) => /^(demo|simulator)\//.test(file ?? ''))).toEqual([]);
  });
});
