import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO, populateDemoWorld } from '../../src/simulator/world/demo-world.js';
import { WorldFile } from '../../src/simulator/world/saved-world.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { eventually, first, must } from '../support/expectations.js';

describe('A saved world', () => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-world-'));
  const file = new WorldFile(join(directory, 'world'));
  const simulators: Simulator[] = [];
  const received: string[] = [];
  let server: Server;
  let accepts = false;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        if (accepts) received.push(body);
        response.writeHead(accepts ? 200 : 503).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const simulator of simulators) await simulator.close();
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });

  it('keeps what nobody has taken yet, files, windows and ids, and goes on with them', async () => {
    const before = await start();
    expect(file.restore(before)).toBeNull();
    populateDemoWorld(before.world);
    const app = must(before.world.apps.get(DEMO.appId));
    const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    app.subscription = { callbackUrl, verifyToken: 'x', fields: ['messages'] };
    must(before.world.wabas.get(DEMO.whatsappAccountId)).subscribedAppIds.add(DEMO.appId);
    const phone = must(before.world.phones.get(DEMO.phoneNumberId));
    const customer = first(before.world.customers);
    const picture = before.media.add(phone.id, 'image/png', Buffer.from('a picture'));
    before.conversations.write(phone, customer, 'text', { body: 'Is anybody there?' });
    await eventually(
      () => before.webhooks.log.latest(1)[0]?.tries ?? 0,
      (tries) => tries > 0,
    );
    const lastId = before.world.newId();
    file.keep(before).stop();
    await before.close();

    const after = await start();
    accepts = true;
    must(file.restore(after))();
    await eventually(
      () => received.length,
      (count) => count > 0,
    );
    expect(received).toEqual([expect.stringContaining('Is anybody there?')]);
    expect(after.media.require(picture.id).bytes.toString()).toBe('a picture');
    expect(after.world.lastInboundAt(phone.id, must(after.world.customerByUserId(customer.userId)))).toBe(
      before.world.lastInboundAt(phone.id, customer),
    );
    expect(after.world.newId()).not.toBe(lastId);
    await eventually(
      () => after.webhooks.outstanding(),
      ({ length }) => length === 0,
    );
  });

  async function start(): Promise<Simulator> {
    const simulator = await startSimulator(0);
    simulators.push(simulator);
    return simulator;
  }
});
