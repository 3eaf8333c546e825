import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN } from '../../scripts/local-server.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { runCollection } from '../support/docs/bruno.js';
import { Reader } from '../support/docs/reader.js';
import { snippetsOf } from '../support/docs/snippets.js';
import { DAY_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const ROOT = join(import.meta.dirname, '..', '..');
/** In the order in which a newcomer reads; the rest of docs/ follows. */
const FIRST = [
  'README.md',
  'docs/meta-setup.md',
  'docs/templates-guide.md',
  'docs/integrator-guide.md',
  'docs/front-end-guide.md',
];
/** How many blocks nobody runs, by page; each says why. More of them is a decision of whoever reads this. */
const NOT_RUN = {
  'README.md': 3,
  'docs/meta-setup.md': 1,
  'docs/operations.md': 2,
  'docs/performance.md': 1,
  'docs/scaling.md': 1,
  'docs/sign-in.md': 1,
  'docs/traces.md': 1,
};

const MODELS = graphql(`
  query ModelsOfTheShop { dataModels { key label recordCount fields { key type } } }
`);

describe('What the documentation tells one to run', () => {
  let world: TestWorld;
  let reader: Reader;
  const others = readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .filter((page) => !FIRST.includes(page));
  const pages = [...FIRST, ...others];

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
    await world.records.openShop();
    reader = new Reader({
      client: world.admin,
      arrives: (wamid) => world.customers.isStored(wamid),
      fillIn: {
        'http://localhost:3000': world.url,
        'http://localhost:3001': world.meta.simulator.url,
        'you@example.com': ADMIN.email,
        YOUR_PASSWORD: ADMIN.password,
        'https://crm.example.com/parley': 'http://127.0.0.1:9/parley',
        WHATSAPP_ACCOUNT_ID: DEMO.whatsappAccountId,
        APP_ID: DEMO.appId,
        APP_SECRET: DEMO.appSecret,
        ACCESS_TOKEN: DEMO.accessToken,
        PHONE_NUMBER_ID: DEMO.phoneNumberId,
        TOMORROW_AT_NINE: new Date(Date.now() + DAY_MS).toISOString(),
      },
    });
  });
  afterAll(async () => {
    reader.leave();
    await world.close();
  });

  it('runs, page by page and in order, and harms nothing that was there', async () => {
    const { dataModels: before } = await world.admin.send(MODELS);
    for (const page of pages) await reader.follow(snippetsOf(page));
    const { dataModels: after } = await world.admin.send(MODELS);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(world.customers.gotAt('16505552003').map(({ text }) => text)).toContain(
      'Hello Ann, we have sent your parcel A-1 over €49.90. It reaches you in Lisbon tomorrow.',
    );
  });

  it('runs as a Bruno collection, and an answer that is another is found out', async () => {
    await world.customers.writes(world.customers.named('Bo', '16505552004'), 'Hello');
    const folder = join(ROOT, 'examples', 'bruno');
    const environment = { url: world.url, ...ADMIN, customer: '+16505552004' };
    expect(await runCollection(folder, environment)).toEqual(
      expect.arrayContaining(['Sign in', 'Send a text', 'A refusal']),
    );
    await expect(runCollection(folder, { ...environment, password: 'another password' })).rejects.toThrow(/^Sign in: /);
  });

  it('is left out in few places, each with a reason', () => {
    const counts = pages.map(
      (page) => [page, snippetsOf(page).filter(({ notRun }) => notRun !== null).length] as const,
    );
    expect(Object.fromEntries(counts.filter(([, count]) => count > 0))).toEqual(NOT_RUN);
  });

  it.each([
    ['a field that the schema does not have', 'graphql', 'query { accounts { id nickname } }', 'nickname'],
    [
      'a mutation that is refused',
      'graphql',
      'mutation { subscribeWebhooks(input: { accountId: "x" }) { errors { code } } }',
      'NOT_FOUND',
    ],
    ['a subscription that cannot be', 'graphql', 'subscription { inboxEvents(accountId: "x") { cursor } }', ''],
    ['a command that fails', 'sh', 'curl -sSf http://localhost:3000/v2/messages', '404'],
    ['an answer that says no', 'sh', 'curl -sS -X POST http://localhost:3000/v1/messages', 'UNAUTHENTICATED'],
    ['a script that throws', 'js', "import { Webhock } from 'standardwebhooks';", 'Webhock'],
    ['values that are no JSON', 'json', '{ "id": }', 'JSON'],
    ['a language that nobody knows', 'cobol', 'DISPLAY 1', 'cobol'],
  ])('is found out when it holds %s', async (_what, language, code, told) => {
    const planted = snippetsOf('planted.md', `# Planted\n\n\`\`\`${language}\n${code}\n\`\`\`\n`);
    await expect(reader.follow(planted)).rejects.toThrow(new RegExp(`^planted\\.md:4: [^]*${told}`));
  });
});
