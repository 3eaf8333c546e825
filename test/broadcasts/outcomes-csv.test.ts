import { must } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import { TestWorld } from '../support/world/test-world.js';

describe('Outcomes of a broadcast as CSV', () => {
  let world: TestWorld;
  let id: string;

  const get = (path: string, token = must(world.admin.token)) =>
    world.http.get(path).set('authorization', `Bearer ${token}`);

  beforeAll(async () => {
    world = await TestWorld.start();
    const template = await world.templates.approvedFrom(
      aDraft({ accountId: world.account.id, body: 'We have moved.' }),
    );
    await world.customers.writes(world.customers.named('=HYPERLINK("x"), Ann', '16505550301'), 'Hi');
    const broadcast = await world.broadcasts.start({
      templateId: template.id,
      recipients: [{ phoneNumber: '+16505550301' }, { phoneNumber: '+16505550302' }, { phoneNumber: 'none' }],
      skipInvalid: true,
    });
    id = broadcast.id;
    await world.broadcasts.until(id, ({ queued, sent }) => queued === 0 && sent === 0);
  });
  afterAll(() => world.close());

  it('lists each message and who was left out, and nothing in it is a formula', async () => {
    const { text, headers } = await get(`/broadcasts/${id}/outcomes.csv`).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, ann, second, skipped, end] = text.split('\r\n');
    expect(head).toMatch(/^message_id,recipient,phone_number,/);
    expect(ann).toContain(`,"'=HYPERLINK(""x""), Ann",'+16505550301,,DELIVERED,2`);
    expect(second).toContain(`,Customer 0302,'+16505550302,,DELIVERED,`);
    expect(skipped).toMatch(/^,,,,SKIPPED,,,,,PHONE_INVALID,/);
    expect(end).toBe('');
    for (const cell of text.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  it('narrows by status, and begins with a byte order mark where asked to', async () => {
    const { text } = await get(`/broadcasts/${id}/outcomes.csv?status=SKIPPED&bom=1`).expect(200);
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text.startsWith('\uFEFFmessage_id')).toBe(true);
    await get(`/broadcasts/${id}/outcomes.csv?status=GONE`).expect(400);
  });

  it('is for whoever may read the messages', async () => {
    await world.http.get(`/broadcasts/${id}/outcomes.csv`).expect(401);
    const operator = await world.people.add('OPERATOR');
    await get(`/broadcasts/${id}/outcomes.csv`, must(operator.client.token)).expect(403);
    const stranger = await world.people.add('MANAGER', { accountIds: [] });
    await get(`/broadcasts/${id}/outcomes.csv`, must(stranger.client.token)).expect(404);
    await get('/broadcasts/none/outcomes.csv').expect(404);
  });
});
