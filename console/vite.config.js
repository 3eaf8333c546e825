import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Browsers that know light-dark(), so that nothing is rewritten for older ones. */
const BROWSERS = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];
/** `npm run dev` in console/: the page from here, everything else from a running Parley. */
const PARLEY = 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: BROWSERS, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  server: { proxy: { '/graphql': { target: PARLEY, ws: true }, '/media': PARLEY } },
});
