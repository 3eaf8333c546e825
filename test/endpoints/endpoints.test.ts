import { graphql } from '../generated/gql.js';
import { first, must, only, problems } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import { isGenuine, WebhookReceiver } from '../support/webhook-receiver.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE_KEY = graphql(`
  mutation CreateWebhooksKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { ...Problem } } }
`);
const AUDIT = graphql(`
  query AuditOfEndpoints { auditEntries(first: 50) { nodes { action subjectName details { name to } } } }
`);

describe('Webhook endpoints', () => {
  let world: TestWorld;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    world = await TestWorld.start();
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await receiver.close();
    await world.close();
  });

  it('are added with a secret that is shown once and stored sealed, changed, and deleted with all that waits', async () => {
    const { endpoint, secret, errors } = await world.endpoints.tryCreate({
      url: receiver.url,
      description: 'Our CRM',
      eventTypes: ['MESSAGE_RECEIVED', 'MESSAGE_RECEIVED'],
      accountIds: [world.account.id],
    });
    expect(errors).toEqual([]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(must(endpoint)).toMatchObject({
      url: receiver.url,
      description: 'Our CRM',
      eventTypes: ['MESSAGE_RECEIVED'],
      accounts: [{ id: world.account.id }],
      status: 'ACTIVE',
      failingSince: null,
      previousSecretUntil: null,
    });
    const { id } = must(endpoint);
    const stored = JSON.stringify(await world.database.query('SELECT * FROM webhook_endpoints'));
    expect(stored).not.toContain(must(secret).slice(6, 20));
    const changed = await world.endpoints.update({
      endpointId: id,
      url: `${receiver.url}/v2`,
      description: null,
      eventTypes: ['CONTACT_CHANGED'],
      accountIds: null,
    });
    expect(changed).toMatchObject({
      endpoint: { url: `${receiver.url}/v2`, description: null, eventTypes: ['CONTACT_CHANGED'], accounts: null },
      errors: [],
    });
    expect((await world.endpoints.update({ endpointId: id })).endpoint).toEqual(changed.endpoint);
    await world.endpoints.pause(id);
    await world.endpoints.sendTest(id);
    expect(await world.endpoints.delete(id)).toEqual({ deletedId: id, errors: [] });
    expect(await world.endpoints.read(id)).toBeNull();
    expect(problems((await world.endpoints.delete(id)).errors)).toEqual(['NOT_FOUND endpointId']);
    expect(await world.countRows('endpoint_cursors')).toBe(0);
    const { auditEntries } = await world.admin.send(AUDIT);
    const actions = auditEntries.nodes.filter(({ subjectName }) => subjectName?.startsWith(receiver.url) === true);
    expect(actions.map(({ action }) => action)).toEqual([
      'WEBHOOK_ENDPOINT_DELETED',
      'WEBHOOK_ENDPOINT_PAUSED',
      'WEBHOOK_ENDPOINT_CHANGED',
      'WEBHOOK_ENDPOINT_CHANGED',
      'WEBHOOK_ENDPOINT_CREATED',
    ]);
    expect(JSON.stringify(auditEntries)).not.toContain('whsec_');
  });

  it.each([
    'https://user:secret@example.com/',
    'http://example.com/',
    'https://167772161/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest',
    'https://example.com:25/',
    'ftp://example.com/',
    'nonsense',
  ])('are refused at %s', async (url) => {
    const { endpoint, secret, errors } = await world.endpoints.tryCreate({ url });
    expect([endpoint, secret, problems(errors)]).toEqual([null, null, ['INVALID_INPUT url']]);
  });

  it('are refused without kinds of events, with unknown accounts, and with none of them', async () => {
    const { url } = receiver;
    const refusals = async (input: object) => problems((await world.endpoints.tryCreate({ url, ...input })).errors);
    expect(await refusals({ eventTypes: [] })).toEqual(['REQUIRED eventTypes']);
    expect(await refusals({ accountIds: [] })).toEqual(['REQUIRED accountIds']);
    expect(await refusals({ accountIds: [world.account.id, 'nonsense'] })).toEqual(['NOT_FOUND accountIds.1']);
    expect(await refusals({ url: ' ' })).toEqual(['REQUIRED url']);
    expect(await refusals({ description: 'x'.repeat(201) })).toEqual(['TOO_LONG description']);
    expect(problems((await world.endpoints.update({ endpointId: 'nonsense' })).errors)).toEqual([
      'NOT_FOUND endpointId',
    ]);
    expect(problems((await world.endpoints.redeliver('nonsense')).errors)).toEqual(['NOT_FOUND deliveryIds.0']);
  });

  it('whose name leads into a private network are not called', async () => {
    const { endpoint } = await world.endpoints.tryCreate({ url: 'https://localhost.localdomain:8443/' });
    // Whatever the machine knows of the name, it is not the public internet.
    const { delivery } = await world.endpoints.sendTest(must(endpoint).id);
    const [ended] = await world.endpoints.untilDeliveries(
      { endpointId: must(endpoint).id },
      ([found]) => found?.state === 'FAILED',
    );
    expect(must(ended)).toMatchObject({
      id: must(delivery).id,
      attempts: [{ status: null, error: expect.stringMatching(/private network|not known/) }],
    });
  });

  it('are signed with both secrets while one is replaced, and with the new one alone afterwards', async () => {
    const { id, secret: former } = await world.endpoints.create(receiver.url, ['ACCOUNT_CHANGED']);
    const { endpoint, secret } = await world.endpoints.rotate(id, 1);
    expect(must(endpoint).previousSecretUntil).not.toBeNull();
    expect(secret).not.toBe(former);
    const count = receiver.accepted.length;
    await world.endpoints.sendTest(id);
    const both = must((await receiver.gets(count + 1)).at(-1));
    expect(both.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    expect([isGenuine(both, former), isGenuine(both, must(secret))]).toEqual([true, true]);
    expect(isGenuine({ ...both, body: `${both.body} ` }, must(secret))).toBe(false);
    await world.later(2 * HOUR_MS);
    await world.endpoints.sendTest(id);
    const one = must((await receiver.gets(count + 2)).at(-1));
    expect(one.headers['webhook-signature']).toMatch(/^v1,\S+$/);
    const last = await world.endpoints.rotate(id, 0);
    expect(must(last.endpoint).previousSecretUntil).toBeNull();
  });

  it('show what was sent, and what was answered, page by page', async () => {
    const { id } = await world.endpoints.create(receiver.url, ['MESSAGE_RECEIVED']);
    receiver.answers((response) => response.writeHead(418).end('I am a teapot.'));
    for (let step = 0; step < 3; step += 1) await world.endpoints.sendTest(id);
    const failed = await world.endpoints.untilDeliveries(
      { endpointId: id, state: ['FAILED'], eventType: ['ENDPOINT_TEST'] },
      (found) => found.length === 3,
    );
    expect(first(failed)).toMatchObject({
      eventType: 'ENDPOINT_TEST',
      accountId: null,
      payload: expect.stringMatching(/^\{"type":"endpoint\.test","timestamp":/),
      attempts: [{ status: 418, url: receiver.url, answer: 'I am a teapot.', error: 'It answered 418.' }],
    });
    expect(await world.endpoints.deliveries({ endpointId: id, state: ['DELIVERED'] })).toEqual([]);
    expect(await world.endpoints.deliveries({ endpointId: 'nonsense' })).toEqual([]);
    const page = await world.endpoints.page(2);
    const next = await world.endpoints.page(2, page.pageInfo.endCursor);
    expect(page.nodes[0]?.id).toBe(first(failed).id);
    expect(next.nodes[0]?.id).toBe(failed[2]?.id);
    receiver.answers(200);
    expect(await world.endpoints.redeliver(first(failed).id)).toMatchObject({ redeliveredCount: 1 });
    await world.endpoints.untilDeliveries({ endpointId: id, state: ['DELIVERED'] }, (found) => found.length === 1);
    expect(must(await world.endpoints.read(id))).toMatchObject({ status: 'ACTIVE', failingSince: null });
  });

  it('are for administrators, and for keys that may see all of their accounts', async () => {
    const other = must(
      (await world.accounts.create(anAccount({ name: 'Other', accountId: '4711', phoneNumberId: '13' }))).account,
    );
    const { createApiKey } = await world.admin.send(CREATE_KEY, {
      input: { name: 'CRM', scopes: ['WEBHOOKS_ADMIN'], accountIds: [other.id] },
    });
    const key = world.endpoints.as({ client: world.client(must(createApiKey.secret)) });
    expect(problems((await key.tryCreate({ url: receiver.url })).errors)).toEqual(['REQUIRED accountIds']);
    expect(problems((await key.tryCreate({ url: receiver.url, accountIds: [world.account.id] })).errors)).toEqual([
      'NOT_FOUND accountIds.0',
    ]);
    const { endpoint } = await key.tryCreate({ url: receiver.url, accountIds: [other.id] });
    expect((await key.list()).map(({ id }) => id)).toEqual([must(endpoint).id]);
    const ofAll = must((await world.endpoints.list()).find(({ accounts }) => accounts === null));
    expect(await key.read(ofAll.id)).toBeNull();
    expect(problems((await key.delete(ofAll.id)).errors)).toEqual(['NOT_FOUND endpointId']);
    expect(await key.deliveries()).toEqual([]);
    const test = await key.sendTest(must(endpoint).id);
    expect(only(await key.deliveries()).id).toBe(must(test.delivery).id);
  });
});
