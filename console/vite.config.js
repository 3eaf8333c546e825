import { parse } from '@formatjs/icu-messageformat-parser';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Browsers that know light-dark(), so that nothing is rewritten for older ones. */
const BROWSERS = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];
/** `npm run dev` in console/: the page from here, everything else from a running Parley. */
const PARLEY = 'http://localhost:3000';

/** Parses the texts when the console is built, so that no browser needs the parser: a text that cannot be read fails here. */
const parsedTexts = {
  name: 'parsed-texts',
  enforce: 'pre',
  transform(source, id) {
    if (!/\/catalogues\/(?:[\w-]+\/)?[^/]+\.json$/.test(id)) return null;
    const texts = Object.entries(JSON.parse(source)).map(([name, text]) => [name, parse(text)]);
    return { code: JSON.stringify(Object.fromEntries(texts)), map: null };
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
