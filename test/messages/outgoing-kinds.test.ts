import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type { OutgoingContentInput, OutgoingMediaInput, SendMessageInput } from '../generated/graphql.js';
import { eventually, first, last, must, valueAt } from '../support/expectations.js';
import { OPUS, PICTURE } from '../support/factories/files.js';
import type { InboxDriver } from '../support/world/inbox.js';
import type { Person } from '../support/world/people.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const SHOW_TYPING = graphql(`
  mutation ShowTyping($id: ID!) {
    showTyping(input: { conversationId: $id }) { conversation { id } errors { ...Problem } }
  }
`);

describe('What operators send', () => {
  let world: TestWorld;
  let olga: Person;
  let inbox: InboxDriver;
  let customer: SimCustomer;
  let conversationId = '';

  beforeAll(async () => {
    world = await TestWorld.start();
    olga = await world.people.add('OPERATOR', { name: 'Olga' });
    inbox = world.inbox.as(olga);
    customer = world.customers.named('Zoë Nelson');
    await world.customers.writes(customer, 'Hello');
    conversationId = (await inbox.conversationWith('Zoë')).id;
  });
  afterAll(() => world.close());

  async function upload(bytes: Buffer, type: string, fileName: string): Promise<string> {
    const { status, body } = await world.files.as(olga).upload(bytes, type, fileName);
    expect(status).toBe(201);
    return body.id;
  }

  /** Sent, and what Meta was sent for it. */
  async function sent(content: OutgoingContentInput, more: Partial<SendMessageInput> = {}) {
    const message = await inbox.send(conversationId, content, more);
    const request = await eventually(
      () =>
        world.meta.world.requests.find(
          ({ body, status }) => status === 200 && valueAt(body, 'biz_opaque_callback_data') === message.id,
        ),
      (found) => found !== undefined,
    );
    return { message, body: must(request).body };
  }

  it('reaches Meta as it should, kind by kind', async () => {
    const picture = await upload(PICTURE, 'image/png', 'aloe.png');
    const pdf = await upload(Buffer.from('%PDF-1.4 a quotation'), 'application/pdf', 'Quotation 7.pdf');
    const voice = await upload(OPUS, 'audio/ogg', 'voice.ogg');
    expect((await sent({ text: { body: 'See https://shop.example', previewUrl: false } })).body).toMatchObject({
      type: 'text',
      text: { body: 'See https://shop.example', preview_url: false },
    });
    const image = await sent({ media: { mediaId: picture, caption: 'An aloe' } });
    expect(image.body).toMatchObject({
      type: 'image',
      image: { caption: 'An aloe', id: expect.stringMatching(/^\d+$/) },
    });
    expect(image.message).toMatchObject({
      text: 'An aloe',
      origin: 'PARLEY',
      content: { mediaKind: 'IMAGE', media: { id: picture } },
    });
    expect((await sent({ media: { mediaId: pdf } })).body).toMatchObject({
      type: 'document',
      document: { filename: 'Quotation 7.pdf' },
    });
    const recording = await sent({ media: { mediaId: voice, kind: 'VOICE' } });
    expect(recording.body).toMatchObject({ type: 'audio', audio: { voice: true } });
    const sound = await sent({ media: { mediaId: voice } });
    expect(sound.body).toMatchObject({ type: 'audio', audio: { id: expect.stringMatching(/^\d+$/) } });
    expect(sound.body).not.toHaveProperty('audio.voice');
    const place = { latitude: 37.44, longitude: -122.16, name: 'Philz', address: '101 Forest Ave' };
    expect((await sent({ location: place })).body).toHaveProperty('location', {
      latitude: '37.44',
      longitude: '-122.16',
      name: 'Philz',
      address: '101 Forest Ave',
    });
    const card = {
      formattedName: 'Barbara Johnson',
      phones: ['+16505559999'],
      emails: ['b@example.com'],
      organization: 'Shrub',
    };
    expect((await sent({ contacts: [card] })).body).toHaveProperty('contacts', [
      {
        name: { formatted_name: 'Barbara Johnson', first_name: 'Barbara Johnson' },
        phones: [{ phone: '+16505559999' }],
        emails: [{ email: 'b@example.com' }],
        org: { company: 'Shrub' },
      },
    ]);
    const asked = await sent({
      interactive: {
        kind: 'BUTTONS',
        body: 'Keep it?',
        header: 'Visit',
        footer: 'Bye',
        buttons: [{ optionId: 'yes', title: 'Yes' }],
      },
    });
    expect(asked.body).toHaveProperty('interactive', {
      type: 'button',
      header: { type: 'text', text: 'Visit' },
      body: { text: 'Keep it?' },
      footer: { text: 'Bye' },
      action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] },
    });
    expect(asked.message).toMatchObject({
      text: 'Visit\nKeep it?\nBye',
      content: { options: [{ optionId: 'yes', title: 'Yes' }] },
    });
    const rows = [
      { optionId: 'a', title: 'Express', description: 'Next day' },
      { optionId: 'b', title: 'Ground' },
    ];
    const list = await sent({
      interactive: { kind: 'LIST', body: 'Which?', listButton: 'Options', sections: [{ rows }] },
    });
    const remoteRows = rows.map(({ optionId: id, ...row }) => ({ id, ...row }));
    expect(list.body).toHaveProperty('interactive.action', { button: 'Options', sections: [{ rows: remoteRows }] });
    const link = await sent({
      interactive: { kind: 'CALL_TO_ACTION', body: 'Dates', url: 'https://shop.example/d', urlText: 'See dates' },
    });
    expect(link.body).toHaveProperty('interactive.action', {
      name: 'cta_url',
      parameters: { display_text: 'See dates', url: 'https://shop.example/d' },
    });
    const where = await sent({ interactive: { kind: 'LOCATION_REQUEST', body: 'Where are you?' } });
    expect(where.body).toMatchObject({
      interactive: { type: 'location_request_message', action: { name: 'send_location' } },
    });
    const quoted = first(await inbox.messagesWith('Zoë'));
    const reply = await sent({ media: { mediaId: picture } }, { replyToId: quoted.id });
    expect(reply.body).toHaveProperty('context', { message_id: quoted.whatsappId });
    expect(reply.body).toHaveProperty('image.id', valueAt(image.body, 'image', 'id')); // uploaded once
    expect(world.meta.requestsTo('/media')).toHaveLength(3);
    expect(await world.countRows(`messages WHERE status = 'FAILED'`)).toBe(0);
  });

  it('passes on what a customer sent, if one may see it', async () => {
    await world.customers.writes(customer, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    const inbound = await world.files.untilLastOf('Zoë', ({ state }) => state === 'STORED');
    expect((await sent({ media: { mediaId: inbound.id } })).body).toMatchObject({ type: 'image' });
    const stranger = world.customers.named('Secretive');
    const wamid = await world.customers.writes(stranger, {
      type: 'image',
      body: world.meta.file('image/png', PICTURE),
    });
    expect(wamid).toContain('wamid');
    const theirs = await world.files.untilLastOf('Secretive', ({ state }) => state === 'STORED');
    const other = await world.people.add('OPERATOR', { name: 'Otto' });
    const { id: secret } = await world.inbox.conversationWith('Secretive');
    expect((await world.inbox.as(other).assign(secret, other)).errors).toEqual([]);
    const { errors } = await inbox.trySend(conversationId, { media: { mediaId: theirs.id } });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['content', 'media', 'mediaId'] }]);
  });

  it('is refused with what its file does not allow', async () => {
    const picture = await upload(PICTURE, 'image/png', 'a.png');
    const voice = await upload(OPUS, 'audio/ogg', 'v.ogg');
    const refused = async (media: OutgoingMediaInput) => (await inbox.trySend(conversationId, { media })).errors;
    expect(await refused({ mediaId: picture, kind: 'DOCUMENT' })).toMatchObject([
      { code: 'INVALID_INPUT', path: ['content', 'media', 'kind'] },
    ]);
    expect(await refused({ mediaId: picture, kind: 'VOICE' })).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await refused({ mediaId: voice, caption: 'Listen' })).toMatchObject([
      { code: 'INVALID_INPUT', path: ['content', 'media', 'caption'] },
    ]);
    expect(await refused({ mediaId: picture, caption: 'x'.repeat(1_025) })).toMatchObject([
      { code: 'TOO_LONG', path: ['content', 'media', 'caption'], limit: 1_024 },
    ]);
  });

  it('cannot quote a message of another conversation', async () => {
    await world.customers.writes(world.customers.named('Somebody Else'), 'elsewhere');
    const elsewhere = first(await world.inbox.messagesWith('Somebody Else'));
    const answer = await inbox.trySend(conversationId, 'x', { replyToId: elsewhere.id });
    expect(answer.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['replyToId'] }]);
  });

  it('shows the customer that somebody types, and Meta is not asked at every key', async () => {
    await world.customers.writes(customer, 'And?');
    const showTyping = async () => (await olga.client.send(SHOW_TYPING, { id: conversationId })).showTyping;
    const typing = () =>
      world.meta.world.requests.filter(({ body }) => valueAt(body, 'typing_indicator') !== undefined);
    for (let key = 0; key < 5; key += 1) {
      expect(await showTyping()).toMatchObject({ conversation: { id: conversationId }, errors: [] });
    }
    expect(typing()).toHaveLength(1);
    expect(world.meta.world.typingSince.size).toBe(1);
    world.meta.planError({ code: 131000 });
    await world.later(11_000);
    expect((await showTyping()).errors).toMatchObject([{ code: 'META_REFUSED' }]);
  });

  it('is over when the window closes, and says what is possible instead', async () => {
    const { id: replyToId } = last(await inbox.messagesWith('Zoë'));
    await world.later(25 * HOUR_MS);
    const contents: OutgoingContentInput[] = [{ text: { body: 'x' } }, { location: { latitude: 1, longitude: 1 } }];
    for (const content of contents) {
      expect((await inbox.trySend(conversationId, content, { replyToId })).errors).toMatchObject([
        { __typename: 'WindowClosedError', code: 'WINDOW_CLOSED', path: ['conversationId'] },
      ]);
    }
    const conversation = await inbox.conversationWith('Zoë');
    expect(conversation).toMatchObject({ id: conversationId, serviceWindow: { isOpen: false } });
    expect(conversation.allowedActions).not.toContain('REPLY');
    expect(conversation.allowedActions).not.toContain('REACT');
    expect(conversation.allowedActions).toContain('SEND_TEMPLATE');
  });
});
