import { isRecord, listOf } from '../../src/whatsapp/json.js';
import { must, only, problems } from '../support/expectations.js';
import { aPdf, PICTURE, VIDEO } from '../support/factories/files.js';
import { NOWHERE } from '../support/message-kinds/sample.js';
import { TestWorld } from '../support/world/test-world.js';

const BODY = { type: 'BODY', text: 'Here is what you asked for.' };
const header = (format: string, handle: string) => ({ type: 'HEADER', format, example: { header_handle: [handle] } });

describe('Samples that lie at Meta', () => {
  let world: TestWorld;
  let picture: string;
  let video: string;
  let made = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
    const upload = async (bytes: Buffer, type: string, name: string) =>
      (await world.files.upload(bytes, type, name)).body.id;
    picture = await upload(PICTURE, 'image/png', 'aloe.png');
    video = await upload(VIDEO, 'video/mp4', 'aloe.mp4');
  });
  afterAll(() => world.close());

  async function synced(components: object[]) {
    made += 1;
    const remote = world.meta.addTemplate({
      name: `samples_${made}`,
      category: 'MARKETING',
      components: components as Record<string, unknown>[],
    });
    await world.templates.sync();
    const rows = await world.database.query<{ id: string }>('SELECT id FROM templates WHERE remote_id = $1', [
      remote.id,
    ]);
    return { id: only(rows, 'template').id, remote };
  }
  const submitted = async (id: string) => problems((await world.templates.trySubmit(id)).errors);
  const bytesOf = (handle: unknown) =>
    must([...world.meta.world.uploads.values()].find((upload) => upload.handle === handle)).bytes;
  const carousel = (...handles: string[]) => ({
    type: 'CAROUSEL',
    cards: handles.map((handle) => ({ components: [header('IMAGE', handle), BODY], tone: 'friendly' })),
  });

  it('go back as they are, when something else is edited', async () => {
    const handle = world.meta.addSample('image/png', PICTURE);
    const { id, remote } = await synced([header('IMAGE', handle), BODY]);
    expect((await world.templates.update({ id, body: 'Here is more than you asked for.' })).errors).toEqual([]);
    expect(await submitted(id)).toEqual([]);
    const uploaded = handleOf(remote.components);
    expect(uploaded).not.toBe(handle);
    expect(bytesOf(uploaded).equals(PICTURE)).toBe(true);
  });

  it('are asked for where they cannot be fetched', async () => {
    const broken = world.meta.addSample('image/png', aPdf('1.4'));
    const { id } = await synced([header('IMAGE', broken), BODY]);
    await world.templates.update({ id, body: 'Here is more than you asked for.' });
    const { errors } = await world.templates.trySubmit(id);
    expect(problems(errors)).toEqual(['REQUIRED header.mediaId']);
    expect(only(errors, 'problem').message).toContain('it is another file');
    await world.templates.update({ id, header: { type: 'IMAGE', mediaId: picture } });
    expect(await submitted(id)).toEqual([]);
  });

  it('of cards are replaced one for each card', async () => {
    const good = world.meta.addSample('image/png', PICTURE);
    const broken = world.meta.addSample('image/png', VIDEO);
    const { id, remote } = await synced([BODY, carousel(good, broken)]);
    await world.templates.update({ id, body: 'Here is more than you asked for.' });
    expect(await submitted(id)).toEqual(['REQUIRED cardMediaIds.1']);
    const refused = async (cardMediaIds: string[]) =>
      problems((await world.templates.update({ id, cardMediaIds })).errors);
    expect(await refused([picture])).toEqual(['INVALID_INPUT cardMediaIds']);
    expect(await refused([picture, NOWHERE])).toEqual(['NOT_FOUND cardMediaIds.1']);
    expect(await refused([picture, video])).toEqual([]);
    expect(await submitted(id)).toEqual(['INVALID_FORMAT cardMediaIds.1']);
    expect(await refused([picture, picture])).toEqual([]);
    expect(await submitted(id)).toEqual([]);
    const cards = listOf(remote.components[1], 'cards');
    expect(cards).toHaveLength(2);
    for (const card of cards) {
      expect(card).toMatchObject({ tone: 'friendly', components: [{ format: 'IMAGE' }, BODY] });
      expect(bytesOf(handleOf(listOf(card, 'components'))).equals(PICTURE)).toBe(true);
    }
    world.meta.decide(remote.id, 'APPROVED');
    await world.templates.syncOne(id);
    const read = await world.templates.read(id);
    expect(read).toMatchObject({ status: 'APPROVED', hasUnsubmittedChanges: false });
    const [media] = await world.database.query<{ used: boolean }>(
      'SELECT bool_and(is_used) AS used FROM media WHERE id = $1',
      [picture],
    );
    expect(media).toEqual({ used: true });
    expect(await refused(null as never)).toEqual([]);
    expect(await world.templates.read(id)).toMatchObject({ hasUnsubmittedChanges: true });
  });
});

/** Of the header, which comes first. */
function handleOf([first]: readonly unknown[]): unknown {
  return isRecord(first) ? listOf(first.example, 'header_handle')[0] : undefined;
}
