/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchema } from 'ajv';
import { parse } from 'yaml';
import { problemsOf } from '../../src/modules/templates/domain/checks/template-problems.js';
import { variablesFor } from '../../src/modules/templates/sync/remote-template.js';
import type { TemplateCategory } from '../../src/whatsapp/templates/template-content.js';
import { componentsForMeta, contentFromMeta } from '../../src/whatsapp/templates/template-components.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { PICTURE, Studio } from '../support/legacy/studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- Meta's file has any shape */

const SPEC = join(import.meta.dirname, '..', '..', '..', 'shared', 'meta-openapi-v23.yaml');

/** Meta's file contradicts itself in places: what its own examples break is left out. */
function mended(schema: any): any {
  if (Array.isArray(schema)) return schema.map(mended);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !['example', 'examples', 'discriminator'].includes(key) && value !== '^[2-6, 11-14]$',
  );
  const copy: any = Object.fromEntries(kept.map(([key, value]) => [key, mended(value)]));
  // Parts of a whole that each forbid what the other part asks for.
  if (Array.isArray(copy.allOf)) copy.allOf = copy.allOf.map(({ additionalProperties: _closed, ...part }: any) => part);
  // Kinds of interactive messages that Meta's own guides describe, and the file leaves out.
  if (Array.isArray(copy.enum) && copy.enum.includes('product_list'))
    copy.enum.push('cta_url', 'location_request_message');
  if (Array.isArray(copy.oneOf) && copy.oneOf.some(({ required }: any) => required?.includes('buttons')))
    copy.oneOf.push({ required: ['name'], properties: { name: { enum: ['cta_url', 'send_location'] } } });
  if (Array.isArray(copy.enum) && copy.enum.includes('quick_reply')) copy.enum.push('copy_code', 'flow', 'mpm');
  return copy;
}

