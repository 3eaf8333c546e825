import { isRecord, listOf } from '../../src/whatsapp/json.js';
import { graphql } from '../generated/gql.js';
import type { RecipientInput, TemplateDraftInput } from '../generated/graphql.js';
import { must, only, problems, valueAt } from '../support/expectations.js';
import { aPdf, PICTURE, VIDEO } from '../support/factories/files.js';
import { aNumber } from '../support/factories/keys.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import { A_SAMPLE, type SampleFiles, type TemplateKindSample } from '../support/template-kinds/sample.js';
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
const SENT = graphql(`
  query SentTemplateOfAnyKind($id: ID!) {
    message(id: $id) {
      text
      content {
        ... on TemplateContent {
          templateName body product { catalogId productRetailerId } cardProducts { catalogId productRetailerId }
          order { referenceId status totalAmount }
        }
      }
    }
  }
`);
const VALIDATE = graphql(`
  query ValidateTemplateOfAnyKind($draft: TemplateDraftInput!) { validateTemplate(input: $draft) { ...Problem } }
`);
const EDITED = 'here is what you asked for, and thank you.';

describe('A template of each kind', () => {
  let world: TestWorld;
  const seen = new Map<string, SeenTemplate>();
  let files: SampleFiles;
  /** At Meta, by format. */
  const handles: Record<string, string> = {};
  const openApi = metaOpenApi();

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    const upload = async (bytes: Buffer, type: string, name: string) =>
      (await world.files.upload(bytes, type, name)).body.id;
    files = {
      IMAGE: await upload(PICTURE, 'image/png', 'aloe.png'),
      VIDEO: await upload(VIDEO, 'video/mp4', 'repotting.mp4'),
      DOCUMENT: await upload(aPdf('1.4'), 'application/pdf', 'terms.pdf'),
    };
    handles.IMAGE = world.meta.addSample('image/png', PICTURE);
    handles.VIDEO = handles.GIF = world.meta.addSample('video/mp4', VIDEO);
    handles.DOCUMENT = world.meta.addSample('application/pdf', aPdf('1.4'));
  });
  afterAll(() => world.close());

  it.each(TEMPLATE_KINDS)('$kind: is written, checked, synchronised, sent, and edited without loss', async (sample) => {
    const { kind, category, parameterFormat, write, bad, send, shown } = sample;
    const name = kind.toLowerCase().replaceAll(/[^a-z]+/g, '_');
    const draftOf = (changes: Partial<TemplateDraftInput>) =>
      world.templates.draft({
        appliesTo: null,
        phoneField: null,
        category: category ?? 'UTILITY',
        body: 'Here is what you asked for, as promised.',
        variables: [],
        ...changes,
      });
    if (write !== undefined) await expectWritten(sample, draftOf(write(files)));

    const remote = world.meta.addTemplate({
      name,
      ...(category === undefined ? {} : { category }),
      ...(parameterFormat === undefined ? {} : { parameterFormat }),
      settings: sample.settings ?? {},
      components: withHandles(sample.components, handles),
    });
    expect((await world.templates.sync()).errors).toEqual([]);
    const rows = await world.database.query<{ id: string }>('SELECT id FROM templates WHERE remote_id = $1', [
      remote.id,
    ]);
    const { id } = only(rows, 'template');
    const read = async () => must((await world.admin.send(WHOLE, { id })).template);
    const synced = await read();
    expect(synced).toMatchObject({
      status: 'APPROVED',
      hasUnsubmittedChanges: false,
      remoteComponents: withoutLinks(sample.components),
      remoteSettings: sample.settings ?? {},
      sendingProblems: [],
    });

    const trySend = async (given: Partial<RecipientInput>) =>
      only(
        (await world.templates.trySend({ templateId: id, recipients: [{ phoneNumber: `+${aNumber()}`, ...given }] }))
          .results,
        'result',
      );
    const asked = world.meta.world.requests.length;
    const [refused] = problems(
      'draft' in bad
        ? (await world.admin.send(VALIDATE, { draft: draftOf(bad.draft(files)) })).validateTemplate
        : (await trySend(bad.send)).errors,
    );
    expect(world.meta.world.requests.length).toBe(asked);
    const [what, where] = must(refused).split(' ');

    const { message, errors: unsent } = await trySend(send?.(files) ?? {});
    expect(unsent).toEqual([]);
    const messageId = must(message).id;
    await world.inbox.until(messageId, 'SENT');
    const request = must(
      world.meta.world.requests.find(({ body: sent }) => valueAt(sent, 'biz_opaque_callback_data') === messageId),
    );
    const atMeta = must(world.meta.world.messages.find(({ callbackData }) => callbackData === messageId));
    expect(atMeta.body).toEqual(valueAt(request.body, 'template'));
    const { content, text } = must((await world.admin.send(SENT, { id: messageId })).message);
    expect(content).toMatchObject({ templateName: name, ...shown });
    expect((text ?? '').split('\n')).toEqual(expect.arrayContaining(atMeta.text.split('\n')));
    if (hasMetaOpenApi) openApi.expectValid(kind, openApi.schemaOf('TemplateMessage'), [request.body]);

    const isCode = category === 'AUTHENTICATION';
    const body = `${parameterFormat === 'NAMED' ? 'Dear {{first_name}}' : 'Dear customer'}, ${EDITED}`;
    const { errors } = await world.templates.update({
      id,
      ...(isCode ? { authentication: { addSecurityRecommendation: true, codeExpirationMinutes: 15 } } : { body }),
    });
    expect(errors).toEqual([]);
    expect(problems((await world.templates.trySubmit(id)).errors)).toEqual([]);
    const wanted = sample.components.map((component) => {
      if (isCode) return codeComponent(component);
      return component.type === 'BODY' ? { ...component, text: body } : component;
    });
    expect(remote.components).toEqual(withoutLinks(wanted));
    const edit = must(world.meta.world.requests.findLast(({ path }) => path.endsWith(`/${remote.id}`)));
    if (hasMetaOpenApi) openApi.expectValid(kind, openApi.bodyOf('/{Version}/{TEMPLATE_ID}').schema, [edit.body]);
    await world.templates.syncOne(id);
    const after = isCode ? [...wanted.slice(0, 2), expect.objectContaining({ type: 'BUTTONS' })] : wanted;
    expect(await read()).toMatchObject({ hasUnsubmittedChanges: false, remoteComponents: withoutLinks(after) });
    seen.set(kind, {
      isWritten: write !== undefined,
      refused: `${what} at \`${where?.replace('recipients.0.', '')}\``,
      isSent: true,
      isEdited: true,
    });
  });

  /** A draft becomes at Meta what a template of the kind is there. */
  async function expectWritten({ components, parameterFormat }: TemplateKindSample, draft: TemplateDraftInput) {
    const { id } = await world.templates.createFrom(draft);
    const { remoteId } = await world.templates.submit(id);
    const made = must(world.meta.world.templates.get(must(remoteId)));
    expect(made.parameterFormat).toBe(parameterFormat ?? 'POSITIONAL');
    const outlineOf = (list: readonly Record<string, unknown>[]) =>
      list.map(({ type, format }) => [type, ...(format === undefined ? [] : [format])]);
    expect(outlineOf(made.components)).toEqual(
      expect.arrayContaining(
        outlineOf(components).filter(([type]) => draft.category !== 'AUTHENTICATION' || type !== 'FOOTER'),
      ),
    );
  }

  it('is listed in the documentation as it was seen', () => {
    const table = templateTable(seen);
    expect(writtenTemplateTable(table)).toBe(table);
  });
});

/** The components with a file at Meta for each sample. */
function withHandles(components: readonly Record<string, unknown>[], handles: Record<string, string>) {
  return JSON.parse(JSON.stringify(components), function (this: unknown, _key, value: unknown) {
    if (!isRecord(value) || value.type !== 'HEADER' || !isRecord(value.example)) return value;
    const [handle] = listOf(value.example, 'header_handle');
    return handle === A_SAMPLE ? { ...value, example: { header_handle: [handles[String(value.format)]] } } : value;
  }) as Record<string, unknown>[];
}

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
