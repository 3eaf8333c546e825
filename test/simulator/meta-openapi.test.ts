import { problemsOf } from '../../src/modules/templates/domain/checks/template-problems.js';
import { variablesFor } from '../../src/modules/templates/sync/remote-template.js';
import type { ReceivedRequest } from '../../src/simulator/world/world.js';
import { isRecord } from '../../src/whatsapp/json.js';
import { componentsForMeta, contentFromMeta } from '../../src/whatsapp/templates/template-components.js';
import type { HeaderType, TemplateCategory } from '../../src/whatsapp/templates/template-content.js';
import { graphql } from '../generated/gql.js';
import type { OutgoingContentInput, TemplateDraftInput } from '../generated/graphql.js';
import { eventually, must, only, pause, valueAt } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { aPdf, PICTURE } from '../support/factories/files.js';
import { hasMetaOpenApi, metaOpenApi } from '../support/message-kinds/meta-openapi.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const SHOW_TYPING = graphql(`
  mutation ShowTypingAsMetaSpecifies($id: ID!) {
    showTyping(input: { conversationId: $id }) { errors { ...Problem } }
  }
`);

interface ExampleTemplate {
  name: string;
  language: string;
  category: TemplateCategory;
  components: { type: string; example?: { header_handle?: string[] } }[];
}

const SAMPLE_TYPES: Partial<Record<HeaderType, string>> = {
  IMAGE: 'image/png',
  VIDEO: 'video/mp4',
  DOCUMENT: 'application/pdf',
};

/** The components, with the app of a one-time password where Meta wants it by now. */
function withoutFormerApp(components: ExampleTemplate['components']): unknown {
  return JSON.parse(JSON.stringify(components), (_key, entry: unknown) => {
    if (!isRecord(entry) || entry.package_name === undefined || entry.type !== 'OTP') return entry;
    const { package_name, signature_hash, ...button } = entry;
    return { ...button, supported_apps: [{ package_name, signature_hash }] };
  });
}

(hasMetaOpenApi ? describe : describe.skip)('Meta’s OpenAPI file', () => {
  let world: TestWorld;
  let manager: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
  });
  afterAll(() => world.close());

  const { bodyOf, schemaOf, expectValid } = metaOpenApi();
  const upload = async (bytes: Buffer, type: string, fileName: string) => {
    const { status, body } = await world.files.as(manager).upload(bytes, type, fileName);
    expect(status).toBe(201);
    return body.id;
  };
  const create = () => bodyOf('/{Version}/{WABA-ID}/message_templates');

  it('has examples that our rules take, and that we would write word for word', () => {
    const examples = Object.entries(create().examples as Record<string, { value: ExampleTemplate }>).filter(
      ([name]) => !name.includes('Flow'),
    );
    expect(examples.length).toBeGreaterThanOrEqual(8);
    for (const [name, { value }] of examples) {
      const { name: metaName, language, category } = value;
      const { content, samples } = contentFromMeta(value.components, category === 'AUTHENTICATION');
      const header = value.components.find(({ type }) => type === 'HEADER');
      const headerHandle = header?.example?.header_handle?.[0] ?? null;
      const written = componentsForMeta({ content, samples, parameterFormat: 'POSITIONAL', headerHandle });
      expect([name, written]).toEqual([name, withoutFormerApp(value.components)]);
      if (category === 'AUTHENTICATION') continue; // there Meta writes the text that variables stand in
      const media = SAMPLE_TYPES[content.header.type];
      content.header.mediaId = media === undefined ? null : 'sample';
      const draft = { name: metaName, language, category, parameterFormat: 'POSITIONAL' as const };
      const problems = problemsOf(
        {
          ...draft,
          dataModelId: null,
          phoneField: null,
          headerFile: null,
          content,
          variables: variablesFor({ content, samples }, []),
        },
        { models: [], headerMedia: media === undefined ? null : { mimeType: media, size: 1 } },
      );
      expect([name, problems]).toEqual([name, []]);
    }
  });

  it('is kept to by every request that creates, edits or sends a template', async () => {
    const templates = world.templates.as(manager);
    const picture = await upload(PICTURE, 'image/png', 'aloe.png');
    const text = aFieldVariable({ source: 'FREE_TEXT' });
    const link = aFieldVariable({ source: 'FREE_TEXT', placement: 'BUTTON', buttonIndex: 0 });
    const kinds: Partial<TemplateDraftInput>[] = [
      { header: { type: 'IMAGE', mediaId: picture }, footer: 'Bye', buttons: [{ type: 'QUICK_REPLY', text: 'OK' }] },
      {
        header: { type: 'TEXT', text: 'Hi' },
        buttons: [{ type: 'CALL_NUMBER', text: 'Call', phoneNumber: '+16505551234' }],
      },
      {
        buttons: [{ type: 'VISIT_WEBSITE', text: 'Open', url: 'https://shop.example/{{1}}' }],
        variables: [text, link],
      },
      { category: 'MARKETING', buttons: [{ type: 'COPY_CODE' }], variables: [text, link] },
      { buttons: [{ type: 'FLOW', text: 'Start', flowId: '77' }] },
      { category: 'AUTHENTICATION', body: '', buttons: [{ type: 'ONE_TIME_PASSWORD', otpType: 'COPY_CODE' }] },
      { parameterFormat: 'NAMED', body: 'Dear {{you}}, thank you so much.', variables: [{ ...text, name: 'you' }] },
    ];
    for (const [index, kind] of kinds.entries()) {
      const body = `Hello {{1}}, this is kind ${index}.`;
      const template = await templates.approved({
        appliesTo: null,
        phoneField: null,
        body,
        variables: [text],
        ...kind,
      });
      const values = template.variables.map(({ placement, name, buttonIndex }) => ({
        placement,
        name,
        buttonIndex,
        value: 'a',
      }));
      const { results, errors } = await templates.trySend({
        templateId: template.id,
        recipients: [{ phoneNumber: '+16505550700', values }],
      });
      expect(errors).toEqual([]);
      expect(only(results).errors).toEqual([]);
    }
    const edited = await templates.approved();
    const { errors } = await templates.update({
      id: edited.id,
      body: 'Hi {{1}}, your order {{2}} over {{3}} has left us.',
    });
    expect(errors).toEqual([]);
    await templates.submit(edited.id);
    await pause(1_500);
    const posts = world.meta.world.requests.filter(({ method, status }) => method === 'POST' && status === 200);
    const created = posts.filter(({ path }) => path.endsWith('/message_templates'));
    const changed = posts.filter(({ path }) => path.endsWith(`/${must(edited.remoteId)}`));
    const sent = posts.filter(({ path, body }) => path.endsWith('/messages') && valueAt(body, 'type') === 'template');
    expect([created.length, changed.length, sent.length]).toEqual([kinds.length + 1, 1, kinds.length]);
    expectValid('create', create().schema, bodiesOf(created));
    expectValid('edit', bodyOf('/{Version}/{TEMPLATE_ID}').schema, bodiesOf(changed));
    expectValid('send', schemaOf('TemplateMessage'), bodiesOf(sent));
  }, 60_000);

  it('is kept to by every kind of message that goes out within the window', async () => {
    const inbox = world.inbox.as(manager);
    const picture = await upload(PICTURE, 'image/png', 'aloe.png');
    const pdf = await upload(aPdf('1.4'), 'application/pdf', 'a.pdf');
    await world.customers.writes(world.customers.named('Openapi'), 'Hi');
    const { id: conversationId } = await inbox.conversationWith('Openapi');
    const received = only(await inbox.messagesWith('Openapi'));
    const option = { optionId: 'a', title: 'A' };
    const contents: [string, OutgoingContentInput][] = [
      ['TextMessage', { text: { body: 'Hello' } }],
      ['ImageMessage', { media: { mediaId: picture, caption: 'Aloe' } }],
      ['DocumentMessage', { media: { mediaId: pdf, caption: 'Quotation' } }],
      ['LocationMessage', { location: { latitude: 1, longitude: 2, name: 'N', address: 'A' } }],
      [
        'ContactsMessage',
        { contacts: [{ formattedName: 'Ann Lee', phones: ['+16505550100'], emails: ['a@b.example'] }] },
      ],
      [
        'InteractiveMessage',
        { interactive: { kind: 'BUTTONS', body: 'b', header: 'h', footer: 'f', buttons: [option] } },
      ],
      [
        'InteractiveMessage',
        { interactive: { kind: 'LIST', body: 'b', listButton: 'o', sections: [{ rows: [option] }] } },
      ],
      [
        'InteractiveMessage',
        { interactive: { kind: 'CALL_TO_ACTION', body: 'b', url: 'https://a.example', urlText: 'Go' } },
      ],
      ['InteractiveMessage', { interactive: { kind: 'LOCATION_REQUEST', body: 'b' } }],
    ];
    const begin = world.meta.world.requests.length;
    for (const [index, [, content]] of contents.entries()) {
      const { errors } = await inbox.trySend(conversationId, content, {
        idempotencyKey: `openapi-${index}`,
        replyToId: index === 0 ? received.id : null,
      });
      expect(errors).toEqual([]);
    }
    expect((await inbox.react(received.id, '👍')).errors).toEqual([]);
    const { showTyping } = await manager.client.send(SHOW_TYPING, { id: conversationId });
    expect(showTyping.errors).toEqual([]);
    const posted = await eventually(
      () =>
        world.meta.world.requests
          .slice(begin)
          .filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')),
      (requests) => requests.length === contents.length + 2,
    );
    expect(posted.map(({ status }) => status)).toEqual(posted.map(() => 200));
    const isRead = (body: unknown) => valueAt(body, 'status') === 'read';
    const isReaction = (body: unknown) => valueAt(body, 'type') === 'reaction';
    const bodies = bodiesOf(posted);
    const messageIdOf = (body: unknown) => String(valueAt(body, 'biz_opaque_callback_data'));
    const inOrder = bodies
      .filter((body) => !isRead(body) && !isReaction(body))
      .sort((a, b) => (messageIdOf(a) < messageIdOf(b) ? -1 : 1));
    expect(inOrder).toHaveLength(contents.length);
    for (const [index, [name]] of contents.entries()) expectValid(name, schemaOf(name), [inOrder[index]]);
    expectValid('ReactionMessage', schemaOf('ReactionMessage'), [only(bodies.filter(isReaction))]);
    expectValid('MarkMessageRequestPayload', schemaOf('MarkMessageRequestPayload'), [only(bodies.filter(isRead))]);
  }, 60_000);
});

function bodiesOf(requests: ReceivedRequest[]): unknown[] {
  return requests.map(({ body }) => body);
}
