import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPage } from '../../scripts/docs/render-page.js';
import { rehearse, type Told } from '../../scripts/setup/rehearse.js';
import { STEPS } from '../../scripts/setup/rehearsed-steps.js';
import { graphql } from '../generated/gql.js';
import { TestWorld } from '../support/world/test-world.js';

const CATALOG = graphql(`
  query CatalogWithGuide { errorCatalog { code subcode docsUrl } }
`);
const CHECKS = graphql(`
  mutation ChecksWithGuide($id: ID!) { testConnection(input: { accountId: $id }) { report { checks { name docsUrl } } } }
`);
const DOCS = join(import.meta.dirname, '..', '..', 'docs');

/** Ids that a page of docs/ has as HTML. */
function placesOf(page: string): Set<string> {
  const html = renderPage(readFileSync(join(DOCS, `${page}.md`), 'utf8'), '');
  return new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => String(id)));
}

describe('The way to a real number', () => {
  let world: TestWorld;
  const setup = placesOf('meta-setup');
  const errors = placesOf('meta-errors');

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const placeIn = (page: string, places: Set<string>, url: string): boolean => {
    const [address, place] = url.split('#');
    return address === `${world.url}/docs/${page}` && places.has(String(place));
  };

  it('is linked to by every check, at a place that the page has', async () => {
    const { report } = (await world.admin.send(CHECKS, { id: world.account.id })).testConnection;
    expect(report?.checks).toHaveLength(14);
    expect(report?.checks.filter(({ docsUrl }) => !placeIn('meta-setup', setup, docsUrl))).toEqual([]);
  });

  it('is linked to by every error of the catalogue, at its row', async () => {
    const { errorCatalog } = await world.admin.send(CATALOG);
    expect(errorCatalog.length).toBeGreaterThan(100);
    expect(errorCatalog.filter(({ docsUrl }) => docsUrl == null || !placeIn('meta-errors', errors, docsUrl))).toEqual(
      [],
    );
  });

  it('has every step that is rehearsed, and only checks that there are', () => {
    expect(STEPS.filter(({ place }) => !setup.has(place))).toEqual([]);
    const covered = STEPS.flatMap(({ covers }) => covers);
    const wanted = [...Array(24).keys()]
      .map((number) => `S-0${number + 20}`)
      .concat('S-100', 'S-101', 'S-102', 'S-103', 'S-104');
    expect(wanted.filter((row) => !covered.includes(row))).toEqual([]);
  });

  it('is rehearsed: each fault is told with a remedy and a page, and all is well when it is mended', async () => {
    const told = await rehearse({
      simulator: world.meta.simulator,
      ask: async (query, variables = {}) => {
        return (await world.admin.sendRaw(query, variables)) as Record<string, unknown>;
      },
      accountId: world.account.id,
      print: () => undefined,
    });
    const hasFailed = ({ by, message, remedy, isMended, docsUrl }: Told): boolean =>
      by.endsWith('PASSED') ||
      message === '' ||
      remedy === '' ||
      !isMended ||
      !(placeIn('meta-setup', setup, docsUrl) || placeIn('meta-errors', errors, docsUrl));
    expect(told.filter(hasFailed)).toEqual([]);
    expect(told).toHaveLength(STEPS.flatMap(({ faults }) => faults).length);
  });

  it('can be read on this server, as can every other page', async () => {
    const page = await world.http.get('/docs/meta-setup').expect(200);
    expect(page.text).toContain('<h2 id="10-a-permanent-token">');
    expect(page.headers).toMatchObject({
      'content-type': expect.stringContaining('text/html'),
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
    expect((await world.http.get('/docs/').expect(200)).text).toContain('href="meta-setup"');
    await world.http.get('/docs/docs.css').expect(200);
    await world.http.get('/docs/decisions/0059-the-console').expect(200);
    await world.http.get('/docs/nothing-of-this').expect(404);
    await world.http.get('/docs/../package.json').expect(403);
  });
});
