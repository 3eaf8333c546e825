import { graphql } from '../generated/gql.js';
import type { HeaderFileInput, PreviewInput, SendTemplateInput, TemplateDraftInput } from '../generated/graphql.js';
import { eventually, must, only, problems } from '../support/expectations.js';
import { aPdf, MEGABYTE, PICTURE, VIDEO } from '../support/factories/files.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { INVOICE_FILE, INVOICE_LINK, Invoices } from '../support/world/invoices.js';
import { TestWorld } from '../support/world/test-world.js';

const HEADER_FILE = graphql(`
  query HeaderFileOf($id: ID!) {
    template(id: $id) {
      status hasUnsubmittedChanges headerFile { fieldPath fileNamePath fileName } problems { ...Problem }
    }
  }
`);
const PREVIEW = graphql(`
  query PreviewOfHeaderFile($id: ID!, $input: PreviewInput) {
    template(id: $id) { preview(input: $input) { mediaUrl headerLink headerFileName errors { ...Problem reason } } }
  }
`);
const CONTENT = graphql(`
  query ContentWithHeaderFile($id: ID!) {
    message(id: $id) {
      status failure { code }
      content { ... on TemplateContent { headerLink headerFileName headerMedia { id fileName } } }
    }
  }
`);
const SEND = graphql(`
  mutation SendWithHeaderFile($input: SendTemplateInput!) {
    sendTemplate(input: $input) { results { message { id } errors { ...Problem reason } } errors { ...Problem } }
  }
`);

