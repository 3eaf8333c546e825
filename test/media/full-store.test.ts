import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, must } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { FakeS3 } from '../../scripts/fake-s3.js';
import { MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

describe('A store of files that is full', () => {
  let store: FakeS3;
  let world: TestWorld;
  const warned: unknown[] = [];
  const { warn } = console;

  beforeAll(async () => {
    store = await new FakeS3().start();
    Object.assign(console, { warn: (...words: unknown[]) => void warned.push(words) });
    const keys = { S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' };
    world = await TestWorld.start({ environment: { S3_BUCKET: 'parley', S3_ENDPOINT: store.url, ...keys } });
  });
  afterAll(async () => {
    Object.assign(console, { warn });
    await world.close();
    await store.close();
  });
  beforeEach(() => (store.isFull = true));

  /** Files that lie on the disk on their way. */
  const onTheWay = (): string[] => readdirSync(join(must(world.environment.DATA_DIR), 'media'));

  it('is told as a trouble that passes to whoever uploads, and leaves nothing on the disk', async () => {
    const { status, body } = await world.files.upload(aPdf(1), 'application/pdf', 'offer.pdf');
    expect([status, body.errors?.[0]?.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(onTheWay()).toEqual([]);
    expect(warned).toEqual([]); // the log is ours alone
    store.isFull = false;
    expect((await world.files.upload(aPdf(1), 'application/pdf', 'offer.pdf')).status).toBe(201);
  });

  it('holds up no message: its file comes by itself when there is room again', async () => {
    const customer = world.customers.named('Quirin Full');
    const body = world.meta.file('application/pdf', aPdf(2));
    await world.customers.writes(customer, { type: 'document', body });
    const file = await world.files.untilLastOf(customer.name, ({ error }) => error !== null);
    expect([file.state, file.error]).toEqual(['PENDING', expect.stringContaining('InsufficientStorage')]);
    expect(onTheWay()).toEqual([]);
    store.isFull = false;
    await eventually(
      async () => {
        world.clock.advance(MINUTE_MS);
        return (await world.files.lastOf(customer.name))?.state;
      },
      (state) => state === 'STORED',
    );
  });
});
