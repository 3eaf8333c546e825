import { graphql } from '../generated/gql.js';
import type { TemplateDetailsFragment } from '../generated/graphql.js';
import { must, only, problems } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { aKey, aNumber, manyRecipients } from '../support/factories/keys.js';
import { aPdf } from '../support/factories/files.js';
import { TestWorld } from '../support/world/test-world.js';

const HALF = '\ud83d';

const VALIDATE = graphql(`
  query ValidateOddTemplate($input: TemplateDraftInput!) { validateTemplate(input: $input) { ...Problem } }
`);
const CREATE_USER = graphql(`
  mutation CreateOddUser($input: CreateUserInput!) { createUser(input: $input) { user { id name } errors { ...Problem } } }
`);
const CREATE_ODD = graphql(`
  mutation CreateOddTemplate($input: CreateTemplateInput!) {
    createTemplate(input: $input) { template { id } errors { ...Problem } }
  }
`);

describe('Texts that somebody gives', () => {
  let world: TestWorld;
  let template: TemplateDetailsFragment;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    template = await world.templates.approved({
      body: 'Hello {{1}}, we have moved to a new place.',
      variables: [{ placement: 'BODY', name: '1', source: 'FREE_TEXT', sampleValue: 'Pablo' }],
    });
  });
  afterAll(() => world.close());

  const value = (text: string) => [{ name: '1', value: text }];

  it('are mended in what people write to people', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    await world.inbox.send(conversation.id, `great ${HALF}\u0000\u0007\nnew line\ttab`);
    const [got] = await world.customers.gets(customer, 1);
    expect(must(got).text).toBe('great \ufffd\ufffd\ufffd\nnew line\ttab');
    const { message } = await world.inbox.addNote(conversation.id, `note ${HALF}`);
    expect(must(message).text).toBe('note \ufffd');
  });

  it('are refused with their path where another text would be another thing', async () => {
    const input = { email: 'zoe@garden.example', name: 'Zoe', password: 'a good password', role: 'OPERATOR' as const };
    for (const [field, text] of [
      ['email', 'z\0@garden.example'],
      ['email', `z${HALF}@garden.example`],
      ['email', 'z\ufffd@garden.example'],
      ['email', 'z\u200b@garden.example'],
      ['name', `Zo${HALF}`],
      ['name', 'Zo\0e'],
      ['password', 'a good pass\0word'],
    ]) {
      const { createUser } = await world.admin.send(CREATE_USER, { input: { ...input, [must(field)]: text } });
      expect(problems(createUser.errors)).toEqual([`INVALID_FORMAT ${field}`]);
    }
  });

  it('are the problem of their recipient alone', async () => {
    const good = manyRecipients(30, 7_100_000).map((recipient) => ({ ...recipient, values: value('you') }));
    const bad = [
      { phoneNumber: '+16507200001', values: value(`Ann ${HALF}`) },
      { phoneNumber: '+16507200002', values: value('Bo\0') },
      { phoneNumber: '+16507200003', values: value('x'.repeat(20_000)) },
    ];
    const recipients = [...good.slice(0, 10), ...bad, ...good.slice(10)];
    const expected = ['INVALID_FORMAT', 'INVALID_FORMAT', 'TOO_LONG'].map(
      (code, index) => `${code} recipients.${10 + index}.values.0.value`,
    );
    const { broadcast, errors } = await world.broadcasts.tryStart({ templateId: template.id, recipients });
    expect({ broadcast, errors: problems(errors) }).toEqual({
      broadcast: null,
      errors: expected,
    });
    const started = await world.broadcasts.start({ templateId: template.id, recipients, skipInvalid: true });
    expect({ total: started.total, skipped: started.skipped.map(({ index }) => index) }).toEqual({
      total: 30,
      skipped: [10, 11, 12],
    });
    expect(started.skipped.flatMap((skipped) => problems(skipped.errors))).toEqual(expected);
    const { results } = await world.templates.trySend({
      templateId: template.id,
      recipients: [must(bad[0]), must(good[0])],
    });
    expect(results.map(({ message, errors: own }) => [message !== null, problems(own)])).toEqual([
      [false, ['INVALID_FORMAT recipients.0.values.0.value']],
      [true, []],
    ]);
  });

  it('are the problem of their record alone, and JSON is mended, keys too', async () => {
    await world.records.upsertModel({
      key: 'thing',
      label: 'Thing',
      fields: [{ key: 'name', label: 'Name', type: 'TEXT' }],
    });
    const { results } = await world.records.push('thing', [
      { externalId: `a${HALF}`, values: { name: 'A' } },
      { externalId: 'b', portalUrl: 'https://shop.example/\0', values: { name: 'B' } },
      { externalId: 'c', values: { name: `C ${HALF}\0` } },
      { externalId: 'd', values: { 'na\0me': 'D' } },
      { externalId: 'e', values: { name: 'x'.repeat(10_001) } },
    ]);
    expect(results.map(({ record, errors }) => [record?.values ?? null, problems(errors)])).toEqual([
      [null, ['INVALID_FORMAT records.0.externalId']],
      [null, ['INVALID_FORMAT records.1.portalUrl']],
      [{ name: 'C \ufffd\ufffd' }, []],
      [null, ['INVALID_INPUT records.3.values.na\ufffdme']],
      [null, ['TOO_LONG records.4.values.name']],
    ]);
  });

  it('may not be nested more than 32 deep in JSON', async () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    const list = '['.repeat(6_000) + ']'.repeat(6_000);
    const records = `[{"externalId":"deep","values":{"number":${list}}},{"externalId":"flat","values":{"number":"1"}}]`;
    const query = `mutation ($i: UpsertRecordsInput!) { upsertRecords(input: $i) { results { errors { code path } } } }`;
    const { body } = await world.http
      .post('/graphql')
      .set({ authorization: `Bearer ${world.admin.token ?? ''}`, 'content-type': 'application/json' })
      .send(
        `{"query":${JSON.stringify(query)},"variables":{"i":{"modelId":"${world.records.modelId('order')}","records":${records}}}}`,
      );
    expect(body.data).toEqual({
      upsertRecords: {
        results: [{ errors: [{ code: 'TOO_LONG', path: ['records', '0', 'values'] }] }, { errors: [] }],
      },
    });
    const deep = {
      templateId: template.id,
      recipients: [{ phoneNumber: `+${aNumber()}`, record: { a: nested(2_000) }, values: value('x') }],
    };
    const { errors } = await world.broadcasts.tryStart(deep);
    expect(problems(errors)).toEqual(['TOO_LONG recipients.0.record']);
    const filter = await world.broadcasts.tryStart({ templateId: template.id, recordFilter: { a: nested(40) } });
    expect(problems(filter.errors)).toEqual(['TOO_LONG recordFilter']);
    const sent = await world.templates.trySend(deep);
    expect(problems(only(sent.results).errors)).toEqual(['TOO_LONG recipients.0.record']);
    const literal = await world.admin.requestRaw(
      `mutation { startBroadcast(input: { idempotencyKey: "k", templateId: "${template.id}", recordFilter: { a: ${'['.repeat(60)}1${']'.repeat(60)} } }) { errors { code path } } }`,
    );
    expect(literal.data).toEqual({ startBroadcast: { errors: [{ code: 'TOO_LONG', path: ['recordFilter'] }] } });
  });

  it('are said to be wrong by validateTemplate as by createTemplate', async () => {
    const draft = aDraft({
      accountId: world.account.id,
      body: `Your garden plan is ${HALF} for you.`,
      footer: 'By\0e',
    });
    const { validateTemplate } = await world.admin.send(VALIDATE, { input: draft });
    const { createTemplate } = await world.admin.send(CREATE_ODD, { input: { draft } });
    expect(problems(validateTemplate)).toEqual(['INVALID_FORMAT body', 'INVALID_FORMAT footer']);
    expect(problems(createTemplate.errors)).toEqual(['INVALID_FORMAT draft.body', 'INVALID_FORMAT draft.footer']);
    const odd = { ...draft, body: 'Your garden plan is ready.', footer: null, displayName: '\u2800' };
    expect(problems((await world.admin.send(VALIDATE, { input: odd })).validateTemplate)).toEqual([
      'REQUIRED displayName',
    ]);
  });

  it('are found by no search where they cannot be stored, and blank is no search', async () => {
    const { customer } = await world.customers.startsConversation(`I say \ufffd to you`);
    const lists: [string, string][] = [
      ['contacts', '(search: $s)'],
      ['users', '(search: $s)'],
      ['conversations', '(filter: { search: $s })'],
      ['templates', '(filter: { search: $s })'],
      ['records', `(modelId: "${world.records.modelId('order')}", search: $s)`],
    ];
    const count = async (list: string, how: string, s: string | null): Promise<number> => {
      const { data, errors } = await world.admin.requestRaw(`query ($s: String) { ${list}${how} { nodes { id } } }`, {
        s,
      });
      expect(errors).toEqual([]);
      return (data as Record<string, { nodes: unknown[] }>)[list]?.nodes.length ?? -1;
    };
    for (const [list, how] of lists) {
      const all = await count(list, how, null);
      expect(all).toBeGreaterThan(0);
      for (const blank of ['', ' ', '\t\n', '\u00a0', '\u200b', '\u2800'])
        expect([list, await count(list, how, blank)]).toEqual([list, all]);
      for (const odd of ['\0', 'a\0', HALF, `${customer.name}${HALF}`])
        expect([list, await count(list, how, odd)]).toEqual([list, 0]);
    }
    const found = await world.admin.requestRaw('query ($q: String!) { searchMessages(query: $q) { nodes { id } } }', {
      q: HALF,
    });
    expect(found).toMatchObject({ data: { searchMessages: { nodes: [] } }, errors: [] });
  });

  it('are read in fields below the roots by the same rules', async () => {
    const { errors } = await world.admin.requestRaw(
      `query ($v: String!) { template(id: "${template.id}") { preview(input: { values: [{ name: "1", value: $v }] }) { body } } }`,
      { v: `Ann${HALF}` },
    );
    expect(errors).toMatchObject([
      {
        path: ['template', 'preview'],
        extensions: { code: 'BAD_USER_INPUT', problems: [{ path: ['values', '0', 'value'] }] },
      },
    ]);
  });

  it('have a length in names of files, and nothing that breaks a header', async () => {
    const upload = (fileName: string, contentType = 'application/pdf') =>
      world.http
        .post('/media')
        .set('authorization', `Bearer ${world.admin.token ?? ''}`)
        .attach('file', aPdf(100), { filename: fileName, contentType });
    for (const name of [
      `${'x'.repeat(5_000)}.pdf`,
      'a\u202efdp.exe',
      'a\u0007b.pdf',
      '\u2800',
      '../../etc/passwd.pdf',
      'ü'.repeat(3_000),
    ]) {
      const { status, body } = await upload(name);
      expect(status).toBe(201);
      const { fileName, id } = body as { fileName: string | null; id: string };
      expect((fileName ?? '').length).toBeLessThanOrEqual(240);
      expect(fileName ?? '').not.toMatch(/[\p{Cc}\u202e/\\]/u);
      const { data } = await world.admin.requestRaw(
        `mutation { retryMedia(input: { mediaId: "${id}" }) { media { url } errors { code } } }`,
      );
      expect(JSON.stringify(data)).not.toContain('INTERNAL');
    }
    expect((await upload(`${'x'.repeat(300)}.pdf`)).body).toMatchObject({
      fileName: expect.stringMatching(/\.pdf$/) as string,
    });
    const refused = await upload('a.bin', `application/${'x'.repeat(3_000)}`);
    expect(refused.text.length).toBeLessThan(500);
  });

  it('make no two keys out of one request', async () => {
    const { conversation } = await world.customers.startsConversation();
    for (const key of ['k\0', `k${HALF}`, 'k\n']) {
      const { errors } = await world.inbox.trySend(conversation.id, 'Hello', { idempotencyKey: key });
      expect(problems(errors)).toEqual(['INVALID_FORMAT idempotencyKey']);
    }
    expect((await world.inbox.trySend(conversation.id, 'Hello', { idempotencyKey: aKey() })).errors).toEqual([]);
  });

  it('are refused as messages when nobody could see them', async () => {
    const { conversation } = await world.customers.startsConversation();
    for (const text of ['\u200b', '\u2800\u2800', '\u3164', '\u200e \u00a0']) {
      expect(problems((await world.inbox.trySend(conversation.id, text)).errors)).toEqual([
        'REQUIRED content.text.body',
      ]);
      expect(problems((await world.inbox.addNote(conversation.id, text)).errors)).toEqual(['REQUIRED body']);
    }
  });
});
