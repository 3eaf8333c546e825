import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import WebSocket from 'ws';
import { freePort, productionSettings } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { ServerProcess, startServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';

const END_ON_SIGNALS = join(import.meta.dirname, '..', '..', 'dist', 'src', 'common', 'shutdown', 'end-on-signals.js');

const CONVERSATIONS = graphql(`
  query ConversationsAtTheEnd { conversations { nodes { id } } }
`);
const SEND = graphql(`
  mutation SendAtTheEnd($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { ...Problem } } }
`);
const MESSAGE = graphql(`
  query MessageAtTheEnd($id: ID!) { message(id: $id) { status } }
`);

describe('A process that is asked to end', () => {
  let database: TestDatabase;
  let meta: MetaDriver;
  let server: ServerProcess | null = null;

  beforeEach(async () => {
    database = await createTestDatabase();
    meta = await MetaDriver.start();
  });
  afterEach(async () => {
    await server?.kill('SIGKILL');
    server = null;
    await meta.close();
    await database.drop();
  });

  const start = async (settings: NodeJS.ProcessEnv = {}): Promise<ServerProcess> => {
    const port = await freePort();
    server = new ServerProcess(`http://127.0.0.1:${port}`, {
      ...productionSettings(port, meta.simulator.url),
      ...database.environment,
      ...settings,
    });
    await server.start();
    return server;
  };

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with 0 (%s), though sockets are open and say nothing',
    async (signal) => {
      const running = await start();
      const { port } = new URL(running.url);
      const live = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
      await once(live, 'open');
      const halfRequest = connect(Number(port), '127.0.0.1', () => halfRequest.write('POST /graphql HTTP/1.1\r\n'));
      halfRequest.on('error', () => undefined);
      await once(halfRequest, 'connect');
      const closed = once(live, 'close') as Promise<[number]>;
      expect(await running.kill(signal)).toBe(0);
      expect((await closed)[0]).toBe(1012);
    },
  );

  it('ends with 0 within its time though Meta does not answer, and what was being sent is known afterwards', async () => {
    const started = await startServerProcess(database, meta, { SHUTDOWN_TIMEOUT_SECONDS: '4' });
    server = started.server;
    meta.simulator.conversations.write(meta.phone, meta.world.ensureCustomer('16505557001'), 'text', { body: 'Hello' });
    const { conversations } = await eventually(
      () => started.admin.send(CONVERSATIONS),
      (found) => found.conversations.nodes.length === 1,
    );
    meta.behave({ latencyMs: 60_000 });
    const input = {
      conversationId: only(conversations.nodes).id,
      content: { text: { body: 'Slowly' } },
      idempotencyKey: aKey(),
    };
    const { sendMessage } = await started.admin.send(SEND, { input });
    const { id } = must(sendMessage.message);
    await eventually(
      () => started.admin.send(MESSAGE, { id }),
      ({ message }) => message?.status === 'SENDING',
    );
    const begin = performance.now();
    expect(await server.kill('SIGTERM')).toBe(0);
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(server.output.join('')).toContain('Sending takes longer than the process has: it is left behind.');
  });

  it.each([
    [
      'says so and ends with 124 when its time is over',
      1,
      124,
      /^Parley was not done after 1 seconds \(SHUTDOWN_TIMEOUT_SECONDS\) and ends all the same\./,
    ],
    ['ends at once at the second signal, with a code of its own', 600, 143, /^SIGTERM again: Parley ends at once\.\n$/],
  ])('%s', async (_, seconds, code, sentence) => {
    const script = `
      import { endOnSignals } from ${JSON.stringify(END_ON_SIGNALS)};
      endOnSignals(() => new Promise(() => undefined), ${seconds});
      setInterval(() => undefined, 1000);
      console.log('started');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => (said += String(text)));
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    child.kill('SIGTERM'); // a terminal and npm both tell it: that is one request
    if (seconds > 1)
      await eventually(
        async () => (child.kill('SIGTERM'), child.exitCode),
        (ended) => ended !== null,
      );
    expect((await ended)[0]).toBe(code);
    expect(said).toMatch(sentence);
  });
});
