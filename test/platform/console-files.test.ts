import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const BUILD = join(import.meta.dirname, '..', '..', 'console', 'dist');

describe('The files of the console', () => {
  let world: TestWorld;
  let page: string;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
    page = (await world.http.get('/').expect(200)).text;
  });
  afterAll(() => world.close());

  const scriptPath = (): string => must(/src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1], 'a script in the page');

  it('are one page at every address of it that a browser asks for as a page', async () => {
    for (const path of ['/', '/inbox', '/inbox/all/some-id?number=1', '/templates'])
      expect((await world.http.get(path).set('accept', 'text/html,*/*')).text).toBe(page);
  });

  it('hide nothing that is missing from programs', async () => {
    await world.http.get('/inbox').set('accept', 'application/json').expect(404);
    await world.http.get('/assets/none.js').expect(404);
    await world.http.post('/inbox').set('accept', 'text/html').expect(404);
  });

  it('are asked for each time where their name stays, and kept for good where it holds a hash', async () => {
    expect((await world.http.get('/')).headers['cache-control']).toBe('no-cache');
    expect((await world.http.get(scriptPath())).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('were compressed when they were built', async () => {
    for (const encoding of ['br', 'gzip']) {
      const { headers } = await world.http.get(scriptPath()).set('accept-encoding', encoding);
      expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
    }
    expect((await world.http.get('/').set('accept-encoding', 'br')).headers['content-encoding']).toBe('br');
  });

  it('are at most 150 KB of compressed JavaScript until the inbox is there, in whatever language', () => {
    const assets = join(BUILD, 'assets');
    const sizeOf = (name: string): number => statSync(join(assets, `${name}.br`)).size;
    const named = [...page.matchAll(/\/assets\/([^"]+\.js)"/g)].map(([, name]) => must(name));
    const built = readdirSync(assets).filter((name) => name.endsWith('.js'));
    const inbox = built.filter((name) => name.startsWith('InboxPage-'));
    const catalogues = built.filter((name) => /^(en|de|es|pt-BR|ar)-/.test(name));
    // Of each of five languages there are the texts of the first view, those of the pages, and the reasons.
    const first = catalogues.filter((name) => readFileSync(join(assets, name), 'utf8').includes('nav.inbox'));
    expect([inbox.length, catalogues.length, first.length]).toEqual([1, 15, 5]);
    const bytes = [...new Set([...named, ...inbox])].reduce((sum, name) => sum + sizeOf(name), 0);
    expect(bytes + Math.max(...first.map(sizeOf))).toBeLessThanOrEqual(150 * 1024);
  });

  it('allow nothing inline', async () => {
    const { headers } = await world.http.get('/');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(page).not.toMatch(/<style|<script(?![^>]*src=)| style=| on[a-z]+=/);
  });
});
