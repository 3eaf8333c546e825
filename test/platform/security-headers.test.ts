import { first } from '../support/expectations.js';
import { PICTURE } from '../support/factories/files.js';
import { TestWorld } from '../support/world/test-world.js';

const QUERY = { query: '{ __typename }' };

describe('Headers that protect people in browsers', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({
      environment: { NODE_ENV: 'production', PUBLIC_URL: 'https://parley.example.com' },
      isConnected: false,
    });
  });
  afterAll(() => world.close());

  const policyOf = async (path: string): Promise<Record<string, string>> => {
    const { headers } = await world.http.get(path);
    const parts = String(headers['content-security-policy']).split('; ');
    return Object.fromEntries(parts.map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
  };

  it('stand on pages, scripts, answers of the API, refusals and health checks', async () => {
    const answers = [
      await world.http.get('/'),
      await world.http.get('/inbox/all').set('accept', 'text/html'),
      await world.http.get('/theme.js'),
      await world.http.post('/graphql').send(QUERY),
      await world.http.post('/graphql').send('{').set('content-type', 'application/json'),
      await world.http.post('/media'),
      await world.http.get('/media/nonsense'),
      await world.http.get('/nowhere'),
      await world.http.get('/media/%ff'),
      await world.http.get('/health/live'),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
    }
    expect((await world.webhooks.handshake({})).headers['x-content-type-options']).toBe('nosniff');
  });

  it('keep pages out of frames and other windows, and away from what the console does not use', async () => {
    const { headers } = await world.http.get('/inbox/all').set('accept', 'text/html');
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
  });

  it('keep caches from storing what the API answers, also where it refuses', async () => {
    const answers = [
      await world.http.post('/graphql').send(QUERY),
      await world.http.post('/graphql').send({ query: '{ nonsense }' }),
      await world.http.post('/graphql').send({ query: '{' }),
    ];
    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(answers.map(() => 'no-store'));
  });

  it('let the console speak with this server alone', async () => {
    expect(await policyOf('/')).toMatchObject({
      'default-src': "'self'",
      'connect-src': "'self' wss://parley.example.com",
      'object-src': "'none'",
    });
  });

  it('let nothing run in an answer of the API', async () => {
    expect(await policyOf('/health/live')).toEqual({ 'default-src': "'none'", 'frame-ancestors': "'none'" });
  });
});

describe('Front ends on other origins', () => {
  const APP = 'https://app.example.com';
  const preflight = (world: TestWorld, origin: string) =>
    world.http
      .options('/graphql')
      .set({ origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' });

  it('are those of CORS_ORIGINS, and no others', async () => {
    const world = await TestWorld.start({
      environment: { CORS_ORIGINS: `${APP},http://localhost:5173` },
      isConnected: false,
    });
    const allowed = await preflight(world, APP);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': APP,
      vary: expect.stringMatching(/origin/i),
    });
    const answered = await world.http.post('/graphql').set('origin', APP).send(QUERY);
    expect(answered.headers['access-control-allow-origin']).toBe(APP);
    expect(answered.headers['access-control-expose-headers']).toContain('Retry-After');
    for (const origin of ['https://evil.example.com', `${APP}.evil.example.com`, 'null', 'http://app.example.com']) {
      expect((await preflight(world, origin)).headers['access-control-allow-origin']).toBeUndefined();
      const refused = await world.http.post('/graphql').set('origin', origin).send(QUERY);
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
    }
    await world.close();
  });

  it('are none where CORS_ORIGINS names none', async () => {
    const world = await TestWorld.start({ isConnected: false });
    expect((await preflight(world, APP)).headers['access-control-allow-origin']).toBeUndefined();
    await world.close();
  });
});

describe('Headers where PUBLIC_URL is not https', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  it('do not ask for https', async () => {
    expect((await world.http.get('/')).headers).not.toHaveProperty('strict-transport-security');
  });

  it('keep files in their sandbox', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const { body: file } = await world.files.upload(PICTURE, 'image/png', 'a'.repeat(3_000) + '.png');
    await world.inbox.send(conversation.id, { media: { mediaId: file.id } });
    await world.customers.gets(customer, 1);
    const { url } = first([await world.files.lastOf(customer.name)].filter((found) => found !== null));
    const { headers } = await world.files.open(url);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-disposition': `inline; filename*=UTF-8''${'a'.repeat(116)}.png`,
    });
  });
});
