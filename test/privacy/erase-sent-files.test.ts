import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { graphql } from '../generated/gql.js';
import { must, only } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { aKey } from '../support/factories/keys.js';
import { Invoices } from '../support/world/invoices.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseWhoGotFiles($id: ID!) {
    eraseContact(input: { contactId: $id }) { report { files records } errors { code message } }
  }
`);
const SEND = graphql(`
  mutation SendFiles($input: SendTemplateInput!) {
    sendTemplate(input: $input) { results { message { conversation { contact { id } } } errors { code message path } } }
  }
`);

describe('Files that were sent to somebody who is erased', () => {
  let world: TestWorld;
  let invoices: Invoices;

  beforeAll(async () => {
    world = await TestWorld.start();
    invoices = await Invoices.open(world);
  });
  afterAll(() => world.close());

  const upload = (name: string): Promise<string> => invoices.upload(aPdf(`1.4 ${name}`), 'application/pdf', name);
  const arrived = async (name: string) => {
    await world.customers.writes(world.customers.named(name), `I am ${name}`);
    return world.inbox.conversationWith(name);
  };
  const erase = async (id: string) => {
    const { report, errors } = (await world.admin.send(ERASE, { id })).eraseContact;
    expect(errors).toEqual([]);
    return must(report);
  };
  /** Of these, in their order: whether there is still a row and a file. */
  const kept = async (...ids: string[]): Promise<boolean[]> => {
    const rows = await world.database.query<{ id: string }>('SELECT id FROM media WHERE id = ANY($1)', [ids]);
    const folder = join(world.environment.DATA_DIR ?? '', 'media');
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
    return ids.map((id) => {
      const hasRow = rows.some((row) => row.id === id);
      expect([id, files.some((file) => file.endsWith(id))]).toEqual([id, hasRow]);
      return hasRow;
    });
  };
  const sendTo = async (templateId: string, recipient: { recordId: string; mediaId?: string }) => {
    const input = { idempotencyKey: aKey('files'), templateId, recipients: [recipient] };
    const { message, errors } = only((await world.admin.send(SEND, { input })).sendTemplate.results);
    expect(errors).toEqual([]);
    return must(message).conversation.contact.id;
  };

  it('go with them where nobody else got them, and stay where somebody did', async () => {
    const [ann, ben] = [await arrived('Ann'), await arrived('Ben')];
    const [own, both, unsent] = [await upload('own.pdf'), await upload('both.pdf'), await upload('unsent.pdf')];
    await world.inbox.send(ann.id, { media: { mediaId: own } });
    await world.inbox.send(ann.id, { media: { mediaId: own, caption: 'Again' } });
    for (const { id } of [ann, ben]) await world.inbox.send(id, { media: { mediaId: both } });
    expect((await erase(ann.contact.id)).files).toBe(1);
    expect(await kept(own, both, unsent)).toEqual([false, true, true]);
    await world.inbox.send(ben.id, { media: { mediaId: both, caption: 'Still there' } });
    expect((await erase(ben.contact.id)).files).toBe(0);
    expect(await kept(both, unsent)).toEqual([true, true]);
  });

  it('stay where a template has them, whichever came first', async () => {
    const cleo = await arrived('Cleo');
    const [before, after] = [await upload('before.pdf'), await upload('after.pdf')];
    const header = (mediaId: string) => ({ header: { type: 'DOCUMENT' as const, mediaId } });
    await world.templates.createFrom(invoices.draft(null, header(before)));
    for (const mediaId of [before, after]) await world.inbox.send(cleo.id, { media: { mediaId } });
    await world.templates.createFrom(invoices.draft(null, header(after)));
    expect((await erase(cleo.contact.id)).files).toBe(0);
    expect(await kept(before, after)).toEqual([true, true]);
  });

  it('go with the record of theirs that named them, and stay where a record of others does', async () => {
    const bound = await invoices.approved();
    const [mine, catalogue, given] = [
      await upload('mine.pdf'),
      await upload('catalogue.pdf'),
      await upload('given.pdf'),
    ];
    const first = await invoices.add({ file: mine });
    const contactId = await sendTo(bound.id, { recordId: first.recordId });
    const second = await invoices.add({ file: catalogue.toUpperCase() });
    await invoices.add({ file: catalogue.toUpperCase() }); // of somebody else
    const secondContactId = await sendTo(bound.id, { recordId: second.recordId });
    await sendTo(bound.id, { recordId: second.recordId, mediaId: given });
    expect(await erase(contactId)).toEqual({ files: 1, records: 1 });
    expect(await erase(secondContactId)).toEqual({ files: 1, records: 1 });
    expect(await kept(mine, catalogue, given)).toEqual([false, true, false]);
  });

  it('stay where three got them at once', async () => {
    const template = await invoices.approved();
    const mediaId = await upload('flyer.pdf');
    const three = [await invoices.add({}), await invoices.add({}), await invoices.add({})];
    const recipients = three.map(({ recordId }) => ({ recordId, mediaId }));
    const input = { idempotencyKey: aKey('files'), templateId: template.id, recipients };
    const { results } = (await world.admin.send(SEND, { input })).sendTemplate;
    for (const { message } of results) expect((await erase(must(message).conversation.contact.id)).files).toBe(0);
    expect(await kept(mediaId)).toEqual([true]);
  });
});
