import { isRecord } from '../../src/whatsapp/json.js';
import { graphql } from '../generated/gql.js';
import { must, problems } from '../support/expectations.js';
import { aPdf, PICTURE, VIDEO } from '../support/factories/files.js';
import { TEMPLATE_KINDS } from '../support/template-kinds/samples.js';
import { templateTable, writtenTemplateTable, type SeenTemplate } from '../support/template-kinds/table.js';
import { TestWorld } from '../support/world/test-world.js';

const WHOLE = graphql(`
  query TemplateOfAnyKind($id: ID!) {
    template(id: $id) {
      ...TemplateDetails
      remoteComponents
      remoteSettings
      sendingProblems { message }
    }
  }
`);
const EDITED = 'here is what you asked for, and thank you.';
/** Of files Meta gives links alone: a sample has to be uploaded anew, and of these kinds it cannot be. */
const ONLY_AT_META: Record<string, string> = {
  GIF: 'INVALID_INPUT header.type',
  'Carousel of pictures': 'NOT_ALLOWED_NOW',
  'Carousel of videos': 'NOT_ALLOWED_NOW',
};

describe('A template of each kind', () => {
  let world: TestWorld;
  const seen = new Map<string, SeenTemplate>();
  const samples: Record<string, string> = {};

  beforeAll(async () => {
    world = await TestWorld.start();
    const upload = async (bytes: Buffer, type: string, name: string) =>
      (await world.files.upload(bytes, type, name)).body.id;
    samples.IMAGE = await upload(PICTURE, 'image/png', 'aloe.png');
    samples.VIDEO = await upload(VIDEO, 'video/mp4', 'repotting.mp4');
    samples.DOCUMENT = await upload(aPdf('1.4'), 'application/pdf', 'terms.pdf');
  });
  afterAll(() => world.close());

  it.each(TEMPLATE_KINDS)('$kind: is synchronised whole, and an edit changes nothing else at Meta', async (sample) => {
    const { kind, category, parameterFormat } = sample;
    const { kind: _kind, ...changes } = structuredClone(sample);
    const remote = world.meta.addTemplate({ name: kind.toLowerCase().replaceAll(/[^a-z]+/g, '_'), ...changes });
    expect((await world.templates.sync()).errors).toEqual([]);
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM templates WHERE remote_id = $1', [
      remote.id,
    ]);
    const { id } = must(row);
    const read = async () => must((await world.admin.send(WHOLE, { id })).template);
    const synced = await read();
    expect(synced).toMatchObject({
      status: 'APPROVED',
      hasUnsubmittedChanges: false,
      remoteComponents: withoutLinks(sample.components),
      remoteSettings: sample.settings ?? {},
    });
    const unsendable =
      synced.sendingProblems.map(({ message }) => message.replace(/^.*? yet: |\. Send it.*$/g, '')).join(' ') || null;

    const isCode = category === 'AUTHENTICATION';
    const body = `${parameterFormat === 'NAMED' ? 'Dear {{first_name}}' : 'Dear customer'}, ${EDITED}`;
    const mediaId = samples[synced.header.type];
    const { errors } = await world.templates.update({
      id,
      ...(isCode ? { authentication: { addSecurityRecommendation: true, codeExpirationMinutes: 15 } } : { body }),
      ...(mediaId === undefined ? {} : { header: { type: synced.header.type, mediaId } }),
    });
    expect(errors).toEqual([]);
    const refused = problems((await world.templates.trySubmit(id)).errors);
    const wanted = sample.components.map((component) => {
      if (isCode) return codeComponent(component);
      return component.type === 'BODY' ? { ...component, text: body } : component;
    });
    const onlyAtMeta = ONLY_AT_META[kind];
    expect(refused).toEqual(onlyAtMeta === undefined ? [] : [onlyAtMeta]);
    expect(remote.components).toEqual(withoutLinks(onlyAtMeta === undefined ? wanted : sample.components));
    await world.templates.syncOne(id);
    const shown = isCode ? [...wanted.slice(0, 2), expect.objectContaining({ type: 'BUTTONS' })] : wanted;
    if (onlyAtMeta === undefined)
      expect(await read()).toMatchObject({ hasUnsubmittedChanges: false, remoteComponents: withoutLinks(shown) });
    seen.set(kind, {
      isSynchronised: true,
      edit: onlyAtMeta === undefined ? 'yes, nothing else is changed' : `refused: \`${onlyAtMeta}\``,
      unsendable,
    });
  });

  it('is listed in the documentation as it was seen', () => {
    const table = templateTable(seen);
    expect(writtenTemplateTable(table)).toBe(table);
  });
});

/** Of codes Meta writes the texts, and shows their button as a link. */
function codeComponent(component: Record<string, unknown>): object {
  if (component.type === 'FOOTER')
    return { ...component, text: 'This code expires in 15 minutes.', code_expiration_minutes: 15 };
  if (component.type === 'BODY')
    return { ...component, text: expect.stringContaining('*{{1}}* is your verification code.') };
  const [button] = component.buttons as Record<string, unknown>[];
  const { type: _type, url: _url, ...options } = must(button);
  return { type: 'BUTTONS', buttons: [expect.objectContaining(options)] };
}

/** Samples of files are other links each time. */
function withoutLinks(components: readonly object[]): unknown {
  return components.map((component) => withoutLink(component));
}

function withoutLink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLink);
  if (!isRecord(value)) return value; // also of what is expected of a text
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'header_handle' ? [expect.any(String)] : withoutLink(inner),
    ]),
  );
}