describe('The file of a header from a record', () => {
  let world: TestWorld;
  let invoices: Invoices;

  const send = async (input: Omit<SendTemplateInput, 'idempotencyKey'>) => {
    const { sendTemplate } = await world.admin.send(SEND, { input: { idempotencyKey: aKey('file'), ...input } });
    return sendTemplate;
  };
  const refusedFor = async (templateId: string, file: string | null) => {
    const { recordId } = await invoices.add(file === null ? {} : { file });
    const { results } = await send({ templateId, recipients: [{ recordId }] });
    const { message, errors } = only(results);
    expect(message).toBeNull();
    return errors.map(({ code, reason, path }) => `${code} ${reason} ${path?.join('.')}`);
  };
  const contentOf = async (id: string) => must((await world.admin.send(CONTENT, { id })).message, 'the message');
  const preview = async (id: string, input: PreviewInput | null = null) =>
    must((await world.admin.send(PREVIEW, { id, input })).template).preview;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    invoices = await Invoices.open(world);
  });
  afterAll(() => world.close());

  it('is bound to a field without asking Meta again, and taken away', async () => {
    const template = await invoices.approved(INVOICE_FILE);
    const read = async () => must((await world.admin.send(HEADER_FILE, { id: template.id })).template);
    expect(await read()).toMatchObject({
      headerFile: { fieldPath: 'file', fileNamePath: 'name', fileName: null },
      problems: [],
    });
    const bound = { fieldPath: 'page', fileName: 'Invoice.pdf' };
    expect((await world.templates.update({ id: template.id, headerFile: bound })).errors).toEqual([]);
    expect(await read()).toMatchObject({
      status: 'APPROVED',
      hasUnsubmittedChanges: false,
      headerFile: { ...bound, fileNamePath: null },
    });
    expect((await world.templates.update({ id: template.id, headerFile: null })).errors).toEqual([]);
    expect((await read()).headerFile).toBeNull();
    const { recordId, phone } = await invoices.add({ file: INVOICE_LINK });
    await send({ templateId: template.id, recipients: [{ recordId }] });
    expect((await invoices.headerAt(phone)).value).toMatchObject({ filename: 'sample.pdf' });
  });

  it('goes along with a copy of the template', async () => {
    const { id } = await invoices.approved(INVOICE_FILE);
    const { template } = await world.templates.duplicate(id, { language: 'de' });
    expect((await world.admin.send(HEADER_FILE, { id: must(template).id })).template?.headerFile).toMatchObject(
      INVOICE_FILE,
    );
  });

  it('is bound to nothing that cannot name a file', async () => {
    const refused = async (headerFile: HeaderFileInput, changes: Partial<TemplateDraftInput> = {}) =>
      problems((await world.templates.tryCreate(invoices.draft(headerFile, changes))).errors);
    expect(await refused({ fieldPath: 'fax' })).toEqual(['NOT_FOUND headerFile.fieldPath']);
    expect(await refused({ fieldPath: 'total', fileNamePath: 'fax' })).toEqual([
      'INVALID_INPUT headerFile.fieldPath',
      'NOT_FOUND headerFile.fileNamePath',
    ]);
    expect(await refused(INVOICE_FILE, { appliesTo: null, phoneField: null })).toEqual(['REQUIRED headerFile']);
    const stray = await world.templates.createFrom(
      invoices.draft(INVOICE_FILE, { header: { type: 'TEXT', text: 'Hello' } }),
    );
    expect(problems((await world.templates.trySubmit(stray.id)).errors)).toEqual(['INVALID_INPUT headerFile']);
  });

  it('is fetched by Meta at an address, under its name or the one that is bound', async () => {
    const template = await invoices.approved();
    const unnamed = await invoices.add({ file: INVOICE_LINK });
    const named = await invoices.add({ file: INVOICE_LINK, name: 'Invoice 7/2026.pdf' });
    const { results } = await send({
      templateId: template.id,
      recipients: [{ recordId: unnamed.recordId }, { recordId: named.recordId }],
    });
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    const sent = async (phone: string) => invoices.headerAt(phone);
    expect(await sent(unnamed.phone)).toEqual({
      kind: 'document',
      value: { link: INVOICE_LINK, filename: 'Rechnung Müller.pdf' },
    });
    expect(await sent(named.phone)).toEqual({
      kind: 'document',
      value: { link: INVOICE_LINK, filename: 'Invoice 7-2026.pdf' },
    });
    const { content } = await contentOf(must(results[1]?.message).id);
    expect(content).toEqual({ headerLink: INVOICE_LINK, headerFileName: 'Invoice 7-2026.pdf', headerMedia: null });
  });

  it('is an upload by its id, also a picture or a video, and kept with the message', async () => {
    const kinds = [
      ['DOCUMENT', aPdf('1.4 seven'), 'application/pdf', 'seven.pdf'],
      ['IMAGE', PICTURE, 'image/png', 'aloe.png'],
      ['VIDEO', VIDEO, 'video/mp4', 'aloe.mp4'],
    ] as const;
    for (const [type, bytes, mimeType, name] of kinds) {
      const mediaId = await invoices.upload(bytes, mimeType, name);
      const { id: templateId } = await invoices.approved(INVOICE_FILE, { header: { type, mediaId } });
      const fresh = await invoices.upload(bytes, mimeType, name);
      const { recordId, phone } = await invoices.add({ file: fresh.toUpperCase() });
      const { results } = await send({ templateId, recipients: [{ recordId }] });
      const { kind, value } = await invoices.headerAt(phone);
      expect([kind, typeof value.id, value.filename]).toEqual([
        type.toLowerCase(),
        'string',
        type === 'DOCUMENT' ? name : undefined,
      ]);
      const { content } = await contentOf(must(only(results).message).id);
      expect(content).toMatchObject({ headerLink: null, headerMedia: { id: fresh, fileName: name } });
    }
  });

  it('gives way to a file that the sender gives', async () => {
    const { id: templateId } = await invoices.approved();
    const own = await invoices.upload(aPdf('1.4 mine'), 'application/pdf', 'mine.pdf');
    const { recordId, phone } = await invoices.add({ file: 'nothing that can be sent' });
    const { results } = await send({ templateId, recipients: [{ recordId, mediaId: own }] });
    expect(only(results).errors).toEqual([]);
    expect((await invoices.headerAt(phone)).value).toMatchObject({ filename: 'mine.pdf' });
  });

  it('is refused, with its reason, where it cannot be sent', async () => {
    const { id } = await invoices.approved();
    const before = world.meta.countPosts();
    const refused = (file: string | null) => refusedFor(id, file);
    const at = 'recipients.0.mediaId';
    expect(await refused(null)).toEqual([`VARIABLE_MISSING VALUE_FIELD_EMPTY ${at}`]);
    expect(await refused('invoice.pdf')).toEqual([`INVALID_FORMAT HEADER_FILE_UNREADABLE ${at}`]);
    expect(await refused('http://files.example.com/a.pdf')).toEqual([`INVALID_FORMAT HEADER_LINK_NEEDS_HTTPS ${at}`]);
    for (const host of ['10.0.0.8', '2130706433', '[::ffff:127.0.0.1]', '169.254.169.254', 'erp', 'erp.internal'])
      expect(await refused(`https://${host}/a.pdf`)).toEqual([`INVALID_FORMAT HEADER_LINK_PRIVATE ${at}`]);
    expect(await refused('https://me:secret@files.example.com/a.pdf')).toEqual([
      `INVALID_FORMAT HEADER_LINK_WITH_PASSWORD ${at}`,
    ]);
    expect(await refused('https://files.example.com/photo.png')).toEqual([
      `INVALID_FORMAT HEADER_FILE_OF_OTHER_TYPE ${at}`,
    ]);
    expect(await refused(await invoices.upload(PICTURE, 'image/png', 'aloe.png'))).toEqual([
      `INVALID_FORMAT HEADER_FILE_OF_OTHER_TYPE ${at}`,
    ]);
    expect(await refused(world.account.id)).toEqual([`NOT_FOUND HEADER_UPLOAD_MISSING ${at}`]);
    expect(world.meta.countPosts()).toBe(before);
    const { results } = await send({ templateId: id, recipients: [{ phoneNumber: `+${aNumber()}` }] });
    expect(only(results).errors).toMatchObject([{ code: 'VARIABLE_MISSING', reason: 'VALUE_WITHOUT_RECORD' }]);
  });

  it('is not what a customer sent, nor what lies on another account', async () => {
    const { id } = await invoices.approved();
    const customer = world.customers.named('Eve');
    await world.customers.writes(customer, {
      type: 'document',
      body: world.meta.file('application/pdf', aPdf('1.4 private'), { filename: 'private.pdf' }),
    });
    const received = await world.files.untilLastOf('Eve', ({ state }) => state === 'STORED');
    expect(await refusedFor(id, received.id)).toEqual(['NOT_FOUND HEADER_UPLOAD_MISSING recipients.0.mediaId']);
  });

  it('cannot be uploaded too large, and fails with what Meta says where Meta cannot fetch or take it', async () => {
    const large = Buffer.concat([PICTURE, Buffer.alloc(5 * MEGABYTE)]);
    expect((await world.files.upload(large, 'image/png', 'large.png')).status).toBe(413);
    const { id: templateId } = await invoices.approved();
    const { recordId } = await invoices.add({ file: 'https://files.invalid/too-large.pdf' });
    const { results } = await send({ templateId, recipients: [{ recordId }] });
    const { id } = must(only(results).message);
    const failed = await eventually(
      () => contentOf(id),
      ({ status }) => status === 'FAILED',
    );
    expect(failed).toMatchObject({ failure: { code: 131053 }, content: { headerLink: expect.any(String) } });
  });

  it('is seen in the preview: where it lies, under which name, and why it could not be sent', async () => {
    const { id } = await invoices.approved({ ...INVOICE_FILE, fileName: 'Invoice.pdf' });
    const linked = await invoices.add({ file: INVOICE_LINK });
    expect(await preview(id, { recordId: linked.recordId })).toEqual({
      mediaUrl: null,
      headerLink: INVOICE_LINK,
      headerFileName: 'Invoice.pdf',
      errors: [],
    });
    const file = await invoices.upload(aPdf('1.4 seen'), 'application/pdf', 'seen.pdf');
    const uploaded = await preview(id, { record: { file, name: 'Seen.pdf' } });
    expect(uploaded).toMatchObject({ headerLink: null, headerFileName: 'Seen.pdf', errors: [] });
    expect((await world.files.open(uploaded.mediaUrl)).body).toEqual(aPdf('1.4 seen'));
    expect(await preview(id, { record: { file: 'https://10.0.0.1/a.pdf' } })).toMatchObject({
      mediaUrl: null,
      headerLink: null,
      errors: [{ reason: 'HEADER_LINK_PRIVATE', path: ['mediaId'] }],
    });
    expect(await preview(id)).toMatchObject({ mediaUrl: expect.any(String), headerLink: null, errors: [] });
  });
});
