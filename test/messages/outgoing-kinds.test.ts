import { CONVERSATION, ERRORS, Office } from '../support/legacy/office.js';
import { eventually } from '../support/legacy/graphql-client.js';
import type { Person } from '../support/legacy/test-app.js';
import type { SimCustomer } from '../../src/simulator/world.js';
import { PICTURE } from '../support/legacy/studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

/** The shortest Ogg with Opus that is recognised as such. */
const OPUS = Buffer.concat([
  Buffer.from('OggS\0\x02', 'latin1'),
  Buffer.alloc(20),
  Buffer.from('\x01\x13OpusHead\x01\x01', 'latin1'),
  Buffer.alloc(64),
]);

describe('What operators send', () => {
  let office: Office;
  let olga: Person;
  let customer: SimCustomer;
  let conversationId = '';

  beforeAll(async () => {
    office = await Office.open();
    olga = await office.hire('OPERATOR', 'Olga');
    customer = office.customer('16505551234', 'Zoë Nelson');
    await office.writes(customer, 'Hello');
    conversationId = (await office.conversationWith('Zoë')).id;
  });
  afterAll(() => office.test.close());

  async function upload(bytes: Buffer, type: string, fileName: string): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), fileName);
    const headers = { authorization: `Bearer ${olga.client.token}` };
    const response = await fetch(`${office.test.url}/media`, { method: 'POST', headers, body: form });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  }

  /** Sent, and what Meta was sent for it. */
  async function sent(content: object, more: object = {}): Promise<{ message: any; body: any }> {
    const { message, errors } = await office.send(olga.client, conversationId, content, more);
    expect(errors).toEqual([]);
    const { requests } = office.test.simulator.world;
    const find = () =>
      requests.find(({ body, status }) => status === 200 && (body as any)?.biz_opaque_callback_data === message.id);
    await eventually(
      async () => find() ?? null,
      (request) => request !== null,
    );
    return { message, body: find()?.body };
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
    expect((await sent({ media: { mediaId: voice } })).body.audio.voice).toBeUndefined();
    const place = { latitude: 37.44, longitude: -122.16, name: 'Philz', address: '101 Forest Ave' };
    expect((await sent({ location: place })).body.location).toEqual({
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
    expect((await sent({ contacts: [card] })).body.contacts).toEqual([
      {
        name: { formatted_name: 'Barbara Johnson', first_name: 'Barbara Johnson' },
        phones: [{ phone: '+16505559999' }],
        emails: [{ email: 'b@example.com' }],
        org: { company: 'Shrub' },
      },
    ]);
    const buttons = {
      kind: 'BUTTONS',
      body: 'Keep it?',
      header: 'Visit',
      footer: 'Bye',
      buttons: [{ optionId: 'yes', title: 'Yes' }],
    };
    const asked = await sent({ interactive: buttons });
    expect(asked.body.interactive).toEqual({
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
    const list = { kind: 'LIST', body: 'Which?', listButton: 'Options', sections: [{ rows }] };
    expect((await sent({ interactive: list })).body.interactive.action).toEqual({
      button: 'Options',
      sections: [{ rows: rows.map(({ optionId: id, ...row }) => ({ id, ...row })) }],
    });
    const link = { kind: 'CALL_TO_ACTION', body: 'Dates', url: 'https://shop.example/d', urlText: 'See dates' };
    expect((await sent({ interactive: link })).body.interactive.action).toEqual({
      name: 'cta_url',
      parameters: { display_text: 'See dates', url: 'https://shop.example/d' },
    });
    expect(
      (await sent({ interactive: { kind: 'LOCATION_REQUEST', body: 'Where are you?' } })).body.interactive,
    ).toMatchObject({
      type: 'location_request_message',
      action: { name: 'send_location' },
    });
    const [first] = await office.messagesWith('Zoë');
    const reply = await sent({ media: { mediaId: picture } }, { replyToId: first.id });
    expect(reply.body.context).toEqual({ message_id: first.whatsappId });
    expect(reply.body.image.id).toBe(image.body.image.id); // uploaded once
    expect(office.test.simulator.world.requests.filter(({ path }) => path.endsWith('/media'))).toHaveLength(3);
    const failed = await office.test.database.query(`SELECT failure FROM messages WHERE status = 'FAILED'`);
    expect(failed).toEqual([]);
  });

  it('passes on what a customer sent, if one may see it', async () => {
    const wamid = await office.writes(customer, { type: 'image', body: office.file('image/png', PICTURE) });
    const inbound = await eventually(
      async () => (await office.messagesWith('Zoë')).find(({ whatsappId }) => whatsappId === wamid),
      ({ content }) => content.media.state === 'STORED',
    );
    expect((await sent({ media: { mediaId: inbound.content.media.id } })).body.type).toBe('image');
    const stranger = office.customer('16505550009', 'Secretive');
    const secret = await office.writes(stranger, { type: 'image', body: office.file('image/png', PICTURE) });
    const [theirs] = await eventually(
      () => office.messagesWith('Secretive'),
      ([found]) => found?.content.media.state === 'STORED',
    );
    const other = await office.hire('OPERATOR', 'Otto');
    await office.act(other.client, 'assignConversation', 'AssignConversationInput', {
      conversationId: (await office.conversationWith('Secretive')).id,
      userId: other.id,
    });
    const { errors } = await office.send(olga.client, conversationId, { media: { mediaId: theirs.content.media.id } });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['content', 'media', 'mediaId'] }]);
    expect(secret).toContain('wamid');
  });

  it('is refused with what its file does not allow', async () => {
    const picture = await upload(PICTURE, 'image/png', 'a.png');
    const voice = await upload(OPUS, 'audio/ogg', 'v.ogg');
    const refused = async (media: object) => (await office.send(olga.client, conversationId, { media })).errors;
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
    const other = office.customer('16505550007', 'Somebody Else');
    await office.writes(other, 'elsewhere');
    const [elsewhere] = await office.messagesWith('Somebody Else');
    const answer = await office.send(olga.client, conversationId, { text: { body: 'x' } }, { replyToId: elsewhere.id });
    expect(answer.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['replyToId'] }]);
  });

  it('shows the customer that somebody types, and Meta is not asked at every key', async () => {
    await office.writes(customer, 'And?');
    const typing = () =>
      office.test.simulator.world.requests.filter(({ body }) => (body as any)?.typing_indicator !== undefined);
    for (let key = 0; key < 5; key += 1) {
      const { showTyping } = await olga.client.send(
        `mutation ($id: ID!) { showTyping(input: { conversationId: $id }) { conversation { id } ${ERRORS} } }`,
        { id: conversationId },
      );
      expect(showTyping).toMatchObject({ conversation: { id: conversationId }, errors: [] });
    }
    expect(typing()).toHaveLength(1);
    expect(office.test.simulator.world.typingSince.size).toBe(1);
    office.test.simulator.world.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code: 131000 });
    await office.later(11_000, olga);
    const refused = await olga.client.send(
      `mutation ($id: ID!) { showTyping(input: { conversationId: $id }) { ${ERRORS} } }`,
      { id: conversationId },
    );
    expect(refused.showTyping.errors).toMatchObject([{ code: 'META_REFUSED' }]);
  });

  it('is over when the window closes, and says what is possible instead', async () => {
    const [last] = (await office.messagesWith('Zoë')).slice(-1);
    await office.later(25 * 3_600_000, olga);
    expect(await office.conversationWith('Zoë', olga.client)).toMatchObject({ serviceWindow: { isOpen: false } });
    for (const content of [{ text: { body: 'x' } }, { location: { latitude: 1, longitude: 1 } }]) {
      const { errors } = await office.send(olga.client, conversationId, content, { replyToId: last.id });
      expect(errors).toMatchObject([
        { __typename: 'WindowClosedError', code: 'WINDOW_CLOSED', path: ['conversationId'] },
      ]);
    }
    const { conversation } = await olga.client.send(`query ($id: ID!) { conversation(id: $id) { ${CONVERSATION} } }`, {
      id: conversationId,
    });
    expect(conversation.allowedActions).not.toContain('REPLY');
    expect(conversation.allowedActions).not.toContain('REACT');
    expect(conversation.allowedActions).toContain('SEND_TEMPLATE');
  });
});
