import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response } from 'supertest';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { aTextMessage } from '../support/factories/webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';
import { unzipped } from '../support/zip.js';

const PARLEY = join(import.meta.dirname, '..', '..', 'dist', 'src', 'parley.js');
const NOTE = graphql(`
  mutation NoteOnPerson($input: AddNoteInput!) { addNote(input: $input) { errors { ...Problem } } }
`);
const TRAIL = graphql(`
  query TrailOfPrivacy {
    auditEntries(filter: { action: [CONTACT_EXPORTED, CONTACT_ERASED] }) { nodes { action actorKind subjectId } }
  }
`);
type Row = Record<string, unknown>;

describe('Whoever asks what is kept of them', () => {
  let database: TestDatabase;
  let world: TestWorld;
  let contactId: string;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-export-'));
    database = await createTestDatabase();
    world = await TestWorld.start({ database });
    const ann = world.customers.named('Ann Unique', '16505551234');
    await world.customers.writes(ann, 'My secret is a very long word');
    await world.customers.writes(ann, { type: 'image', body: world.meta.file('image/png', PICTURE) });
    await world.webhooks.receives({
      messages: [aTextMessage('from Ann', { from: '16505551234' }), aTextMessage('from Bob', { from: '16505559876' })],
      contacts: [
        { wa_id: '16505551234', profile: { name: 'Ann Unique' } },
        { wa_id: '16505559876', profile: { name: 'Bob Stranger' } },
      ],
    });
    const { id, contact } = await world.inbox.conversationWith('Ann Unique');
    contactId = contact.id;
    await world.inbox.send(id, 'An answer');
    expect((await world.admin.send(NOTE, { input: { conversationId: id, body: 'Be kind' } })).addNote.errors).toEqual(
      [],
    );
    await world.records.upsertModel({
      key: 'customer',
      label: 'Customer',
      fields: [{ key: 'phone', label: 'Phone', type: 'PHONE' }],
    });
    const { errors } = await world.records.push('customer', [
      { externalId: 'ann', values: { phone: '+16505551234' } },
      { externalId: 'bob', values: { phone: '+16505559876' } },
    ]);
    expect(errors).toEqual([]);
    await eventually(
      () => world.countRows(`media WHERE state = 'STORED' AND message_id IS NOT NULL`),
      (count) => count === 1,
    );
  });
  afterAll(async () => {
    await world.meta.close(); // the application was closed for the commands
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const parley = async (...words: string[]) => {
    const child = spawn(process.execPath, [PARLEY, ...words], {
      env: { PATH: process.env.PATH, ...world.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr += String(text)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, stdout, stderr };
  };
  const expectAll = (files: ReadonlyMap<string, Buffer>): void => {
    const rows = (name: string): Row[] => JSON.parse(must(files.get(`${name}.json`), name).toString()) as Row[];
    expect(rows('contacts')).toMatchObject([{ id: contactId, profile_name: 'Ann Unique', wa_id: '16505551234' }]);
    expect(rows('messages').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['My secret is a very long word', 'from Ann', 'An answer', 'Be kind']),
    );
    expect(rows('records')).toMatchObject([{ model: 'customer', external_id: 'ann' }]);
    const [file] = rows('files');
    expect(files.get(`files/${String(file?.id)}.png`)).toEqual(PICTURE);
    const about = JSON.parse(must(files.get('about.json')).toString()) as { counts: Row; missingFiles: unknown[] };
    expect(about).toMatchObject({ contactId, missingFiles: [], counts: { contacts: 1, records: 1, files: 1 } });
    expect(Object.keys(about.counts).map((name) => `${name}.json`)).toEqual(
      [...files.keys()].filter((path) => path.endsWith('.json') && path !== 'about.json'),
    );
    expect(rows('webhook-deliveries').length).toBeGreaterThan(1);
    const all = [...files.values()].map((bytes) => bytes.toString('latin1')).join('\n');
    expect(all).toContain('from Ann');
    for (const others of ['from Bob', 'Bob Stranger', '16505559876']) expect(all).not.toContain(others);
  };
  const download = (id: string, token = must(world.admin.token)) =>
    world.http.get(`/contacts/${id}/export.zip`).set('authorization', `Bearer ${token}`);

  it('gets it from an administrator, as a ZIP archive without anybody else', async () => {
    const { body, headers } = await download(contactId).buffer(true).parse(asBuffer).expect(200);
    expect(headers['content-type']).toBe('application/zip');
    expectAll(unzipped(body as Buffer));
    await world.http.get(`/contacts/${contactId}/export.zip`).expect(401);
    const manager = await world.people.add('MANAGER');
    await download(contactId, must(manager.client.token)).expect(403);
    await download('none').expect(404);
    const { auditEntries } = await world.admin.send(TRAIL);
    expect(auditEntries.nodes).toEqual([{ action: 'CONTACT_EXPORTED', actorKind: 'USER', subjectId: contactId }]);
  });

  it('gets it and is erased by commands, whatever spelling the number has', async () => {
    await world.app.close(); // an embedded database has one owner
    const path = join(folder, 'ann');
    expect(await parley('export', '+1 (650) 555-1234', '--to', path)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining(`Exported to ${path}: contact ${contactId}`),
    });
    expectAll(filesIn(path));
    expect(await parley('export', '16505551234', '--to', path)).toMatchObject({
      code: 1,
      stderr: `${path} is there already: name a path that is not.\n`,
    });
    expect(await parley('export', contactId, '--to', `${path}.zip`)).toMatchObject({ code: 0, stderr: '' });
    expectAll(unzipped(readFileSync(`${path}.zip`)));
    expect(readdirSync(folder).sort()).toEqual(['ann', 'ann.zip']);
    expect(await parley('export', '+16505550000', '--to', join(folder, 'nobody'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Nobody has this phone number/),
    });
    expect(await parley('export', contactId, '--to', join(folder, 'no', 'folder'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no folder .*no: make it/),
    });
    expect(existsSync(join(folder, 'nobody'))).toBe(false);

    const rehearsed = await parley('erase', '+16505551234', '--dry-run');
    expect(rehearsed).toMatchObject({ code: 0, stderr: '' });
    expect(rehearsed.stdout).toMatch(/^Would be erased: contact .* in account [\s\S]*^ {2}messages: 5$/m);
    expect(await parley('erase', '+16505551234')).toMatchObject({
      code: 1,
      stderr: 'Nothing was erased. It cannot be undone: call it again with --yes.\n',
    });
    expect(await parley('erase', '001 650 555 1234', '--yes')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Erased at \S+: contact [\s\S]*^ {2}messages: 5$[\s\S]*^ {2}records: 1$/m),
    });
    expect(await parley('erase', '+16505551234', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Nobody has this phone number/),
    });
  }, 180_000);

  it('is audited, and nobody else was touched', async () => {
    const later = await TestWorld.start({ database, isConnected: false, environment: world.environment });
    expect(await later.countRows(`messages WHERE text LIKE '%from Ann%'`)).toBe(0);
    expect(await later.countRows(`messages WHERE text = 'from Bob'`)).toBe(1);
    const { auditEntries } = await later.admin.send(TRAIL);
    expect(auditEntries.nodes.map(({ action, actorKind }) => `${action} ${actorKind}`).sort()).toEqual([
      'CONTACT_ERASED COMMAND',
      'CONTACT_EXPORTED COMMAND',
      'CONTACT_EXPORTED COMMAND',
      'CONTACT_EXPORTED USER',
    ]);
    await later.close();
  });
});

function filesIn(folder: string): Map<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const full = paths.map(({ parentPath, name }) => join(parentPath, name));
  const files = full.map((path): [string, Buffer] => [path.slice(folder.length + 1), readFileSync(path)]);
  const about = files.find(([path]) => path === 'about.json');
  const order = Object.keys((JSON.parse(must(about)[1].toString()) as { counts: object }).counts);
  return new Map(files.sort(([one], [other]) => order.indexOf(nameOf(one)) - order.indexOf(nameOf(other))));
}

function nameOf(path: string): string {
  return path.replace(/\.json$/, '');
}

function asBuffer(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
}
