import type { InteractiveInput, InteractiveOptionInput, OutgoingContentInput } from '../generated/graphql.js';
import { must } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { PICTURE } from '../support/factories/files.js';
import type { InboxDriver } from '../support/world/inbox.js';
import { TestWorld } from '../support/world/test-world.js';

describe('What operators want to send', () => {
  let world: TestWorld;
  let inbox: InboxDriver;
  let conversationId = '';

  beforeAll(async () => {
    world = await TestWorld.start();
    inbox = world.inbox.as(await world.people.add('OPERATOR'));
    conversationId = (await world.customers.startsConversation()).conversation.id;
  });
  afterAll(() => world.close());

  const rows = (count: number): InteractiveOptionInput[] =>
    Array.from({ length: count }, (_, index) => ({ optionId: `r${index}`, title: `Row ${index}` }));
  const list = (changes: Partial<InteractiveInput>): OutgoingContentInput => ({
    interactive: { kind: 'LIST', body: 'b', listButton: 'o', sections: [{ rows: rows(1) }], ...changes },
  });
  const buttons = (...titles: string[]): OutgoingContentInput => ({
    interactive: {
      kind: 'BUTTONS',
      body: 'b',
      buttons: titles.map((title, index) => ({ optionId: String(index), title })),
    },
  });

  it.each<[string, OutgoingContentInput, string, string, number?]>([
    ['4,097 characters', { text: { body: 'x'.repeat(4_097) } }, 'TOO_LONG', 'text.body', 4_096],
    ['nothing but blanks', { text: { body: ' \n ' } }, 'REQUIRED', 'text.body'],
    [
      '11 rows',
      list({
        sections: [
          { title: 'A', rows: rows(6) },
          { title: 'B', rows: rows(11).slice(6) },
        ],
      }),
      'TOO_LONG',
      'interactive.sections',
      10,
    ],
    [
      '11 sections',
      list({ sections: Array.from({ length: 11 }, () => ({ title: 't', rows: [] })) }),
      'TOO_LONG',
      'interactive.sections',
      10,
    ],
    [
      'sections without titles',
      list({ sections: [{ rows: rows(1) }, { title: 'B', rows: rows(2).slice(1) }] }),
      'REQUIRED',
      'interactive.sections.0.title',
    ],
    [
      'a row title of 25',
      list({ sections: [{ rows: [{ optionId: 'a', title: 'x'.repeat(25) }] }] }),
      'TOO_LONG',
      'interactive.sections.0.rows.0.title',
      24,
    ],
    [
      'a row description of 73',
      list({ sections: [{ rows: [{ optionId: 'a', title: 'x', description: 'x'.repeat(73) }] }] }),
      'TOO_LONG',
      'interactive.sections.0.rows.0.description',
      72,
    ],
    [
      'rows with one id',
      list({
        sections: [
          {
            rows: [
              { optionId: 'a', title: 'x' },
              { optionId: 'a', title: 'y' },
            ],
          },
        ],
      }),
      'DUPLICATE',
      'interactive.sections',
    ],
    ['a list without a button', list({ listButton: null }), 'REQUIRED', 'interactive.listButton'],
    ['four buttons', buttons('a', 'b', 'c', 'd'), 'TOO_LONG', 'interactive.buttons', 3],
    ['no buttons', buttons(), 'REQUIRED', 'interactive.buttons'],
    ['a button of 21', buttons('x'.repeat(21)), 'TOO_LONG', 'interactive.buttons.0.title', 20],
    ['two equal buttons', buttons('a', 'a'), 'DUPLICATE', 'interactive.buttons'],
    [
      'a body of 1,025',
      { interactive: { kind: 'LOCATION_REQUEST', body: 'x'.repeat(1_025) } },
      'TOO_LONG',
      'interactive.body',
      1_024,
    ],
    ['a footer of 61', list({ footer: 'x'.repeat(61) }), 'TOO_LONG', 'interactive.footer', 60],
    ['a header of 61', list({ header: 'x'.repeat(61) }), 'TOO_LONG', 'interactive.header', 60],
    [
      'a link that is none',
      { interactive: { kind: 'CALL_TO_ACTION', body: 'b', url: 'javascript:alert(1)', urlText: 'Go' } },
      'INVALID_FORMAT',
      'interactive.url',
    ],
    [
      'a link without a text',
      { interactive: { kind: 'CALL_TO_ACTION', body: 'b', url: 'https://a.example' } },
      'REQUIRED',
      'interactive.urlText',
    ],
    ['latitude 91', { location: { latitude: 91, longitude: 0 } }, 'INVALID_INPUT', 'location.latitude'],
    ['no contacts', { contacts: [] }, 'REQUIRED', 'contacts'],
    [
      'six contacts',
      { contacts: Array.from({ length: 6 }, () => ({ formattedName: 'A' })) },
      'TOO_LONG',
      'contacts',
      5,
    ],
    ['a contact without a name', { contacts: [{ formattedName: ' ' }] }, 'REQUIRED', 'contacts.0.formattedName'],
    [
      'a file that is not there',
      { media: { mediaId: '01990000-0000-7000-8000-000000000000' } },
      'NOT_FOUND',
      'media.mediaId',
    ],
    ['nonsense for a file', { media: { mediaId: 'nonsense' } }, 'NOT_FOUND', 'media.mediaId'],
  ])('is refused here before Meta is asked: %s', async (_what, content, code, path, ...[limit]) => {
    const before = world.meta.world.requests.length;
    const { message, errors } = await inbox.trySend(conversationId, content);
    expect(message).toBeNull();
    const expected = { code, path: ['content', ...path.split('.')], ...(limit === undefined ? {} : { limit }) };
    expect(errors).toEqual(expect.arrayContaining([expect.objectContaining(expected)]));
    expect(world.meta.world.requests.length).toBe(before);
  });

  it('cannot be a file of another account', async () => {
    const ids = { accountId: '555', appId: '5', appSecret: 's', accessToken: 't', phoneNumberId: '5' };
    const { account } = await world.accounts.create(anAccount({ name: 'Other', ...ids }));
    const { body } = await world.files.upload(PICTURE, 'image/png', 'a.png', { accountId: must(account).id });
    const { errors } = await world.inbox.trySend(conversationId, { media: { mediaId: body.id } });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['content', 'media', 'mediaId'] }]);
  });
});
