import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Browsers that know light-dark(), so that nothing is rewritten for older ones. */
const BROWSERS = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];
/** `npm run dev` in console/: the page from here, everything else from a running Parley. */
const PARLEY = 'http://localhost:3000';

/** How the ids of texts begin that come after the first view: what the pages of the navigation say, and the inbox does not. */
const OF_PAGES = new Set(JSON.parse(readFileSync(join(import.meta.dirname, 'src/language/page-texts.json'), 'utf8')));
const CATALOGUE = /\/catalogues\/(?:[\w-]+\/)?[^/?]+\.json(?:\?(?<part>first|pages))?$/;

/**
 * Parses the texts when the console is built, so that no browser needs the parser: a text that cannot be read fails here.
 * `?first` and `?pages` are parts of a catalogue.
 */
const parsedTexts = {
  name: 'parsed-texts',
  enforce: 'pre',
  transform(source, id) {
    const found = CATALOGUE.exec(id);
    if (found === null) return null;
    const part = found.groups?.part;
    const texts = Object.entries(JSON.parse(source))
      .filter(([name]) => part === undefined || OF_PAGES.has(name.split('.', 1)[0]) === (part === 'pages'))
      .map(([name, text]) => [name, parse(text)]);
    const json = JSON.stringify(Object.fromEntries(texts));
    return part === undefined
      ? { code: json, map: null }
      : { code: `export default ${json};`, moduleType: 'js', map: null };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [parsedTexts, react()],
  resolve: {
    alias: [
      { find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' },
    ],
  },
  build: {
    target: BROWSERS,
    assetsInlineLimit: 0,
    cssCodeSplit: false, // a part that could not be loaded is asked for again, which Vite does not do for its styles
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/graphql': { target: PARLEY, ws: true }, '/media': PARLEY, '/simulator': PARLEY } },
});