(existsSync(SPEC) ? describe : describe.skip)('Meta’s OpenAPI file', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.test.close());

  const file: any = existsSync(SPEC) ? parse(readFileSync(SPEC, 'utf8')) : {};
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const bodyOf = (path: string) => file.paths[path].post.requestBody.content['application/json'];
  const validator = (schema: AnySchema) =>
    ajv.compile({ ...mended(schema), components: mended({ schemas: file.components.schemas }) });
  const create = () => bodyOf('/{Version}/{WABA-ID}/message_templates');

  it('has examples that our rules take, and that we would write word for word', () => {
    const examples = Object.entries<any>(create().examples).filter(([name]) => !name.includes('Flow'));
    expect(examples.length).toBeGreaterThanOrEqual(8);
    for (const [name, { value }] of examples) {
      const category = value.category as TemplateCategory;
      const { content, samples } = contentFromMeta(value.components, category === 'AUTHENTICATION');
      const header = value.components.find(({ type }: any) => type === 'HEADER');
      const headerHandle = header?.example?.header_handle?.[0] ?? null;
      const written = componentsForMeta({ content, samples, parameterFormat: 'POSITIONAL', headerHandle });
      const withoutFormerApp = JSON.parse(JSON.stringify(value.components), (_key, entry) => {
        if (entry?.package_name === undefined || entry.type !== 'OTP') return entry;
        const { package_name, signature_hash, ...button } = entry;
        return { ...button, supported_apps: [{ package_name, signature_hash }] };
      });
      expect([name, written]).toEqual([name, withoutFormerApp]);
      if (category === 'AUTHENTICATION') continue; // there Meta writes the text that variables stand in
      const media = { IMAGE: 'image/png', VIDEO: 'video/mp4', DOCUMENT: 'application/pdf' }[
        content.header.type as string
      ];
      content.header.mediaId = media === undefined ? null : 'sample';
      const { name: metaName, language } = value;
      const draft = { name: metaName, language, category, parameterFormat: 'POSITIONAL' as const };
      const problems = problemsOf(
        { ...draft, dataModelId: null, phoneField: null, content, variables: variablesFor({ content, samples }, []) },
        { models: [], headerMedia: media === undefined ? null : { mimeType: media, size: 1 } },
      );
      expect([name, problems]).toEqual([name, []]);
    }
  });

  it('is kept to by every request that creates, edits or sends a template', async () => {
    const { world } = studio.test.simulator;
    const picture = (await studio.upload(PICTURE, 'image/png', 'aloe.png')).body.id;
    const link = { placement: 'BUTTON', name: '1', buttonIndex: 0, source: 'FREE_TEXT', sampleValue: 'x' };
    const text = { placement: 'BODY', name: '1', source: 'FREE_TEXT', sampleValue: 'x' };
    const kinds = [
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
      const simple = {
        appliesTo: null,
        phoneField: null,
        body: `Hello {{1}}, this is kind ${index}.`,
        variables: [text],
      };
      const template = await studio.approved({ ...simple, ...kind });
      const values = template.variables.map(({ placement, name, buttonIndex }: any) => ({
        placement,
        name,
        buttonIndex,
        value: 'a',
      }));
      const { results } = await studio.send({
        templateId: template.id,
        recipients: [{ phoneNumber: '+16505550700', values }],
      });
      expect(results[0].errors).toEqual([]);
    }
    const edited = await studio.approved();
    await studio.change('updateTemplate', {
      id: edited.id,
      body: 'Hi {{1}}, your order {{2}} over {{3}} has left us.',
    });
    expect((await studio.submit(edited.id)).errors).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const posts = world.requests.filter(({ method, status }) => method === 'POST' && status === 200);
    const created = posts.filter(({ path }) => path.endsWith('/message_templates'));
    const changed = posts.filter(({ path }) => path.endsWith(`/${edited.remoteId}`));
    const sent = posts.filter(({ path, body }) => path.endsWith('/messages') && (body as any).type === 'template');
    expect([created.length, changed.length, sent.length]).toEqual([kinds.length + 1, 1, kinds.length]);
    const validate = (what: string, schema: AnySchema, requests: typeof posts) => {
      const check = validator(schema);
      for (const { body } of requests) expect([what, body, check(body) ? [] : check.errors]).toEqual([what, body, []]);
    };
    validate('create', create().schema, created);
    validate('edit', bodyOf('/{Version}/{TEMPLATE_ID}').schema, changed);
    validate('send', file.components.schemas.TemplateMessage, sent);
  }, 60_000);

  it('is kept to by every kind of message that goes out within the window', async () => {
    const { test, manager } = studio;
    const { world } = test.simulator;
    const picture = (await studio.upload(PICTURE, 'image/png', 'aloe.png')).body.id;
    const pdf = (await studio.upload(Buffer.from('%PDF-1.4'), 'application/pdf', 'a.pdf')).body.id;
    const customer = world.ensureCustomer('16505550701', 'Openapi');
    test.simulator.conversations.write(world.phones.values().next().value!, customer, 'text', { body: 'Hi' });
    const { conversations } = await eventually(
      () =>
        manager.client.send(
          '{ conversations(filter: { search: "Openapi" }) { nodes { id lastMessage { id whatsappId } } } }',
        ),
      (found) => found.conversations.nodes.length === 1,
    );
    const [{ id: conversationId, lastMessage }] = conversations.nodes;
    const option = { optionId: 'a', title: 'A' };
    const contents: [string, object][] = [
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
    const begin = world.requests.length;
    for (const [index, [, content]] of contents.entries()) {
      const { sendMessage } = await manager.client.send(
        'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { errors { code message path } } }',
        {
          input: {
            idempotencyKey: `openapi-${index}`,
            conversationId,
            content,
            replyToId: index === 0 ? lastMessage.id : null,
          },
        },
      );
      expect(sendMessage.errors).toEqual([]);
    }
    await manager.client.send(
      'mutation ($input: ReactToMessageInput!) { reactToMessage(input: $input) { errors { code } } }',
      { input: { idempotencyKey: 'openapi-reaction', messageId: lastMessage.id, emoji: '👍' } },
    );
    await manager.client.send(
      'mutation ($id: ID!) { showTyping(input: { conversationId: $id }) { errors { code } } }',
      {
        id: conversationId,
      },
    );
    const posted = () =>
      world.requests.slice(begin).filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
    await eventually(
      async () => posted().length,
      (count) => count === contents.length + 2,
    );
    const bodies = posted().map(({ body, status }) => ({ body: body as any, status }));
    expect(bodies.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    const check = (name: string, body: unknown) => {
      const validate = validator(file.components.schemas[name]);
      expect([name, body, validate(body) ? [] : validate.errors]).toEqual([name, body, []]);
    };
    const sent = bodies.filter(({ body }) => body.status !== 'read' && body.type !== 'reaction');
    const inOrder = [...sent].sort((a, b) =>
      a.body.biz_opaque_callback_data < b.body.biz_opaque_callback_data ? -1 : 1,
    );
    inOrder.forEach(({ body }, index) => check(contents[index]![0], body));
    check('ReactionMessage', bodies.find(({ body }) => body.type === 'reaction')?.body);
    check('MarkMessageRequestPayload', bodies.find(({ body }) => body.status === 'read')?.body);
  }, 60_000);
});
